import { Stack } from 'aws-cdk-lib';
import { BuildSpec, LinuxBuildImage, PipelineProject } from 'aws-cdk-lib/aws-codebuild';
import { Artifact, Pipeline, PipelineType } from 'aws-cdk-lib/aws-codepipeline';
import {
  CloudFormationCreateUpdateStackAction,
  CodeBuildAction,
  CodeBuildActionType,
  CodeStarConnectionsSourceAction,
  ManualApprovalAction,
} from 'aws-cdk-lib/aws-codepipeline-actions';
import type { Construct } from 'constructs';

/** A pipeline that synthesises a CDK app, checks what came out, and deploys it once somebody has agreed. */
export class CheckedPipeline extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const source = new Artifact('Source');
    const assembly = new Artifact('Assembly');
    const project = new PipelineProject(this, 'Synth', {
      environment: { buildImage: LinuxBuildImage.AMAZON_LINUX_2023_5 },
      buildSpec: BuildSpec.fromObject({
        version: '0.2',
        phases: {
          install: { commands: ['npm ci'] },
          build: {
            commands: [
              "npx cdk synth --quiet '**'",
              'npx competency-nag check cdk.out --format pretty --format junit=reports/competency-nag.xml',
            ],
          },
        },
        reports: { 'competency-nag': { files: ['reports/competency-nag.xml'], 'file-format': 'JUNITXML' } },
        artifacts: { 'base-directory': 'cdk.out', files: ['**/*'] },
      }),
    });
    new Pipeline(this, 'Pipeline', {
      pipelineType: PipelineType.V2,
      stages: [
        {
          stageName: 'Source',
          actions: [
            new CodeStarConnectionsSourceAction({
              actionName: 'Checkout',
              connectionArn: this.node.getContext('connection'),
              owner: 'folio-and-fern',
              repo: 'shop',
              output: source,
            }),
          ],
        },
        {
          stageName: 'Check',
          actions: [
            new CodeBuildAction({
              actionName: 'Guidance',
              type: CodeBuildActionType.TEST,
              project,
              input: source,
              outputs: [assembly],
            }),
          ],
        },
        {
          stageName: 'Production',
          actions: [
            new ManualApprovalAction({ actionName: 'Approve', runOrder: 1 }),
            new CloudFormationCreateUpdateStackAction({
              actionName: 'Deploy',
              runOrder: 2,
              stackName: 'shop-prod',
              templatePath: assembly.atPath('Shop.template.json'),
              adminPermissions: false,
            }),
          ],
        },
      ],
    });
  }
}
