import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { controls, documents, items } from '../../lib/catalogue';
import { rules } from '../../rules';
import { picture } from '../../scripts/picture';
import { ROOT, registry, ruleFiles } from '../../scripts/registry';
import { rulePages } from '../../scripts/rule-pages';
import { schemas } from '../../scripts/schemas';

const read = (...path: string[]) => readFileSync(join(ROOT, ...path), 'utf8');

describe('the catalogue', () => {
  test('holds every item of the five documents, under ids of its own', () => {
    expect(items).toHaveLength(447);
    expect(new Set(items.map(({ id }) => id)).size).toBe(447);
    const counts = Object.fromEntries(
      documents.map(({ id }) => [id, items.filter(({ document }) => document === id).length]),
    );
    expect(counts).toEqual({ container: 86, nonprofit: 69, calibration: 163, devops: 58, retail: 71 });
  });

  test('refers only to controls and items that are there', () => {
    const ids = new Set(items.map(({ id }) => id));
    const wrong = items.flatMap(
      ({ id, control, alsoControls = [], parent, sameAs = [], related = [], sameInDocument = [] }) => [
        ...[control, ...alsoControls]
          .filter((name) => !controls.has(name))
          .map((name) => `${id}: control ${name}`),
        ...[...(parent ? [parent] : []), ...sameAs, ...related, ...sameInDocument]
          .filter((other) => !ids.has(other))
          .map((other) => `${id}: item ${other}`),
      ],
    );
    expect(wrong).toEqual([]);
  });
});

describe('every rule', () => {
  test.each(rules.map((rule) => [rule.id, rule] as const))(
    '%s is complete and refers to what exists',
    (id, rule) => {
      expect(id).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
      for (const control of [rule.control, ...(rule.alsoControls ?? [])])
        expect(controls.has(control)).toBe(true);
      for (const url of [rule.docs].flat()) expect(url).toMatch(/^https:\/\//);
      expect([rule.docs].flat().length).toBeGreaterThan(0);
      expect(rule.title).toMatch(/^[A-Z].*[^.]$/);
      expect(rule.why).toMatch(/\.$/);
      expect(rule.fix).toMatch(/\.$/);
      expect(rule.check === undefined).toBe(rule.resources === undefined);
      expect(rule.check ?? rule.checkTemplate ?? rule.checkAsset).toBeDefined();
    },
  );

  test('bears the name of its file', () => {
    expect(rules.map(({ id }) => id)).toEqual(ruleFiles().map(({ id }) => id));
  });

  test('has an id, and aliases, that no other has', () => {
    const ids = rules.flatMap(({ id, aliases = [] }) => [id, ...aliases]);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('generated files', () => {
  test('the registry is what `npm run generate` writes', () => {
    expect(read('rules', 'index.ts')).toBe(registry());
  });

  test('the picture in the README is what `npm run generate` draws of a check', () => {
    expect(read('docs', 'output.svg')).toBe(picture());
  });

  test('the pages of the rules are what `npm run generate` writes', async () => {
    const pages = await rulePages();
    expect(readdirSync(join(ROOT, 'docs', 'rules')).sort()).toEqual([...pages.keys()].sort());
    for (const [file, text] of pages)
      expect({ file, text: read('docs', 'rules', file) }).toEqual({ file, text });
  });
});

test('the schemas are what `npm run generate` writes', () => {
  for (const [file, text] of schemas()) expect(read('schema', file)).toBe(text);
});
