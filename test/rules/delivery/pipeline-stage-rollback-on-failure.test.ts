import rule from '../../../rules/delivery/pipeline-stage-rollback-on-failure';
import { testRule } from '../../rule-tester';
import {
  action,
  at,
  beta,
  build,
  commands,
  conditionRule,
  type Fields,
  pipeline,
  pipelineV2,
  prod,
  source,
  stack,
  stage,
  template,
} from './pipeline-fixtures';

const rollsBack = { OnFailure: { Result: 'ROLLBACK' } };
const missing = (name: string) => `stage ${name} has no OnFailure with Result ROLLBACK`;
const byItself = (name: string) => `${missing(name)}; its deployments roll back by themselves, one by one`;
const oldType = (name: string) =>
  `stage ${name} does not roll back when it fails: that takes a pipeline of type V2, and OnFailure with Result ROLLBACK`;
const at1 = 'Pipeline Properties.Stages[1].OnFailure.Result';

/** A pipeline of type V2 that deploys by CodeDeploy to a group of the template. */
const byCodeDeploy = (group: Fields, name: unknown = { Ref: 'Group' }) => {
  const { Resources } = template(
    [
      source,
      stage(
        'Prod',
        action('Ship', 'Deploy', 'CodeDeploy', { ApplicationName: 'shop', DeploymentGroupName: name }),
      ),
    ],
    {
      Group: {
        Type: 'AWS::CodeDeploy::DeploymentGroup',
        Properties: {
          ApplicationName: 'shop',
          ServiceRoleArn: 'arn:aws:iam::111122223333:role/deploy',
          ...group,
        },
      },
    },
  );
  const { Pipeline, ...others } = Resources;
  return {
    Resources: {
      Pipeline: { ...Pipeline, Properties: { ...Pipeline.Properties, PipelineType: 'V2' } },
      ...others,
    },
  };
};
const enabled = { AutoRollbackConfiguration: { Enabled: true, Events: ['DEPLOYMENT_FAILURE'] } };

testRule(rule, {
  pass: {
    'the production stage rolls back': pipelineV2(source, { ...prod, ...rollsBack }),
    'the type is told by what only V2 has': pipeline(source, { ...prod, ...rollsBack }),
    'a condition rolls back': pipelineV2(source, {
      ...prod,
      ...conditionRule('OnFailure', 'CloudWatchAlarm'),
    }),
    'a check after success rolls back': pipelineV2(source, {
      ...prod,
      ...conditionRule('OnSuccess', 'CloudWatchAlarm'),
    }),
    'other environments need not': pipelineV2(source, beta, { ...prod, ...rollsBack }),
    'the last environment is no production': pipelineV2(source, beta),
    'nothing is deployed': pipelineV2(source, stage('Build', build('shop-build'))),
    'production is there only as it rolls back': pipelineV2(source, beta, {
      'Fn::If': ['IsProd', { ...prod, ...rollsBack }, { Ref: 'AWS::NoValue' }],
    }),
  },
  fail: {
    'nothing is said': [pipelineV2(source, prod), `warning ${at1}: ${missing('Prod')}`],
    'it is tried again': [
      pipelineV2(source, { ...prod, OnFailure: { Result: 'RETRY' } }),
      `warning ${at1}: ${missing('Prod')}`,
    ],
    'one of two production stages rolls back': [
      pipelineV2(
        source,
        { ...stage('ProdEu', ...prod.Actions), ...rollsBack },
        stage('ProdUs', ...prod.Actions),
      ),
      `warning Pipeline Properties.Stages[2].OnFailure.Result: ${missing('ProdUs')}`,
    ],
    'a pipeline of type V1': [
      { ...pipeline(source, prod), PipelineType: 'V1' },
      `info ${at1}: ${oldType('Prod')}`,
    ],
    'a pipeline that has no type': [pipeline(source, prod), `info ${at1}: ${oldType('Prod')}`],
    'the type is told by a variable, and nothing rolls back': [
      { ...pipeline(source, prod), Variables: [{ Name: 'Version', DefaultValue: '1' }] },
      `warning ${at1}: ${missing('Prod')}`,
    ],
    'the type is told by how executions wait, and nothing rolls back': [
      { ...pipeline(source, prod), ExecutionMode: 'QUEUED' },
      `warning ${at1}: ${missing('Prod')}`,
    ],
    'a stack rolls back by itself': [
      pipelineV2(
        source,
        stage('Prod', stack('shop', 'CHANGE_SET_REPLACE', at(1)), stack('shop', 'CHANGE_SET_EXECUTE', at(2))),
      ),
      `info ${at1}: ${byItself('Prod')}`,
    ],
    'a build deploys by CloudFormation': [
      pipelineV2(source, stage('Prod', commands('sam deploy --no-confirm-changeset'))),
      `info ${at1}: ${byItself('Prod')}`,
    ],
    'CodeDeploy rolls back by itself': [byCodeDeploy(enabled), `info ${at1}: ${byItself('Prod')}`],
    'CodeDeploy, named by its name, rolls back by itself': [
      byCodeDeploy({ ...enabled, DeploymentGroupName: 'live' }, 'live'),
      `info ${at1}: ${byItself('Prod')}`,
    ],
    'CodeDeploy does not roll back': [byCodeDeploy({}), `warning ${at1}: ${missing('Prod')}`],
    'only outside production': [
      pipelineV2(source, {
        ...prod,
        OnFailure: { 'Fn::If': ['IsProd', { Result: 'FAIL' }, { Result: 'ROLLBACK' }] },
      }),
      `warning ${at1} when IsProd is true (Stage is prod): ${missing('Prod')}`,
    ],
  },
  review: {
    'the result is a parameter': [
      pipelineV2(source, { ...prod, OnFailure: { Result: { Ref: 'OnFailure' } } }),
      `review ${at1}: OnFailure has no default, so it is only known at deployment`,
    ],
    'a build may deploy': [
      pipelineV2(source, stage('Prod', build('shop-release', 'Release'))),
      'review Pipeline Properties.Stages[1]: stage Prod does not roll back, and "Release" may deploy to production: its project shop-release is not in the template',
    ],
  },
});
