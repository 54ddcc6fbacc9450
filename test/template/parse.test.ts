import { type Node, toData } from '../../lib/template/node';
import { ParseFailure, parse } from '../../lib/template/parse';
import { Source } from '../../lib/template/source';

const read = (text: string, file = 'a.yaml') => parse(new Source(file, text));
const data = (text: string) => plain(read(text).root);

/** As plain objects, for comparison. */
function plain(node: Node): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(plain);
  return Object.fromEntries([...node.entries].map(([key, { value }]) => [key, plain(value)]));
}

function failure(text: string, file = 'a.yaml'): string {
  const source = new Source(file, text);
  try {
    parse(source);
  } catch (error) {
    if (!(error instanceof ParseFailure)) throw error;
    const at = error.at && source.position(error.at.start);
    return `${at ? `${at.line}:${at.column} ` : ''}${error.message}`;
  }
  throw new Error('it was read');
}

describe('YAML', () => {
  test('short forms become long forms', () => {
    expect(
      data('a: !Ref B\nb: !GetAtt C.D.E\nc: !Sub [x, {y: !Ref Z}]\nd: !If [P, !Ref Q, 1]\ne: !Condition F'),
    ).toEqual({
      a: { Ref: 'B' },
      b: { 'Fn::GetAtt': ['C', 'D.E'] },
      c: { 'Fn::Sub': ['x', { y: { Ref: 'Z' } }] },
      d: { 'Fn::If': ['P', { Ref: 'Q' }, 1] },
      e: { Condition: 'F' },
    });
  });

  test('a tag that is not of CloudFormation is kept as an unknown function', () => {
    expect(data('a: !Rain::Embed x')).toEqual({ a: { '!Rain::Embed': 'x' } });
  });

  test('text stays what was written: account ids, dates, octal and sexagesimal numbers', () => {
    const { root } = read('account: 012345678901\ndate: 2012-10-17\nmode: 0755\ntime: 22:22\nno: 1\n');
    expect(toData(root)).toEqual([
      ['account', '012345678901'],
      ['date', '2012-10-17'],
      ['mode', '0755'],
      ['time', '22:22'],
      ['no', '1'],
    ]);
  });

  test('anchors, aliases and merge keys are written out, nearer keys win', () => {
    expect(data('base: &base {a: 1, b: 2}\nuse:\n  <<: *base\n  b: 3\nsame: *base')).toEqual({
      base: { a: 1, b: 2 },
      use: { a: 1, b: 3 },
      same: { a: 1, b: 2 },
    });
  });

  test('an alias inside its own anchor is an error, not a loop', () => {
    expect(failure('a: &a\n  b: *a')).toBe('2:6 the alias *a stands inside its own anchor');
  });

  test('a bomb of aliases is refused', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 9; level++)
      lines.push(
        `a${level}: &a${level} [${Array(10)
          .fill(`*a${level - 1}`)
          .join(', ')}]`,
      );
    expect(failure(lines.join('\n'))).toBe('its aliases expand to more than 2,000,000 values');
  });

  test('nesting without end is refused', () => {
    expect(failure(`a: ${'['.repeat(5000)}${']'.repeat(5000)}`)).toContain('nested too deeply');
    expect(failure(`{"a": ${'['.repeat(20000)}${']'.repeat(20000)}}`, 'a.json')).toContain(
      'nested too deeply',
    );
  });

  test('keys of Object.prototype are ordinary keys', () => {
    const { root } = read('__proto__: {a: 1}\nconstructor: b\n');
    expect(toData(root)).toEqual([
      ['__proto__', [['a', '1']]],
      ['constructor', 'b'],
    ]);
  });

  test('a duplicate key is reported where it stands, and the last one counts', () => {
    const source = new Source('a.yaml', 'a: 1\nb: 2\na: 3\n');
    const { root, duplicates } = parse(source);
    expect(plain(root)).toEqual({ a: 3, b: 2 });
    expect(duplicates.map(({ key, at }) => [key, source.position(at.start)])).toEqual([
      ['a', { line: 3, column: 1 }],
    ]);
  });

  test('quoted text and flow collections may go on under-indented, as CloudFormation allows', () => {
    expect(data("a:\n  b: 'one\n two'\n  c: {d: [1,\n 2],\n e: 'x'}\n")).toEqual({
      a: { b: 'one two', c: { d: [1, 2], e: 'x' } },
    });
  });

  test('a comment may touch the quote or bracket before it, as CloudFormation allows', () => {
    expect(data("a: 'b'#c\nd:\n  - [e]#f\n  - {g: h}#i\nj: k#l\n")).toEqual({
      a: 'b',
      d: [['e'], { g: 'h' }],
      j: 'k#l',
    });
  });

  test('blocks of text, and what stands in them, are found where they are', () => {
    const source = new Source(
      'a.yaml',
      'a | b: |- # c | d\n  one\n  two\n\ne:\n  - >\n    three\n  - [f, ]\n',
    );
    const { root } = parse(source);
    const places = (node: Node): unknown => {
      const { line, column } = source.position(node.start);
      const end = source.position(node.end);
      const own = `${line}:${column}-${end.line}:${end.column}`;
      if (node.kind === 'scalar') return own;
      const below = node.kind === 'list' ? node.items : [...node.entries.values()].map(({ value }) => value);
      return [own, ...below.map(places)];
    };
    expect(places(root)).toEqual(['1:1-8:10', '1:8-3:6', ['6:3-8:10', '6:5-7:10', ['8:5-8:10', '8:6-8:7']]]);
  });

  test('a second document is refused where it begins', () => {
    expect(failure('a: 1\n---\nb: 2\n')).toBe('2:1 not well-formed YAML: it holds more than one document');
  });

  test('an error says what to look for', () => {
    expect(failure('a:\n  b: {c: [1, 2]\n  d: e\n')).toBe(
      '3:3 not well-formed YAML: a quote or bracket before it is not closed, or goes on here with too little indentation',
    );
    expect(failure('a:\n  b: c\n  d\n  e: f\n')).toBe(
      '4:4 not well-formed YAML: a key before it has no colon, or is written on two lines',
    );
  });

  test('an error has its line and column', () => {
    expect(failure('a:\n  b: 1\n c: 2\n')).toBe(
      '3:2 not well-formed YAML: bad indentation of a mapping entry',
    );
  });
});

describe('JSON', () => {
  test('keeps positions, in minified text too', () => {
    const source = new Source('a.json', '{"a":{"b":"c"}}');
    const { root } = parse(source);
    const inner = (root as Extract<Node, { kind: 'map' }>).entries.get('a')?.value as Extract<
      Node,
      { kind: 'map' }
    >;
    expect(source.position(inner.entries.get('b')?.value.start as number)).toEqual({ line: 1, column: 11 });
  });

  test('reports duplicates and errors with their place', () => {
    expect(read('{"a": 1,\n "a": 2}', 'a.json').duplicates.map(({ key }) => key)).toEqual(['a']);
    expect(failure('{"a": 1,\n "b" 2}', 'a.json')).toBe('2:6 not well-formed JSON: colon expected');
  });

  test('YAML in flow style is not mistaken for broken JSON', () => {
    expect(data('{a: !Ref B, c: d}')).toEqual({ a: { Ref: 'B' }, c: 'd' });
  });
});
