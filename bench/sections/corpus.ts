import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { find } from '../../lib/cli/paths';
import { cfnGuard, cloudformationValidate, ours, parsing } from '../commands';
import { measure, seconds } from '../measure';
import { ratio, table } from '../report';
import type { Section } from './section';

export const corpus: Section = {
  name: 'corpus',
  title: 'A folder of templates, whole process',
  async run({ runs, scratch, without, corpus: folder }) {
    if (!folder) return 'Not measured: no `--corpus` was given.';
    const { files } = find(folder);
    const list = join(scratch, 'list');
    writeFileSync(list, files.join('\n'));
    const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
    const measured = await measure(
      [
        parsing(list),
        { ...ours('competency-nag, as it comes', ['check', folder]), partly: 2 },
        { ...ours('competency-nag, 1 job', ['check', folder, '--jobs', '1']), partly: 2 },
        { ...ours('competency-nag, 2 jobs', ['check', folder, '--jobs', '2']), partly: 2 },
        cfnGuard(folder),
        cloudformationValidate(list),
      ].filter(({ name }) => !without.some((one) => one !== '' && name.startsWith(one))),
      runs,
    );
    const [parsed, own, one] = measured.map(seconds);
    return [
      `${files.length} files, ${(bytes / 1e6).toFixed(1)} MB. They are parsed with \`yaml\`, JSON with \`jsonc-parser\`.`,
      table(measured),
      ...without.filter(Boolean).map((name) => `Left out: ${name}.`),
      [
        ratio('competency-nag as it comes, to parsing alone', own, parsed, { atMost: 1.5 }),
        ratio('competency-nag with 1 job, to parsing alone', one, parsed, { atMost: 1.5 }),
      ].join('\n'),
    ].join('\n\n');
  },
};
