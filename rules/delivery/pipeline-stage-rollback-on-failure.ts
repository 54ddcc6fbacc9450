import { expectOfPipeline, type Pipeline, type Stage } from '../../lib/aws/pipelines/pipeline';
import { quoted, shortened } from '../../lib/aws/pipelines/pipeline-gate';
import { rollsBackByItself } from '../../lib/aws/pipelines/rollback';
import type { Resource } from '../../lib/model/entity';
import type { Outcome } from '../../lib/model/expectation';
import { fail, notApplicable, review, rule } from '../../lib/rule';

export default rule({
  id: 'pipeline-stage-rollback-on-failure',
  title: 'The production stage of a pipeline rolls back when it fails',
  severity: 'warning',
  control: 'ROLLBACK',
  resources: ['AWS::CodePipeline::Pipeline'],
  why: 'A stage that fails halfway leaves production between two versions until somebody notices and acts.',
  fix: 'Give the pipeline the type V2 and its production stage OnFailure with Result ROLLBACK; a condition under OnFailure or OnSuccess with that result, such as an alarm, does it too.',
  docs: [
    'https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-rollback-auto.html',
    'https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-conditions.html',
    'https://docs.aws.amazon.com/codepipeline/latest/userguide/pipeline-types-planning.html',
    'https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PipelineDeclaration.html',
  ],

  check: (resource) =>
    expectOfPipeline(resource, (pipeline) => {
      const { deployments, elsewhere } = pipeline.production;
      if (deployments.length === 0 || elsewhere) return notApplicable();
      const stages = new Set(deployments.map(({ stage }) => stage));
      return [...stages].flatMap((stage) => outcomeOf(pipeline, stage) ?? []);
    }),
});

function outcomeOf(pipeline: Pipeline, stage: Stage): Outcome | undefined {
  if (rollsBack(stage) || [...stage.actions].some((action) => action.category.is('Source'))) return undefined;
  const deployments = pipeline.production.deployments.filter((action) => action.stage === stage);
  const unseen = deployments.find((action) => action.deploys === 'unseen');
  const name = shortened(stage.name);
  if (unseen && deployments.every((action) => action.deploys === 'unseen'))
    return review(
      `stage ${name} does not roll back, and ${quoted(unseen)} may deploy to production: ${unseen.unseen}`,
      { at: stage.value },
    );
  const at = stage.value.get('OnFailure.Result');
  if (deployments.every(rollsBackByItself))
    return fail(
      `stage ${name} has no OnFailure with Result ROLLBACK; its deployments roll back by themselves, one by one`,
      { at, severity: 'info' },
    );
  if (!isV2(pipeline.resource))
    return fail(
      `stage ${name} does not roll back when it fails: that takes a pipeline of type V2, and OnFailure with Result ROLLBACK`,
      { at, severity: 'info' },
    );
  return fail(`stage ${name} has no OnFailure with Result ROLLBACK`, { at });
}

/** Where no type is given, what only V2 has makes it one. */
const isV2 = (resource: Resource): boolean => {
  const type = resource.get('PipelineType');
  const needsV2 = () =>
    ['Triggers', 'Variables'].some((key) => resource.get(key).isPresent) ||
    resource.get('ExecutionMode').isOneOf(['QUEUED', 'PARALLEL']);
  return type.is('V2') || (type.isAbsent && needsV2());
};

/** By itself, or by a condition: while it fails, or once a check after it fails. */
const rollsBack = ({ value }: Stage): boolean =>
  value.get('OnFailure.Result').is('ROLLBACK') ||
  ['OnFailure', 'OnSuccess'].some((when) =>
    value
      .get(`${when}.Conditions`)
      .items()
      .some((condition) => condition.get('Result').is('ROLLBACK')),
  );
