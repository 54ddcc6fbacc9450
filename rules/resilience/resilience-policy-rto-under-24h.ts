import { fail, rule } from '../../lib/rule';

export default rule({
  id: 'resilience-policy-rto-under-24h',
  title: 'Resilience Hub policies ask for recovery within 24 hours',
  severity: 'warning',
  control: 'RTO-24H',
  alsoControls: ['DR-PLAN'],
  resources: ['AWS::ResilienceHub::ResiliencyPolicy'],
  why: 'Resilience Hub calls an application resilient when it meets its policy: one that allows more than a day lets an outage of days pass as planned.',
  fix: 'Set RtoInSecs to 86400 or less for each kind of disruption that the policy covers.',
  docs: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-resiliencehub-resiliencypolicy-failurepolicy.html',
    'https://docs.aws.amazon.com/resilience-hub/latest/userguide/resiliency-policies.html',
  ],

  check: (policy) =>
    policy
      .all('Policy.*')
      .map((disruption) =>
        disruption
          .property('RtoInSecs')
          .expect(({ number = 0 }) =>
            number > DAY
              ? fail(
                  `recovery from a disruption of ${disruption.key} may take ${number} seconds, more than ${DAY} (24 hours)`,
                )
              : undefined,
          ),
      ),
});

/** Seconds. */
const DAY = 86_400;
