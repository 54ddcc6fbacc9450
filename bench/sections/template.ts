import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cfnGuard, cloudformationValidate, ours } from '../commands';
import { measure, seconds } from '../measure';
import { ratio, table } from '../report';
import { template, toYaml } from '../templates';
import type { Section } from './section';

export const oneTemplate: Section = {
  name: 'template',
  title: 'One template of 500 resources, whole process',
  async run({ runs, scratch }) {
    const made = template(500, 6);
    const texts = { 'template.yaml': toYaml(made), 'template.json': JSON.stringify(made, null, 2) };
    const parts: string[] = [];
    for (const [name, text] of Object.entries(texts)) {
      const file = join(scratch, name);
      const list = join(scratch, 'list');
      writeFileSync(file, text);
      writeFileSync(list, file);
      const measured = await measure(
        [ours('competency-nag', ['check', file]), cfnGuard(file), cloudformationValidate(list)],
        runs,
      );
      const [own, guard, validate] = measured.map(seconds);
      parts.push(
        `### ${name.endsWith('json') ? 'JSON' : 'YAML'}, ${Math.round(text.length / 1000)} KB`,
        table(measured),
        [
          ratio('times as fast as cfn-guard', guard, own, { atLeast: 20 }),
          ratio('times as fast as cloudformation-validate', validate, own, { atLeast: 5 }),
        ].join('\n'),
      );
    }
    return parts.join('\n\n');
  },
};
