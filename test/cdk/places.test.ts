import { CfnOutput, CfnParameter, Stack, Validations } from 'aws-cdk-lib';
import { CfnSecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { CompetencyChecks } from '../../lib/cdk';
import { newApp, synth } from './synthesis';

jest.mock('../../rules', () => jest.requireActual('./place-rules'));

function shop() {
  const app = newApp();
  const shop = new Stack(app, 'Shop');
  const config = new Construct(shop, 'Config');
  new CfnParameter(config, 'Password', { default: 'colophon' }).overrideLogicalId('Password');
  new CfnOutput(config, 'Front', { value: 'https://shop.example' }).overrideLogicalId('Front');
  const front = new CfnSecurityGroup(shop, 'Front', {
    groupDescription: 'Front',
    securityGroupIngress: [
      { ipProtocol: 'tcp', cidrIp: '10.0.0.0/8' },
      { ipProtocol: 'udp', cidrIp: '10.0.0.0/8' },
    ],
  });
  Validations.of(app).addPlugins(new CompetencyChecks());
  return { app, shop, config, front };
}

test('every place is found in the construct tree and in the template', () => {
  const { reports } = synth(shop().app);
  const places = reports['competency-nag']?.raw.violations.flatMap(({ description, violatingConstructs }) =>
    violatingConstructs.map(({ constructPath, cloudFormationResource: place }) => [
      description,
      constructPath,
      place?.logicalId,
      place?.propertyPaths,
    ]),
  );
  expect(places).toEqual([
    ['Metadata: is wrong', 'Shop', undefined, undefined],
    [
      'Parameters.Password.Default: is wrong',
      'Shop/Config/Password',
      'Password',
      ['Parameters.Password.Default'],
    ],
    ['Outputs.Front.Value: is wrong', 'Shop/Config/Front', 'Front', ['Outputs.Front.Value']],
    [
      'SecurityGroupIngress[0].CidrIp: is wrong',
      'Shop/Front',
      'Front',
      ['Properties.SecurityGroupIngress.0.CidrIp'],
    ],
    [
      'SecurityGroupIngress[1].CidrIp: is wrong',
      'Shop/Front',
      'Front',
      ['Properties.SecurityGroupIngress.1.CidrIp'],
    ],
  ]);
});

test.each([
  ['config', ['SecurityGroupIngress[0].CidrIp', 'SecurityGroupIngress[1].CidrIp', 'Metadata']],
  ['shop', ['SecurityGroupIngress[0].CidrIp', 'SecurityGroupIngress[1].CidrIp']],
] as const)('what is no resource can be acknowledged on %s', (scope, remaining) => {
  const all = shop();
  Validations.of(all[scope]).acknowledge({ id: 'competency-nag::templates-are-right', reason: 'A sample' });
  const { violations } = synth(all.app);
  expect(violations.map((line) => line.split(': ')[1]).sort()).toEqual([...remaining].sort());
});

test('a former id still acknowledges', () => {
  const { app, front } = shop();
  Validations.of(front).acknowledge({ id: 'competency-nag::groups-were-right', reason: 'A sample' });
  const { acknowledged, violations } = synth(app).reports['competency-nag'] ?? {};
  expect(acknowledged).toHaveLength(2);
  expect(violations?.filter((line) => /groups|existing/.test(line))).toEqual([]);
});
