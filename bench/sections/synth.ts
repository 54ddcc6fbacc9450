import { synthesis } from '../commands';
import { measure, seconds } from '../measure';
import { less, ratio, table } from '../report';
import type { Section } from './section';

export const synth: Section = {
  name: 'synth',
  title: 'At synthesis: a CDK app of 10 stacks with about 97 resources each',
  async run({ runs }) {
    const measured = await measure(
      [
        synthesis('synthesis alone', 'alone'),
        synthesis('with competency-nag, all rules', 'competency-nag'),
        synthesis('with cdk-nag, AwsSolutions', 'cdk-nag'),
        synthesis("with CDK's own lint", 'lint'),
        synthesis('with CfnGuardValidator', 'cfn-guard'),
      ],
      runs,
    );
    const [alone, ours, cdkNag] = measured.map(seconds);
    return [
      'Timed is `app.synth()`, and so what CDK prints of the findings, but neither the start of the process nor the making of the constructs.',
      table(measured),
      ratio('what competency-nag adds, to what AwsSolutions adds', less(ours, alone), less(cdkNag, alone), {
        atMost: 0.25,
      }),
    ].join('\n\n');
  },
};
