import { fail, type Rule, rule } from '../../lib/rule';

const about = {
  title: 'Things are as they should be',
  severity: 'error',
  control: 'ROLLBACK',
  why: 'Else they are not.',
  fix: 'Set them right.',
  docs: 'https://docs.aws.amazon.com/',
} as const;

const wrong = () => fail('is wrong');

/** Rules about every kind of place. */
export const rules: readonly Rule[] = [
  rule({
    ...about,
    id: 'groups-are-right',
    aliases: ['groups-were-right'],
    resources: ['AWS::EC2::SecurityGroup'],
    check: (group) => group.all('SecurityGroupIngress[].CidrIp').map((cidr) => cidr.expect(wrong)),
  }),
  rule({
    ...about,
    id: 'templates-are-right',
    checkTemplate: ({ parameters, outputs, whole }) => [
      ...[...parameters.values()]
        .filter(({ name }) => name === 'Password')
        .map((parameter) => parameter.attribute('Default').expect(wrong)),
      ...[...outputs.values()].map((output) => output.attribute('Value').expect(wrong)),
      whole.attribute('Metadata').expect(wrong),
    ],
  }),
];
