import rule from '../../../rules/delivery/pipeline-approval-before-production';
import { testRule } from '../../rule-tester';
import {
  action,
  approve,
  at,
  beta,
  build,
  pipeline,
  prod,
  ship,
  source,
  stack,
  stage,
  test,
} from './pipeline-fixtures';

const unapproved = (stages: string, deployment = 'production deployment "Ship" to web') =>
  `${stages}: nobody approves between Source and the ${deployment}; add an approval before stage ${stages.split(' → ').at(-1)}`;

testRule(rule, {
  pass: {
    'an approval before production': pipeline(source, test, stage('Gate', approve), prod),
    'an approval in the production stage': pipeline(
      source,
      stage('Prod', { ...approve, ...at(1) }, { ...ship, ...at(2) }),
    ),
    'an approval of the change set': pipeline(
      source,
      stage(
        'Prod',
        stack('shop', 'CHANGE_SET_REPLACE', at(1)),
        { ...approve, ...at(2) },
        stack('shop', 'CHANGE_SET_EXECUTE', at(3)),
      ),
    ),
    'the last environment is no production': pipeline(source, beta),
    'nothing is deployed': pipeline(source, test),
    'the approval is there where production is': pipeline(
      source,
      beta,
      { 'Fn::If': ['IsProd', stage('Gate', approve), { Ref: 'AWS::NoValue' }] },
      { 'Fn::If': ['IsProd', prod, { Ref: 'AWS::NoValue' }] },
    ),
  },
  fail: {
    'tests only': [
      pipeline(source, test, prod),
      `info Pipeline Properties.Stages[2].Actions[0]: ${unapproved('Source → Test → Prod')}`,
    ],
    'the approval comes at the same time': [
      pipeline(source, stage('Prod', approve, ship)),
      'info Pipeline Properties.Stages[1].Actions[1]: Source → Prod: nobody approves between Source and the production deployment "Ship" to web; "Approve" runs at the same time: give it a lower RunOrder',
    ],
    'a transition that is switched off is no approval': [
      {
        ...pipeline(source, test, prod),
        DisableInboundStageTransitions: [{ StageName: 'Prod', Reason: 'wait' }],
      },
      `info Pipeline Properties.Stages[2].Actions[0]: ${unapproved('Source → Test → Prod')}`,
    ],
    'an approval of somebody else': [
      pipeline(
        source,
        stage(
          'Gate',
          action(
            'Ask',
            'Approval',
            'ServiceNow',
            {},
            {
              ActionTypeId: { Category: 'Approval', Owner: 'Custom', Provider: 'ServiceNow', Version: '1' },
            },
          ),
        ),
        prod,
      ),
      `info Pipeline Properties.Stages[2].Actions[0]: ${unapproved('Source → Gate → Prod')}`,
    ],
    'a change set is executed without': [
      pipeline(
        source,
        stage('Prod', stack('shop', 'CHANGE_SET_REPLACE', at(1)), stack('shop', 'CHANGE_SET_EXECUTE', at(2))),
      ),
      `info Pipeline Properties.Stages[1].Actions[1]: ${unapproved('Source → Prod', 'production deployment "Stack" to shop')}`,
    ],
    'no approval in production': [
      pipeline(source, { 'Fn::If': ['IsProd', test, stage('Gate', approve)] }, prod),
      `info Pipeline Properties.Stages[2].Actions[0] when IsProd is true (Stage is prod): ${unapproved('Source → Test → Prod')}`,
    ],
  },
  review: {
    'a build may deploy': [
      pipeline(source, stage('Prod', build('shop-release', 'Release'))),
      'review Pipeline Properties.Stages[1].Actions[0]: Source → Prod: nobody approves before "Release", which may deploy to production: its project shop-release is not in the template',
    ],
  },
});
