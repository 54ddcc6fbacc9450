import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CloudFormationValidatePlugin } from 'aws-cdk-lib';

/** What CloudFormation itself would refuse in templates, as `<name of the template> (<what is wrong>)`. */
export function refused(templates: readonly (readonly [name: string, template: unknown])[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'fixtures-'));
  try {
    const names = new Map<string, string>();
    for (const [name, template] of templates) {
      const file = join(folder, `${names.size}.template.json`);
      writeFileSync(file, JSON.stringify(template));
      names.set(file, name);
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
    return report.violations
      .filter(({ severity }) => severity === 'error' || severity === 'fatal')
      .flatMap(({ ruleName, description, violatingResources }) =>
        violatingResources.map(
          ({ templatePath }) => `${names.get(templatePath ?? '')} (${ruleName} ${description})`,
        ),
      );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
