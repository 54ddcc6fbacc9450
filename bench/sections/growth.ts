import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { counted } from '../../lib/counted';
import { ours } from '../commands';
import { type Measured, measure, seconds } from '../measure';
import { less, ratio, table } from '../report';
import { linkedTemplates, type Template, template } from '../templates';
import type { Section } from './section';

const RESOURCES = [1, 100, 1000, 5000];
const CONDITIONS = [1, 10, 40];
const LINKED = [10, 100, 500];

export const growth: Section = {
  name: 'growth',
  title: 'Growth: competency-nag on more and more, whole process',
  async run({ runs, scratch }) {
    const write = (name: string, made: Template) => {
      const file = join(scratch, `${name}.json`);
      writeFileSync(file, JSON.stringify(made));
      return file;
    };
    const resources = await measure(
      RESOURCES.map((count) =>
        ours(counted(count, 'resource'), ['check', write(`resources-${count}`, template(count, 6))]),
      ),
      runs,
    );
    const conditions = await measure(
      CONDITIONS.map((count) =>
        ours(`${counted(count, 'condition')}, 500 resources`, [
          'check',
          write(`conditions-${count}`, template(500, count)),
        ]),
      ),
      runs,
    );
    const linked = await measure(
      LINKED.map((count) => {
        const folder = `linked-${count}`;
        mkdirSync(join(scratch, folder));
        for (const [index, made] of linkedTemplates(count).entries())
          write(join(folder, String(index)), made);
        return ours(`${count} linked templates`, ['check', join(scratch, folder), '--linked']);
      }),
      runs,
    );
    return [
      'JSON, so that parsing hides little.',
      table(resources),
      ratio('time for a resource among 5,000, to one among 1,000', each(resources, 3), each(resources, 2), {
        atMost: 1.2,
      }),
      table(conditions),
      table(linked),
    ].join('\n\n');
  },
};

/** Seconds for each resource, without what starting takes. */
function each(measured: readonly Measured[], index: number): number | undefined {
  const [start, own] = [measured[0], measured[index]].map((one) => one && seconds(one));
  const more = less(own, start);
  return more && more / ((RESOURCES[index] as number) - 1);
}
