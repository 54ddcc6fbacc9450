import { type Pipeline, pipelineOf } from '../../lib/aws/pipelines/pipeline';
import type { Action } from '../../lib/aws/pipelines/pipeline-action';
import { shortened } from '../../lib/aws/pipelines/pipeline-gate';
import type { Outcome } from '../../lib/model/expectation';
import { fail, review, rule } from '../../lib/rule';

export default rule({
  id: 'pipeline-stack-actions-preserve-data',
  title: 'No pipeline deletes a production stack',
  severity: 'error',
  control: 'DATA-RETAINED',
  alsoControls: ['ROLLBACK'],
  resources: ['AWS::CodePipeline::Pipeline'],
  why: 'A stack that is deleted takes its tables, buckets and volumes with it; REPLACE_ON_FAILURE does so just when an update of a running system has failed.',
  fix: 'Use CHANGE_SET_REPLACE and CHANGE_SET_EXECUTE, or CREATE_UPDATE, for production stacks; keep DELETE_ONLY for stacks that a test has made.',
  docs: 'https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html#action-reference-CloudFormation-config',

  check: (resource) =>
    resource.all('Stages[].Actions[].Configuration.ActionMode').map((property) =>
      property.expect((mode) => {
        const deletes = Object.keys(DELETES).find((one) => mode.is(one));
        return deletes === undefined
          ? undefined
          : resource.app.scenario.byDefault(() => {
              const pipeline = pipelineOf(resource);
              const action = actionAt(pipeline, mode.path);
              return action && outcomeOf(pipeline, action, deletes);
            });
      }),
    ),
});

/** REPLACE_ON_FAILURE also deletes in the state UPDATE_ROLLBACK_FAILED: a stack that has worked. */
const DELETES: { readonly [mode: string]: string } = {
  REPLACE_ON_FAILURE: 'deletes the stack when it is in a failed state',
  DELETE_ONLY: 'deletes the stack',
};

const actionAt = (pipeline: Pipeline, path: string): Action | undefined =>
  [...pipeline.actions()].find(({ value }) => path.startsWith(`${value.path}.`));

function outcomeOf(pipeline: Pipeline, action: Action, mode: string): Outcome | undefined {
  const { environment } = action;
  if (environment === 'non-production' || !action.provider.is('CloudFormation')) return undefined;
  const { deployments, named, elsewhere } = pipeline.production;
  const name = action.configuration.get('StackName');
  const stack = shortened(name.outline || (name.text ?? ''));
  if (environment === 'production') return fail(`${mode} ${DELETES[mode]}, and ${stack} is for production`);
  if (elsewhere || (mode === 'DELETE_ONLY' && madeBefore(pipeline, action))) return undefined;
  // Reading the mode leaves one that only deployment tells to a review.
  if (action.configuration.get('ActionMode').text === undefined) return undefined;
  if (mode !== 'DELETE_ONLY' && !named && deployments.includes(action))
    return fail(`${mode} ${DELETES[mode]}, and ${stack} is the last that is deployed`);
  return review(`${mode} ${DELETES[mode]}, and no name tells whether ${stack} is for production`);
}

/** What the pipeline has made itself, it may tidy up. */
const madeBefore = (pipeline: Pipeline, action: Action): boolean =>
  pipeline
    .preceding(action)
    .some((step) => step.deploys === 'yes' && stackNameOf(step.value) === stackNameOf(action.value));

const stackNameOf = (action: Action['value']) => action.get('Configuration.StackName').outline;
