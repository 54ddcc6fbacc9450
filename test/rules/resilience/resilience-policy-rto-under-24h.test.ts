import rule from '../../../rules/resilience/resilience-policy-rto-under-24h';
import { testRule } from '../../rule-tester';

const policy = (objectives: object) => ({ PolicyName: 'orders', Tier: 'Critical', Policy: objectives });
const within = (rto: unknown, rpo: unknown = 3600) => ({ RtoInSecs: rto, RpoInSecs: rpo });
const required = { Software: within(3600), Hardware: within(3600), AZ: within(300) };

testRule(rule, {
  pass: {
    'an hour for everything': policy({ ...required, Region: within(3600) }),
    'a day exactly': policy({ ...required, Region: within(86400) }),
    'nothing about the loss of a Region': policy(required),
    'written as text': policy({ ...required, Region: within('14400') }),
    'data may be older than a day': policy({ ...required, Region: within(3600, 172800) }),
    'both branches are short': policy({
      ...required,
      Region: { 'Fn::If': ['IsProd', within(300), within(7200)] },
    }),
    'a short default': {
      Parameters: { Rto: { Type: 'Number', Default: 3600 } },
      Resources: {
        Policy: {
          Type: 'AWS::ResilienceHub::ResiliencyPolicy',
          Properties: policy({ ...required, Region: within({ Ref: 'Rto' }) }),
        },
      },
    },
  },
  fail: {
    'two days for a Region': [
      policy({ ...required, Region: within(172800) }),
      'warning ResiliencyPolicy Properties.Policy.Region.RtoInSecs: recovery from a disruption of Region may take 172800 seconds, more than 86400 (24 hours)',
    ],
    'an hour too long': [
      policy({ ...required, AZ: within(90000) }),
      'warning ResiliencyPolicy Properties.Policy.AZ.RtoInSecs: recovery from a disruption of AZ may take 90000 seconds, more than 86400 (24 hours)',
    ],
    'each objective is told by itself': [
      policy({ Software: within('604800'), Hardware: within(604800), AZ: within(300) }),
      [
        'warning ResiliencyPolicy Properties.Policy.Software.RtoInSecs: recovery from a disruption of Software may take 604800 seconds, more than 86400 (24 hours)',
        'warning ResiliencyPolicy Properties.Policy.Hardware.RtoInSecs: recovery from a disruption of Hardware may take 604800 seconds, more than 86400 (24 hours)',
      ],
    ],
    'long outside production': [
      policy({ ...required, Region: within({ 'Fn::If': ['IsProd', 3600, 172800] }) }),
      'info ResiliencyPolicy Properties.Policy.Region.RtoInSecs when IsProd is false (Stage is dev): recovery from a disruption of Region may take 172800 seconds, more than 86400 (24 hours)',
    ],
    'a policy of one environment': [
      {
        Type: 'AWS::ResilienceHub::ResiliencyPolicy',
        Condition: 'IsProd',
        Properties: policy({ ...required, Region: within(172800) }),
      },
      'warning ResiliencyPolicy Properties.Policy.Region.RtoInSecs: recovery from a disruption of Region may take 172800 seconds, more than 86400 (24 hours)',
    ],
    'only one branch has the long one': [
      policy({ 'Fn::If': ['IsProd', { ...required, Region: within(172800) }, required] } as never),
      'warning ResiliencyPolicy Properties.Policy.Region.RtoInSecs: recovery from a disruption of Region may take 172800 seconds, more than 86400 (24 hours)',
    ],
  },
  review: {
    'set by a parameter': [
      policy({ ...required, Region: within({ Ref: 'Rto' }) }),
      'review ResiliencyPolicy Properties.Policy.Region.RtoInSecs: Rto has no default, so it is only known at deployment',
    ],
  },
});
