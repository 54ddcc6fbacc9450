import { App, Duration, Fn, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
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
    Validations.of(buildSecrets).acknowledge({
      id: 'AwsSolutions::AwsSolutions-SMG4',
      reason: 'Both services only issue keys by hand; operations replaces them every quarter.',
    });
    const buildSecret = (field: string) => ({
      type: codebuild.BuildEnvironmentVariableType.SECRETS_MANAGER,
      value: `${buildSecrets.secretArn}:${field}`,
    });

    const logging = {
      cloudWatch: {
        logGroup: new logs.LogGroup(this, 'BuildLogs', {
          retention: logs.RetentionDays.THREE_MONTHS,
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

    const shopErrors = new cloudwatch.Alarm(this, 'ShopErrors', {
      metric: new cloudwatch.Metric({
        namespace: 'AWS/ApplicationELB',
        metricName: 'HTTPCode_Target_5XX_Count',
        dimensionsMap: { LoadBalancer: Fn.importValue('bookshop-LoadBalancer') },
        statistic: 'sum',
      }),
      threshold: 10,
      evaluationPeriods: 3,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    shopErrors.addAlarmAction(new SnsAction(operations));

    const application = new codedeploy.ServerApplication(this, 'Shop');
    const servers = (
      name: string,
      stack: string,
      options: Pick<codedeploy.ServerDeploymentGroupProps, 'alarms' | 'autoRollback' | 'deploymentConfig'>,
    ) => {
      const group = new codedeploy.ServerDeploymentGroup(this, name, { application, ...options });
      (group.node.defaultChild as codedeploy.CfnDeploymentGroup).autoScalingGroups = [
        Fn.importValue(`${stack}-WebServers`),
      ];
      artifacts.grantRead(iam.Role.fromRoleName(this, `${name}Role`, Fn.importValue(`${stack}-WebRole`)));
      return group;
    };
    const staging = servers('StagingServers', 'bookshop-staging', {
      deploymentConfig: codedeploy.ServerDeploymentConfig.HALF_AT_A_TIME,
      autoRollback: { failedDeployment: true },
    });
    const production = servers('WebServers', 'bookshop', {
      deploymentConfig: codedeploy.ServerDeploymentConfig.ONE_AT_A_TIME,
      alarms: [shopErrors],
      autoRollback: { failedDeployment: true, deploymentInAlarm: true },
    });

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
      'Resource::arn:<AWS::Partition>:codebuild:<AWS::Region>:<AWS::AccountId>:report-group/<Build45A36621>-*',
      'Resource::arn:<AWS::Partition>:codebuild:<AWS::Region>:<AWS::AccountId>:report-group/<BrowserTests72B9F07C>-*',
    );
  }
}

const app = new App({ context: { '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true } });
new BookshopReleases(app, 'BookshopReleases');
Validations.of(app).addPlugins(new CompetencyChecks());
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
