import { join } from 'node:path';
import { check } from '../../lib/check';
import { JUDGED_ALONE } from '../../lib/hook/alone';
import { App } from '../../lib/model/app';
import { Entity, Resource } from '../../lib/model/entity';
import { ROOT, ruleFiles } from '../../scripts/registry';
import { collectSamples } from '../rule-tester';

/** How a rule gets to what an operation on one resource does not show: other resources, and attributes. */
const WAYS_OUT: readonly [object, string][] = [
  [App.prototype, 'resourcesOf'],
  [App.prototype, 'referrersOf'],
  [Resource.prototype, 'referred'],
  [Resource.prototype, 'referring'],
  [Entity.prototype, 'attribute'],
];

afterEach(() => jest.restoreAllMocks());

test('the rules that judge resources alone ask for nothing beside, whatever their samples hold', async () => {
  const samples = await collectSamples(() => {
    for (const { topic, id } of ruleFiles())
      if (JUDGED_ALONE.has(id)) require(join(ROOT, 'test/rules', topic, `${id}.test.ts`));
  });
  expect([...samples.keys()].map(({ id }) => id).sort()).toEqual([...JUDGED_ALONE].sort());
  const ways = WAYS_OUT.map(([prototype, name]) => jest.spyOn(prototype as never, name as never));
  for (const [rule, cases] of samples) {
    for (const { template } of cases)
      check([{ file: 'a.json', text: JSON.stringify(template) }], { ruleSet: [rule] });
    const gone = ways.flatMap((way, index) => (way.mock.calls.length > 0 ? [WAYS_OUT[index]?.[1]] : []));
    expect({ rule: rule.id, gone, wholeTemplate: rule.checkTemplate }).toEqual({ rule: rule.id, gone: [] });
  }
});
