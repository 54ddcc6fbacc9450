import ts from 'typescript-5';

/** One change to a text: the characters from `start` to `end` replaced. */
export interface Mutant {
  line: number;
  column: number;
  start: number;
  end: number;
  replacement: string;
  /** It changes what a finding says, not whether there is one. */
  isWording: boolean;
}

type Change = readonly [start: number, end: number, replacement: string, isWording?: boolean];

/** The small mistakes that someone could make in the source of a rule, one each; texts for people are left out. */
export function mutantsOf(text: string): Mutant[] {
  const file = ts.createSourceFile('rule.ts', text, ts.ScriptTarget.ES2022, true);
  const changes = new Map<string, Change>();
  const visit = (node: ts.Node): void => {
    if (isOutOfScope(node)) return;
    for (const change of changesOf(node)) changes.set(change.join(), change);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return [...changes.values()].map(([start, end, replacement, isWording = false]) => {
    const { line, character } = file.getLineAndCharacterOfPosition(start);
    return { line: line + 1, column: character + 1, start, end, replacement, isWording };
  });
}

/** What a rule says of itself, which pages show and other tests check. */
const METADATA = new Set([
  'id',
  'title',
  'control',
  'alsoControls',
  'why',
  'fix',
  'docs',
  'aliases',
  'description',
]);

const isOutOfScope = (node: ts.Node): boolean =>
  ts.isTypeNode(node) ||
  ts.isImportDeclaration(node) ||
  ts.isInterfaceDeclaration(node) ||
  ts.isTypeAliasDeclaration(node) ||
  (ts.isPropertyAssignment(node) && METADATA.has(node.name.getText()) && isOfRule(node));

const isOfRule = (node: ts.Node): boolean =>
  ts.findAncestor(node, (above) => ts.isCallExpression(above)) ===
  ts.findAncestor(node, (above) => ts.isCallExpression(above) && above.expression.getText() === 'rule');

function changesOf(node: ts.Node): Change[] {
  if (ts.isIfStatement(node))
    return [negated(node.expression), ...(node.elseStatement ? [] : [removed(node)])];
  if (ts.isConditionalExpression(node)) return [negated(node.condition)];
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
    return [replaced(node, node.operand.getText())];
  if (ts.isBinaryExpression(node)) return swapped(node.operatorToken, OPERATORS);
  if (ts.isCallExpression(node)) return ofCall(node);
  if (ts.isIdentifier(node) && ts.isPropertyAccessExpression(node.parent) && node.parent.name === node)
    return swapped(node, WORDS);
  if (node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword)
    return swapped(node, { true: 'false', false: 'true' });
  if (ts.isNumericLiteral(node))
    return [1, -1].map((step) => replaced(node, `(${node.getText()} + ${step})`));
  if (ts.isArrayLiteralExpression(node)) return node.elements.map(withoutItem);
  if (ts.isObjectLiteralExpression(node))
    return node.properties.filter((one) => !isOutOfScope(one)).map(withoutItem);
  if (ts.isRegularExpressionLiteral(node)) return inPattern(node);
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) return ofText(node);
  return [];
}

const OPERATORS: Words = {
  '===': '!==',
  '!==': '===',
  '&&': '||',
  '||': '&&',
  '<': '>=',
  '>=': '<',
  '>': '<=',
  '<=': '>',
  '+': '-',
  '-': '+',
};

/** Methods that are easily taken for one another. */
const WORDS: Words = {
  when: 'unless',
  unless: 'when',
  some: 'every',
  every: 'some',
  isPresent: 'isAbsent',
  isAbsent: 'isPresent',
  mustBe: 'mustNotBe',
  mustNotBe: 'mustBe',
  startsWith: 'endsWith',
  endsWith: 'startsWith',
  min: 'max',
  max: 'min',
};

type Words = { readonly [word: string]: string };

function swapped(node: ts.Node, by: Words): Change[] {
  const word = node.getText();
  return Object.hasOwn(by, word) ? [replaced(node, by[word] as string)] : [];
}

/** `list.filter(…)` without the filter. */
function ofCall({ expression, arguments: given, end }: ts.CallExpression): Change[] {
  if (!ts.isPropertyAccessExpression(expression) || given.length !== 1) return [];
  return expression.name.text === 'filter' ? [[expression.expression.end, end, '']] : [];
}

function ofText(node: ts.StringLiteralLike | ts.TemplateExpression): Change[] {
  const text = node.getText().slice(1, -1);
  const isName =
    (ts.isPropertyAssignment(node.parent) && node.parent.name === node) ||
    ts.isElementAccessExpression(node.parent);
  if (text === '' || isName || ts.isArrayLiteralExpression(node.parent)) return [];
  return [[node.getStart(), node.end, "''", /[a-z}] [\w$]/.test(text)]];
}

/** A pattern without one of its alternatives, without one of its ends, or minding case. */
function inPattern(node: ts.RegularExpressionLiteral): Change[] {
  const literal = node.getText();
  const pattern = literal.slice(1, literal.lastIndexOf('/'));
  const flags = literal.slice(pattern.length + 2);
  const patterns = [
    ...withoutAlternative(pattern),
    pattern.replace(/^\^/, ''),
    pattern.replace(/(?<!\\)\$$/, ''),
  ]
    .filter((other) => other !== pattern && other !== '')
    .map((other) => `/${other}/${flags}`);
  return [...patterns, ...(flags.includes('i') ? [`/${pattern}/${flags.replace('i', '')}`] : [])].map(
    (other) => replaced(node, other),
  );
}

function withoutAlternative(pattern: string): string[] {
  const open: { from: number; ends: number[] }[] = [{ from: 0, ends: [] }];
  const found: string[] = [];
  const close = (at: number) => {
    const { from, ends } = open.pop() ?? { from: 0, ends: [] };
    if (ends.length === 0) return;
    [...ends, at].forEach((end, index) => {
      const start = index === 0 ? from : (ends[index - 1] as number);
      found.push(pattern.slice(0, start) + pattern.slice(index === 0 ? end + 1 : end));
    });
  };
  for (const { 0: token, index } of pattern.matchAll(
    /\\.|\[(?:\\.|[^\]])*\]|\((?:\?(?::|<?[=!]|<\w+>))?|[)|]/g,
  )) {
    if (token.startsWith('(')) open.push({ from: index + token.length, ends: [] });
    else if (token === ')') close(index);
    else if (token === '|') open.at(-1)?.ends.push(index);
  }
  close(pattern.length);
  return found;
}

const replaced = (node: ts.Node, replacement: string): Change => [node.getStart(), node.end, replacement];
const removed = (node: ts.Node): Change => replaced(node, '');
const negated = (condition: ts.Expression): Change => replaced(condition, `!(${condition.getText()})`);

/** Without an element of a list, or a property; the comma goes with it. */
function withoutItem(item: ts.Node): Change {
  const comma = /^\s*,/.exec(item.getSourceFile().text.slice(item.end))?.[0].length ?? 0;
  return [item.getStart(), item.end + comma, ''];
}
