import rule from '../../../rules/data-retention/pipeline-stack-actions-preserve-data';
import { testRule } from '../../rule-tester';
import { at, beta, pipeline, source, stack, stage } from '../delivery/pipeline-fixtures';

const mode = (stageIndex: number, actionIndex = 0) =>
  `Pipeline Properties.Stages[${stageIndex}].Actions[${actionIndex}].Configuration.ActionMode`;
const replaces = 'REPLACE_ON_FAILURE deletes the stack when it is in a failed state, and';

testRule(rule, {
  pass: {
    'a change set': pipeline(
      source,
      stage('Prod', stack('shop', 'CHANGE_SET_REPLACE', at(1)), stack('shop', 'CHANGE_SET_EXECUTE', at(2))),
    ),
    'an update': pipeline(source, stage('Prod', stack('shop', 'CREATE_UPDATE'))),
    'a test environment is made anew': pipeline(
      source,
      stage('Test', stack('shop-test', 'REPLACE_ON_FAILURE')),
      stage('Prod', stack('shop', 'CREATE_UPDATE')),
    ),
    'a test stack is tidied up': pipeline(
      source,
      stage('Check', stack('shop-test', 'CREATE_UPDATE', at(1)), stack('shop-test', 'DELETE_ONLY', at(2))),
      stage('Prod', stack('shop', 'CREATE_UPDATE')),
    ),
    'what the pipeline made itself is tidied up': pipeline(
      source,
      stage('Check', stack('trial', 'CREATE_UPDATE', at(1)), stack('trial', 'DELETE_ONLY', at(2))),
      stage('Prod', stack('shop', 'CREATE_UPDATE')),
    ),
    'a pipeline that ends before production': pipeline(
      source,
      stage('Staging', stack('shop', 'REPLACE_ON_FAILURE')),
    ),
    'the stack is made anew outside production only': pipeline(source, {
      'Fn::If': [
        'IsProd',
        stage('Prod', stack('shop', 'CREATE_UPDATE')),
        stage('Dev', stack('shop', 'REPLACE_ON_FAILURE')),
      ],
    }),
  },
  fail: {
    'a production stack is replaced': [
      pipeline(source, beta, stage('Prod', stack('shop', 'REPLACE_ON_FAILURE'))),
      `error ${mode(2)}: ${replaces} shop is for production`,
    ],
    'a production stack is deleted': [
      pipeline(source, stage('CleanUp', stack('shop-prod', 'DELETE_ONLY'))),
      `error ${mode(1)}: DELETE_ONLY deletes the stack, and shop-prod is for production`,
    ],
    'the last stack is replaced': [
      pipeline(source, stage('Deploy', stack('shop', 'REPLACE_ON_FAILURE'))),
      `error ${mode(1)}: ${replaces} shop is the last that is deployed`,
    ],
    'two production stacks are replaced': [
      pipeline(
        source,
        stage('Prod', stack('data', 'REPLACE_ON_FAILURE', at(1)), stack('web', 'REPLACE_ON_FAILURE', at(2))),
      ),
      [
        `error ${mode(1)}: ${replaces} data is for production`,
        `error ${mode(1, 1)}: ${replaces} web is for production`,
      ],
    ],
    'the mode hangs on a condition': [
      pipeline(
        source,
        stage(
          'Prod',
          stack('shop', { 'Fn::If': ['IsProd', 'CREATE_UPDATE', 'REPLACE_ON_FAILURE'] } as never),
        ),
      ),
      `warning ${mode(1)} when IsProd is false (Stage is dev): ${replaces} shop is for production`,
    ],
  },
  review: {
    'no name tells whose stack it is': [
      pipeline(
        source,
        stage('Network', stack('network', 'REPLACE_ON_FAILURE')),
        stage('Prod', stack('shop', 'CREATE_UPDATE')),
      ),
      `review ${mode(1)}: ${replaces.replace(', and', ', and no name tells whether')} network is for production`,
    ],
    'another stack is deleted': [
      pipeline(
        source,
        stage('Deploy', stack('green', 'CREATE_UPDATE', at(1)), stack('blue', 'DELETE_ONLY', at(2))),
      ),
      `review ${mode(1, 1)}: DELETE_ONLY deletes the stack, and no name tells whether blue is for production`,
    ],
    'an action that only deployment tells': [
      pipeline(source, stage('Deploy', { 'Fn::Transform': { Name: 'Action' } } as never)),
      `review ${mode(1)}: Fn::Transform is only known at deployment`,
    ],
    'the mode is a parameter': [
      pipeline(source, stage('Prod', stack('shop', { Ref: 'Mode' } as never))),
      `review ${mode(1)}: Mode has no default, so it is only known at deployment`,
    ],
  },
});
