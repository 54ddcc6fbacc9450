import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CloudFormationValidatePlugin } from 'aws-cdk-lib';
import { ROOT, ruleFiles } from '../../scripts/registry';
import { collectSamples } from '../rule-tester';

/** Fixtures that CloudFormation itself would refuse, as `<rule-id>: <case>`, each with the reason they are needed. */
const INVALID_ON_PURPOSE: { readonly [fixture: string]: string } = {
  'ebs-volumes-encrypted: the volumes of an OpsWorks layer':
    'AWS ended OpsWorks; old templates still hold it',
  'ebs-volumes-encrypted: OpsWorks has no encryption for the devices of an instance': 'as above',
  'rds-storage-encrypted: a key without encryption':
    'CloudFormation asks for StorageEncrypted beside the key',
  'stateful-resources-retained-on-delete: a table cannot leave a snapshot':
    'CloudFormation refuses the policy',
};

test('every fixture is valid CloudFormation', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fixtures-'));
  const names = new Map<string, string>();
  try {
    const samples = await collectSamples(() => {
      for (const { topic, id } of ruleFiles()) require(join(ROOT, 'test', 'rules', topic, `${id}.test.ts`));
    });
    for (const [rule, cases] of samples) {
      for (const { name, template } of cases) {
        const file = join(folder, `${names.size}.template.json`);
        writeFileSync(file, JSON.stringify(template));
        names.set(file, `${rule.id}: ${name}`);
      }
    }
    const report = new CloudFormationValidatePlugin().validate({
      templatePaths: [...names.keys()],
      stackTemplates: [...names].map(([templatePath, stackConstructPath]) => ({
        templatePath,
        stackConstructPath,
        accountId: undefined,
        region: undefined,
      })),
      appConstruct: new App(),
    });
    const refused = report.violations
      .filter(({ severity }) => severity === 'error' || severity === 'fatal')
      .flatMap(({ ruleName, description, violatingResources }) =>
        violatingResources.map(
          ({ templatePath }) => `${names.get(templatePath ?? '')} (${ruleName} ${description})`,
        ),
      )
      .filter((line) => !Object.keys(INVALID_ON_PURPOSE).some((fixture) => line.startsWith(fixture)));
    expect(refused).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 120_000);
