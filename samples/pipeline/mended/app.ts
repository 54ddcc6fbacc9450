import { App, CfnParameter, Duration, Fn, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import * as codepipeline from 'aws-cdk-lib/aws-codepipeline';
import * as actions from 'aws-cdk-lib/aws-codepipeline-actions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { CompetencyChecks } from 'competency-nag/cdk';
import type { Construct } from 'constructs';

/** Releases of the Folio & Fern bookshop, to the web servers of the stack `bookshop`. */
class BookshopReleases extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id, { description: 'Releases of the Folio & Fern bookshop', terminationProtection: true });

    const operations = new sns.Topic(this, 'Operations', {
      displayName: 'Folio & Fern operations',
      enforceSSL: true,
    });
    operations.addSubscription(new EmailSubscription('operations@foliofern.example'));
    // Any topic policy, and enforceSSL makes one, ends the default that lets alarms publish.
    operations.grantPublish(new iam.ServicePrincipal('cloudwatch.amazonaws.com'));

    const key = new kms.Key(this, 'Key', { enableKeyRotation: true, removalPolicy: RemovalPolicy.RETAIN });
    const accessLogs = new s3.Bucket(this, 'AccessLogs', {
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      versioned: true,
      lifecycleRules: [{ expiration: Duration.days(365), noncurrentVersionExpiration: Duration.days(30) }],
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const artifacts = new s3.Bucket(this, 'Artifacts', {
      encryptionKey: key,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      versioned: true,
      lifecycleRules: [{ expiration: Duration.days(180), noncurrentVersionExpiration: Duration.days(30) }],
      serverAccessLogsBucket: accessLogs,
      removalPolicy: RemovalPolicy.RETAIN,
    });

    const buildSecrets = new secretsmanager.Secret(this, 'BuildSecrets', {
      description: 'Keys of the package registry (npm) and of the search service (search), entered by hand',
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const byHand = 'Both services only issue keys by hand; operations replaces them every quarter.';
    Validations.of(buildSecrets).acknowledge(
      { id: 'competency-nag::secrets-rotation-configured', reason: byHand },
      { id: 'AwsSolutions::AwsSolutions-SMG4', reason: byHand },
    );
    const buildSecret = (field: string) => ({
      type: codebuild.BuildEnvironmentVariableType.SECRETS_MANAGER,
      value: `${buildSecrets.secretArn}:${field}`,
    });

    const logging = {
      cloudWatch: {
        logGroup: new logs.LogGroup(this, 'BuildLogs', {
          retention: logs.RetentionDays.THREE_MONTHS,
          deletionProtectionEnabled: true,
          removalPolicy: RemovalPolicy.RETAIN,
        }),
      },
    };
    const environment = { buildImage: codebuild.LinuxBuildImage.AMAZON_LINUX_2023_5 };
    const build = new codebuild.PipelineProject(this, 'Build', {
      encryptionKey: key,
      logging,
      environment,
      environmentVariables: { NPM_TOKEN: buildSecret('npm'), SEARCH_API_KEY: buildSecret('search') },
      buildSpec: codebuild.BuildSpec.fromObject({
        version: '0.2',
        phases: {
          install: {
            commands: ['npm config set //npm.foliofern.internal/:_authToken $NPM_TOKEN', 'npm ci'],
          },
          build: {
            commands: ['npx competency-nag check infrastructure', 'npm test', 'npm run build'],
          },
        },
        artifacts: { files: ['**/*'] },
      }),
    });
    const browserTests = new codebuild.PipelineProject(this, 'BrowserTests', {
      encryptionKey: key,
      logging,
      environment,
      environmentVariables: { SHOP: { value: 'https://staging.foliofern.internal' } },
      buildSpec: codebuild.BuildSpec.fromObject({
        version: '0.2',
        phases: { build: { commands: ['npx playwright test --reporter junit'] } },
        reports: { 'browser-tests': { files: ['results.xml'] } },
      }),
    });

    const loadTests = new codebuild.PipelineProject(this, 'LoadTests', {
      encryptionKey: key,
      logging,
      environment,
      environmentVariables: { SHOP: { value: 'https://staging.foliofern.internal' } },
      buildSpec: codebuild.BuildSpec.fromObject({
        version: '0.2',
        phases: { build: { commands: ['npx artillery run load/saturday.yaml'] } },
      }),
    });

    const errorsOf = (stack: string, name: string) => {
      const alarm = new cloudwatch.Alarm(this, name, {
        metric: new cloudwatch.Metric({
          namespace: 'AWS/ApplicationELB',
          metricName: 'HTTPCode_Target_5XX_Count',
          dimensionsMap: { LoadBalancer: Fn.importValue(`${stack}-LoadBalancer`) },
          statistic: 'sum',
        }),
        threshold: 10,
        evaluationPeriods: 3,
        treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      });
      alarm.addAlarmAction(new SnsAction(operations));
      return alarm;
    };

    const application = new codedeploy.ServerApplication(this, 'Shop');
    const speed = new CfnParameter(this, 'Speed', {
      description: 'How many servers may be without the shop while a release is rolled out',
      allowedValues: ['CodeDeployDefault.OneAtATime', 'CodeDeployDefault.HalfAtATime'],
      default: 'CodeDeployDefault.OneAtATime',
    });
    const servers = (name: string, stack: string, alarm: cloudwatch.Alarm) => {
      const group = new codedeploy.ServerDeploymentGroup(this, name, {
        application,
        deploymentConfig: codedeploy.ServerDeploymentConfig.fromServerDeploymentConfigName(
          this,
          `${name}Speed`,
          speed.valueAsString,
        ),
        alarms: [alarm],
        autoRollback: { failedDeployment: true, deploymentInAlarm: true },
      });
      const resource = group.node.defaultChild as codedeploy.CfnDeploymentGroup;
      resource.autoScalingGroups = [Fn.importValue(`${stack}-WebServers`)];
      resource.addPropertyOverride('Ec2DeploymentOptions.AutoScalingGroupProcessesToSuspend', [
        'Terminate',
        'AZRebalance',
      ]);
      artifacts.grantRead(iam.Role.fromRoleName(this, `${name}Role`, Fn.importValue(`${stack}-WebRole`)));
      return group;
    };
    const staging = servers(
      'StagingServers',
      'bookshop-staging',
      errorsOf('bookshop-staging', 'StagingErrors'),
    );
    const production = servers('WebServers', 'bookshop', errorsOf('bookshop', 'ShopErrors'));

    const source = new codepipeline.Artifact('Source');
    const shop = new codepipeline.Artifact('Shop');
    const releases = new codepipeline.Pipeline(this, 'Releases', {
      pipelineType: codepipeline.PipelineType.V2,
      artifactBucket: artifacts,
      stages: [
        {
          stageName: 'Source',
          actions: [
            new actions.CodeStarConnectionsSourceAction({
              actionName: 'Checkout',
              connectionArn: Fn.importValue('foliofern-Connection'),
              owner: 'foliofern',
              repo: 'shop',
              branch: 'main',
              output: source,
            }),
          ],
        },
        {
          stageName: 'Build',
          actions: [
            new actions.CodeBuildAction({
              actionName: 'Build',
              project: build,
              input: source,
              outputs: [shop],
            }),
          ],
        },
        {
          stageName: 'Staging',
          actions: [
            new actions.CodeDeployServerDeployAction({
              actionName: 'Deploy',
              deploymentGroup: staging,
              input: shop,
            }),
            new actions.CodeBuildAction({
              actionName: 'BrowserTests',
              type: actions.CodeBuildActionType.TEST,
              project: browserTests,
              input: shop,
              runOrder: 2,
            }),
            new actions.CodeBuildAction({
              actionName: 'LoadTests',
              type: actions.CodeBuildActionType.TEST,
              project: loadTests,
              input: shop,
              runOrder: 3,
            }),
          ],
        },
        {
          stageName: 'Approval',
          actions: [
            new actions.ManualApprovalAction({
              actionName: 'Approve',
              notificationTopic: operations,
              additionalInformation: 'The release is on the staging site.',
            }),
          ],
        },
        {
          stageName: 'Production',
          onFailure: { result: codepipeline.Result.ROLLBACK },
          actions: [
            new actions.CodeDeployServerDeployAction({
              actionName: 'Deploy',
              deploymentGroup: production,
              input: shop,
            }),
          ],
        },
      ],
    });
    releases.notifyOn('Failures', operations, {
      events: [codepipeline.PipelineNotificationEvents.PIPELINE_EXECUTION_FAILED],
    });

    Validations.of(this).acknowledge(
      {
        id: 'competency-nag::iam-no-partial-wildcard-actions',
        reason: 'The grants of the CDK, on a bucket and a key that serve nothing but artifacts.',
      },
      {
        id: 'competency-nag::iam-no-wildcard-resources',
        reason: 'What is imported is the ARN of our one connection.',
      },
    );
    const acknowledge = (rule: string, reason: string, ...findings: string[]) =>
      Validations.of(this).acknowledge(
        ...findings.map((finding) => ({ id: `AwsSolutions::AwsSolutions-${rule}[${finding}]`, reason })),
      );
    acknowledge(
      'IAM4',
      'The policy AWS keeps for CodeDeploy; it may change any Auto Scaling group, and we only have these two.',
      'Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSCodeDeployRole',
    );
    acknowledge(
      'IAM5',
      'Every step of a release reads and writes artifacts, in a bucket and with a key that serve nothing else.',
      'Resource::<Artifacts82DD59A1.Arn>/*',
      'Action::s3:GetObject*',
      'Action::s3:GetBucket*',
      'Action::s3:List*',
      'Action::s3:DeleteObject*',
      'Action::s3:Abort*',
      'Action::kms:GenerateDataKey*',
      'Action::kms:ReEncrypt*',
    );
    acknowledge(
      'IAM5',
      "A project's own log streams and report groups, which get their names at run time.",
      'Resource::arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:/aws/codebuild/<Build45A36621>:*',
      'Resource::arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:/aws/codebuild/<BrowserTests72B9F07C>:*',
      'Resource::arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:/aws/codebuild/<LoadTestsFE39C8D4>:*',
      'Resource::arn:<AWS::Partition>:codebuild:<AWS::Region>:<AWS::AccountId>:report-group/<Build45A36621>-*',
      'Resource::arn:<AWS::Partition>:codebuild:<AWS::Region>:<AWS::AccountId>:report-group/<BrowserTests72B9F07C>-*',
      'Resource::arn:<AWS::Partition>:codebuild:<AWS::Region>:<AWS::AccountId>:report-group/<LoadTestsFE39C8D4>-*',
    );
  }
}

const app = new App({ context: { '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true } });
new BookshopReleases(app, 'BookshopReleases');
Validations.of(app).addPlugins(new CompetencyChecks());
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
