import { mutantsOf } from '../../scripts/mutants';

/** What each mutant puts in place of what. */
const changes = (text: string) =>
  mutantsOf(text).map(({ start, end, replacement }) => `${text.slice(start, end)} → ${replacement}`);

test.each([
  ['conditions', 'if (open) shut();', ['open → !(open)', 'if (open) shut(); → ']],
  ['either branch', 'const x = open ? a : b;', ['open → !(open)']],
  ['negations', 'f(!open)', ['!open → open']],
  ['operators', 'f(a === b && c < d)', ['&& → ||', '=== → !==', '< → >=']],
  ['methods', 'list.some(f)', ['some → every']],
  ['filters', 'list.filter(f).map(g)', ['.filter(f) → ']],
  ['constants', 'f(true, 3)', ['true → false', '3 → (3 + 1)', '3 → (3 + -1)']],
  ['texts', "f('Engine')", ["'Engine' → ''"]],
  ['elements', "const TYPES = ['a', 'b'];", ["'a', → ", "'b' → "]],
  ['properties', "fail(what, { severity: 'info' })", ["severity: 'info' → ", "'info' → ''"]],
  ['patterns', 'const P = /^(a|b)$/i;', ['/^(b)$/i', '/^(a)$/i', '/(a|b)$/i', '/^(a|b)/i', '/^(a|b)$/']],
])('%s are changed', (_, text, expected) => {
  const asPattern = text.includes('/^');
  expect(changes(text)).toEqual(asPattern ? expected.map((to) => `/^(a|b)$/i → ${to}`) : expected);
});

test('alternatives that are escaped, or in a class, are none', () => {
  expect(changes('const P = /a\\|[|]/;')).toEqual([]);
});

test('types, imports and what a rule says of itself stay as they are', () => {
  const text = `import { rule } from '../../lib/rule';
type Kind = 'a' | 'b';
export default rule({ id: 'x', title: 'All is well', docs: ['https://docs.aws.amazon.com/'] });`;
  expect(changes(text)).toEqual([]);
});

test('a change of what a finding says is told from others', () => {
  const text = "fail('it is open to everyone', { at: 'Engine' })";
  const wordings = mutantsOf(text).filter(({ isWording }) => isWording);
  expect(wordings.map(({ start, end }) => text.slice(start, end))).toEqual(["'it is open to everyone'"]);
});
