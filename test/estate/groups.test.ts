import type { TemplateSource } from '../../lib/check';
import { groupsOf } from '../../lib/estate/groups';

const source = (
  file: string,
  text = 'Resources: {}',
  more: Partial<TemplateSource> = {},
): TemplateSource => ({
  file,
  text,
  ...more,
});
const nesting = (url: string) =>
  `Resources:\n  Child:\n    Type: AWS::CloudFormation::Stack\n    Properties:\n      TemplateURL: ${url}\n`;
const files = (sources: readonly TemplateSource[], linked = false) =>
  groupsOf(sources, [], linked).map((group) => group.sources.map(({ file }) => file));

test('a template with nothing to do with the others is a group of its own', () => {
  expect(files([source('b.yaml'), source('a.yaml')])).toEqual([['b.yaml'], ['a.yaml']]);
});

test('linked, all are one', () => {
  expect(files([source('b.yaml'), source('a.yaml')], true)).toEqual([['b.yaml', 'a.yaml']]);
});

test('the files of an app are one, in the order they are given in', () => {
  const sources = [
    source('one/a.json', '{}', { app: 'one' }),
    source('x.yaml'),
    source('one/b.json', '{}', { app: 'one' }),
    source('two/a.json', '{}', { app: 'two' }),
  ];
  expect(files(sources)).toEqual([['one/a.json', 'one/b.json'], ['x.yaml'], ['two/a.json']]);
});

test('a template is with what is nested in it', () => {
  const child = source('c.json', '{}', { nestedIn: { file: 'p.json', logicalId: 'Child' } });
  expect(files([child, source('p.json')])).toEqual([['c.json', 'p.json']]);
});

test.each([
  ['beside it', 'child.yaml', 'apps/child.yaml'],
  ['as it is from here', './child.yaml', 'apps/child.yaml'],
  ['below it', 'nested/deep/child.yaml', 'apps/nested/deep/child.yaml'],
  ['above it', '../shared/child.yaml', 'shared/child.yaml'],
  ['by a detour', 'x/../child.yaml', 'apps/child.yaml'],
  ['in single quotes', "'it''s a child.yaml'", "apps/it's a child.yaml"],
  ['by numeric escapes', '"ch\\u0069l\\x64.yaml"', 'apps/child.yaml'],
  ['with escaped slashes', '"nested\\/child.yaml"', 'apps/nested/child.yaml'],
  ['over two lines', '"chi\\\n        ld.yaml"', 'apps/child.yaml'],
  ['by a name that is not ASCII', 'größe.yaml', 'apps/größe.yaml'],
  ['by a name without any letter of ASCII', 'дом', 'apps/дом'],
])('a nested template that is named %s', (_, url, child) => {
  const sources = [source('other/x.yaml'), source(child), source('apps/parent.yaml', nesting(url))];
  expect(files(sources)).toContainEqual([child, 'apps/parent.yaml']);
});

test('the type that nests is known behind escapes, and in SAM', () => {
  const escaped = nesting('child.yaml').replace(
    'AWS::CloudFormation::Stack',
    '"AWS\\x3a:CloudFormation::Stack"',
  );
  const sam =
    'Resources: { A: { Type: AWS::Serverless::Application, Properties: { Location: child.yaml } } }';
  for (const text of [escaped, sam])
    expect(files([source('child.yaml'), source('parent.yaml', text)])).toEqual([
      ['child.yaml', 'parent.yaml'],
    ]);
});

test('a file of the same name elsewhere is left alone', () => {
  const sources = [
    source('shop/template.yaml'),
    source('blog/template.yaml'),
    source('blog/parent.yaml', nesting('template.yaml')),
  ];
  expect(files(sources)).toEqual([['shop/template.yaml'], ['blog/template.yaml', 'blog/parent.yaml']]);
});

test('a chain of nested templates is one group', () => {
  const sources = [
    source('a.yaml', nesting('b.yaml')),
    source('c.yaml'),
    source('b.yaml', nesting('c.yaml')),
  ];
  expect(files(sources)).toEqual([['a.yaml', 'c.yaml', 'b.yaml']]);
});

test('assemblies go with their templates, and one without any stands alone', () => {
  const assemblies = [
    { folder: 'one', within: 'one' },
    { folder: 'empty', within: '.' },
  ];
  const groups = groupsOf([source('one/a.json', '{}', { app: 'one' })], assemblies, false);
  expect(groups.map((group) => group.assemblies.map(({ folder }) => folder))).toEqual([['one'], ['empty']]);
});
