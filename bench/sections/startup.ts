import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ours } from '../commands';
import { measure } from '../measure';
import { table } from '../report';
import { template } from '../templates';
import type { Section } from './section';

export const startup: Section = {
  name: 'startup',
  title: 'Start-up, whole process',
  async run({ runs, scratch }) {
    const file = join(scratch, 'one.json');
    writeFileSync(file, JSON.stringify(template(1)));
    const measured = await measure(
      [
        { name: 'node, doing nothing', command: [process.execPath, '--eval', '0'] },
        ours('competency-nag --version', ['--version']),
        ours('competency-nag, one resource', ['check', file]),
      ],
      runs,
    );
    return table(measured);
  },
};
