import { Stack, type Stage } from 'aws-cdk-lib';
import { CodePipeline, CodePipelineSource, ManualApprovalStep, ShellStep } from 'aws-cdk-lib/pipelines';
import type { Construct } from 'constructs';

/** CDK Pipelines: the step that synthesises the app also checks it, so nothing that fails is ever deployed. */
export class Delivery extends Stack {
  constructor(scope: Construct, id: string, { staging, production }: { staging: Stage; production: Stage }) {
    super(scope, id);
    const pipeline = new CodePipeline(this, 'Pipeline', {
      synth: new ShellStep('Synth', {
        input: CodePipelineSource.connection('folio-and-fern/shop', 'main', {
          connectionArn: this.node.getContext('connection'),
        }),
        commands: ['npm ci', "npx cdk synth --quiet '**'", 'npx competency-nag check cdk.out'],
      }),
    });
    pipeline.addStage(staging, { post: [new ShellStep('Test', { commands: ['npm ci', 'npm test'] })] });
    pipeline.addStage(production, { pre: [new ManualApprovalStep('Approve')] });
  }
}
