import { join } from 'node:path';
import { ROOT, ruleFiles } from '../../scripts/registry';
import { collectSamples } from '../rule-tester';
import { dataOf, TEMPLATES } from '../samples/sample-files';
import { refused } from './cloudformation';

/** Fixtures that CloudFormation itself would refuse, as `<rule-id>: <case>`, each with the reason they are needed. */
const INVALID_ON_PURPOSE: { readonly [fixture: string]: string } = {
  'rds-storage-encrypted: a key without encryption':
    'CloudFormation asks for StorageEncrypted beside the key',
  'stateful-resources-retained-on-delete: a table cannot leave a snapshot':
    'CloudFormation refuses the policy',
};

/** What the validator says of anything that it does not know, or that nobody can deploy any more, with the reason. */
const UNKNOWN_TO_IT: { readonly [complaint: string]: string } = {
  '(F3002 Ec2DeploymentOptions:': "newer than the schema of the CDK's validator",
  '(F0005 Hooks:': 'a section of templates for ECS blue/green deployments, which it does not know',
  "(E3710 Resource type 'AWS::OpsWorks::": 'AWS ended OpsWorks; old templates still hold it',
};

const isOnPurpose = (line: string) =>
  Object.keys(INVALID_ON_PURPOSE).some((fixture) => line.startsWith(fixture)) ||
  Object.keys(UNKNOWN_TO_IT).some((complaint) => line.includes(complaint));

test('every fixture is valid CloudFormation', async () => {
  const samples = await collectSamples(() => {
    for (const { topic, id } of ruleFiles()) require(join(ROOT, 'test', 'rules', topic, `${id}.test.ts`));
  });
  const fixtures = [...samples].flatMap(([rule, cases]) =>
    cases.map(({ name, template }) => [`${rule.id}: ${name}`, template] as const),
  );
  expect(refused(fixtures).filter((line) => !isOnPurpose(line))).toEqual([]);
}, 120_000);

test('every sample is valid CloudFormation', () => {
  const samples = [...TEMPLATES.flawed, ...TEMPLATES.mended].map((file) => [file, dataOf(file)] as const);
  expect(refused(samples).filter((line) => !isOnPurpose(line))).toEqual([]);
}, 120_000);
