import { App, Fn, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import * as codepipeline from 'aws-cdk-lib/aws-codepipeline';
import * as actions from 'aws-cdk-lib/aws-codepipeline-actions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CompetencyChecks } from 'competency-nag/cdk';
import type { Construct } from 'constructs';

/** Releases of the Folio & Fern bookshop, to the web servers of the stack `bookshop`. */
class BookshopReleases extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id, { description: 'Releases of the Folio & Fern bookshop' });

    const build = new codebuild.PipelineProject(this, 'Build', {
      environment: {
        buildImage: codebuild.LinuxBuildImage.fromDockerRegistry(
          `${this.account}.dkr.ecr.eu-west-1.amazonaws.com/build-tools:22`,
        ),
      },
      environmentVariables: { NPM_TOKEN: { value: 'bindery-registry-90415' } },
      buildSpec: codebuild.BuildSpec.fromObject({
        version: '0.2',
        phases: {
          install: {
            commands: ['npm config set //npm.foliofern.internal/:_authToken $NPM_TOKEN', 'npm ci'],
          },
          build: {
            commands: [
              'export CATALOGUE=postgres://catalogue:L1gature-Serif@db.foliofern.internal:5432/shop',
              'export SEARCH_API_KEY=colophon-88-incunabula',
              'npm run build',
            ],
          },
        },
        artifacts: { files: ['**/*'] },
      }),
    });
    build.addToRolePolicy(new iam.PolicyStatement({ actions: ['ecr:*'], resources: ['*'] }));

    const shopErrors = new cloudwatch.Alarm(this, 'ShopErrors', {
      metric: new cloudwatch.Metric({
        namespace: 'AWS/ApplicationELB',
        metricName: 'HTTPCode_Target_5XX_Count',
        dimensionsMap: { LoadBalancer: Fn.importValue('bookshop-LoadBalancer') },
        statistic: 'sum',
      }),
      threshold: 10,
      evaluationPeriods: 3,
    });

    const webServers = new codedeploy.ServerDeploymentGroup(this, 'WebServers', {
      deploymentConfig: codedeploy.ServerDeploymentConfig.ALL_AT_ONCE,
      alarms: [shopErrors],
      autoRollback: { failedDeployment: false, deploymentInAlarm: true },
    });
    (webServers.node.defaultChild as codedeploy.CfnDeploymentGroup).autoScalingGroups = [
      Fn.importValue('bookshop-WebServers'),
    ];

    const source = new codepipeline.Artifact('Source');
    const shop = new codepipeline.Artifact('Shop');
    const releases = new codepipeline.Pipeline(this, 'Releases', {
      pipelineType: codepipeline.PipelineType.V2,
      artifactBucket: new s3.Bucket(this, 'Artifacts', { removalPolicy: RemovalPolicy.DESTROY }),
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
          stageName: 'Production',
          actions: [
            new actions.CodeDeployServerDeployAction({
              actionName: 'Deploy',
              deploymentGroup: webServers,
              input: shop,
            }),
          ],
        },
      ],
    });
    releases.addToRolePolicy(new iam.PolicyStatement({ actions: ['*'], resources: ['*'] }));
  }
}

const app = new App();
new BookshopReleases(app, 'BookshopReleases');
Validations.of(app).addPlugins(new CompetencyChecks());
