import {
  childOf,
  type Intrinsic,
  intrinsicOf,
  list,
  type Node,
  type Range,
  type ScalarNode,
  scalar,
  toData,
} from '../template/node';
import type { Entity, Parameter, Resource } from './entity';
import { exportedAs, outputOf } from './links';
import { remember } from './remember';
import type { Scenario, Variable } from './scenario';
import { substitutions } from './substitution';
import type { Template } from './template';
import { PART, partIn, splitAt, textNode } from './text-node';
import { type Content, type LiteralPart, type Part, type Related, Value, type ValuePlace } from './value';

/** Evaluates what stands at a property, in the scenario being looked at. `at` is where a finding about it stands. */
export function evaluate(
  entity: Entity,
  node: Node,
  path: string,
  at: ValuePlace,
  related: readonly Related[] = [],
  /** The template whose names the node uses. */
  template: Template = entity.template,
): Value {
  const isHere = template === entity.template;
  if (isHere && !intrinsicOf(node)) return new Value(entity, path, node, plain(node), at, related);
  const context = new Evaluation(template);
  const { content, used } = context.evaluate(node);
  const place = used === node || !isHere ? at : used;
  const all = context.related.length ? [...related, ...context.related] : related;
  return new Value(entity, path, used, isHere ? content : fromElsewhere(content, template), place, all);
}

/** Whether a condition of the template holds in the scenario being looked at. */
export function conditionHolds(template: Template, name: string, at?: Range): boolean {
  return new Evaluation(template).ask(name, at);
}

interface Result {
  content: Content;
  /** The node that was evaluated in the end: the branch of an Fn::If, else the node itself. */
  used: Node;
}

type Evaluate = (evaluation: Evaluation, argument: Node, node: Node) => Content;

class Evaluation {
  readonly related: Related[] = [];

  constructor(readonly template: Template) {}

  get scenario(): Scenario {
    return this.template.app.scenario;
  }

  evaluate(node: Node): Result {
    const call = intrinsicOf(node);
    if (!call) return { content: plain(node), used: node };
    if (call.name === 'Fn::If') return this.branch(call, node);
    const evaluateCall = FUNCTIONS[call.name];
    const content = evaluateCall
      ? evaluateCall(this, call.argument, node)
      : unknown(`${call.name} is only known at deployment`);
    return { content, used: node };
  }

  content(node: Node): Content {
    return this.evaluate(node).content;
  }

  /** The parts of a text, or one unknown part for what is no text. */
  parts(node: Node): readonly Part[] {
    const content = this.content(node);
    if (content.kind === 'text') return content.parts;
    const why = content.kind === 'unknown' ? content.why : `${describe(node)} is no text`;
    return [{ kind: 'unknown', why, source: '${…}', node }];
  }

  literal(node: Node | undefined): string | undefined {
    if (!node) return undefined;
    const content = this.content(node);
    return content.kind === 'text' ? literalOf(content.parts) : undefined;
  }

  condition(name: string, at?: Range): boolean {
    const condition = this.template.condition(name, at);
    return this.scenario.condition(condition, () => this.truth(condition.node));
  }

  /** As `condition`, and remembers that the value hangs on it. */
  ask(name: string, at?: Range): boolean {
    const holds = this.condition(name, at);
    this.scenario.hangsOn(this.template.condition(name), holds);
    return holds;
  }

  branch(call: Intrinsic, node: Node): Result {
    const [condition, yes, no] = call.argument.kind === 'list' ? call.argument.items : [];
    if (condition?.kind !== 'scalar' || !yes || !no)
      return { content: unknown('Fn::If takes a condition and two values'), used: node };
    return this.evaluate(this.ask(condition.text, condition) ? yes : no);
  }

  private truth(node: Node): boolean {
    if (node.kind === 'scalar') return this.condition(node.text, node);
    const [name, entry] = (node.kind === 'map' && node.entries.size === 1 && [...node.entries][0]) || [];
    const operands = entry?.value.kind === 'list' ? entry.value.items : [];
    if (name === 'Condition' && entry?.value.kind === 'scalar')
      return this.condition(entry.value.text, entry.value);
    if (name === 'Fn::And') return operands.every((operand) => this.truth(operand));
    if (name === 'Fn::Or') return operands.some((operand) => this.truth(operand));
    if (name === 'Fn::Not' && operands[0]) return !this.truth(operands[0]);
    if (name === 'Fn::Equals' && operands.length === 2)
      return this.equals(operands[0] as Node, operands[1] as Node);
    return this.scenario.holds(this.statement(node));
  }

  private equals(left: Node, right: Node): boolean {
    const variables = [this.variable(left), this.variable(right)];
    if (variables[0] && variables[0] === variables[1]) return true;
    const free = variables.map(
      (variable) => variable !== undefined && this.scenario.settledValue(variable) === undefined,
    );
    if (free[0] && free[1])
      return this.scenario.holds(this.statement(list([left, right], left)), sameDefaults(variables));
    const [one, other] = free[0] ? [variables[0], right] : [variables[1], left];
    if (free[0] || free[1]) {
      const literal = this.literal(other);
      if (literal !== undefined) return this.scenario.equals(one as Variable, literal);
    } else {
      const [a, b] = [this.literal(left), this.literal(right)];
      if (a !== undefined && b !== undefined) return a === b;
    }
    return this.scenario.holds(this.statement(list([left, right], left)));
  }

  private statement(node: Node): string {
    return `${this.template.source.file}: ${JSON.stringify(toData(node))}`;
  }

  /** The parameter or pseudo parameter that a node is a plain reference to. */
  variable(node: Node): Variable | undefined {
    const call = intrinsicOf(node);
    const name = call?.argument.kind === 'scalar' ? call.argument.text : undefined;
    if (name === undefined) return undefined;
    if (call?.name === 'Ref') return this.named(name);
    const only = call?.name === 'Fn::Sub' ? /^\$\{([\w:]+)\}$/.exec(name)?.[1] : undefined;
    return only === undefined ? undefined : this.named(only);
  }

  named(name: string): Variable | undefined {
    const parameter = this.template.parameters.get(name);
    if (parameter) {
      const passed = this.template.app.follow(() => parameter.passed);
      if (passed) return passed.node && new Evaluation(passed.entity.template).variable(passed.node);
      return parameter.isText ? parameter.variable : undefined;
    }
    return name.startsWith('AWS::') && name !== 'AWS::NoValue'
      ? this.template.app.pseudoParameter(name, this.template)
      : undefined;
  }
}

const unknown = (why: string): Content => ({ kind: 'unknown', why });

const textOf = (part: Part): Content => ({ kind: 'text', parts: [part] });

const sameDefaults = (variables: (Variable | undefined)[]): boolean | undefined => {
  const [a, b] = variables.map((variable) => variable?.given ?? variable?.default);
  return a === undefined || b === undefined ? undefined : a === b;
};

const literalOf = (parts: readonly Part[]): string | undefined =>
  parts.every((part) => part.kind === 'literal')
    ? parts.map((part) => (part as LiteralPart).text).join('')
    : undefined;

const describe = (node: Node) =>
  intrinsicOf(node)?.name ?? `a ${node.kind === 'scalar' ? 'text' : node.kind}`;

function plain(node: Node): Content {
  if (node.kind === 'map') return { kind: 'map', node };
  if (node.kind === 'list') return { kind: 'list', items: node.items };
  if (node.value === null) return { kind: 'absent' };
  return { kind: 'text', parts: literalParts(node) };
}

const DYNAMIC_REFERENCE = /\{\{resolve:[^{}]*\}\}/g;

/** A scalar's text, cut at its dynamic references, whose values only deployment knows. */
function literalParts(node: ScalarNode, text = node.text, at: Range = node, index = 0): Part[] {
  const origin = node.origin ?? 'template';
  if (!text.includes('{{resolve:')) {
    const cutFrom = { node, index };
    if (text !== node.text) return [{ kind: 'literal', text, origin, at, cutFrom }];
    return [{ kind: 'literal', text, origin, at, cutFrom, scalar: node.value }];
  }
  const parts: Part[] = [];
  let last = 0;
  const literal = (end?: number): LiteralPart => ({
    kind: 'literal',
    text: text.slice(last, end),
    origin,
    at,
    cutFrom: { node, index: index + last },
  });
  for (const match of text.matchAll(DYNAMIC_REFERENCE)) {
    if (match.index > last) parts.push(literal(match.index));
    parts.push({ kind: 'unknown', why: `${match[0]} is resolved at deployment`, source: match[0], node });
    last = match.index + match[0].length;
  }
  if (last < text.length) parts.push(literal());
  return parts;
}

/** What the text of an Fn::Sub says in every scenario: literal parts, and the names between them. */
const piecesIn = remember((template: Template) =>
  remember((node: ScalarNode) =>
    substitutions(node.text).map((piece) =>
      'name' in piece
        ? piece.name
        : literalParts(node, piece.text, template.positionIn(node, piece.at), piece.at),
    ),
  ),
);

const FUNCTIONS: { [name: string]: Evaluate } = {
  Ref: (evaluation, argument, node) =>
    argument.kind === 'scalar' ? nameContent(evaluation, argument.text, node) : unknown('Ref takes a name'),

  'Fn::GetAtt': (evaluation, argument, node) => {
    const [target, ...rest] = argument.kind === 'list' ? argument.items : dotted(argument);
    if (target?.kind !== 'scalar') return unknown('Fn::GetAtt takes a logical id and an attribute');
    const attribute = rest.map((part) => evaluation.literal(part) ?? '…').join('.');
    return attributeContent(evaluation, target.text, attribute, node);
  },

  'Fn::Sub': (evaluation, argument, node) => {
    const [template, variables] = argument.kind === 'list' ? argument.items : [argument];
    if (template?.kind !== 'scalar') return unknown('Fn::Sub takes a text');
    const parts = piecesIn(evaluation.template)(template).flatMap((piece): readonly Part[] => {
      if (typeof piece !== 'string') return piece;
      const given = variables?.kind === 'map' ? variables.entries.get(piece)?.value : undefined;
      const content = given ? undefined : substituted(evaluation, piece, node);
      if (given) return evaluation.parts(given);
      return content?.kind === 'text' ? content.parts : [unknownPart(`\${${piece}}`, content, node)];
    });
    return { kind: 'text', parts: mergeDynamicReferences(parts) };
  },

  'Fn::Join': (evaluation, argument) => {
    const [delimiter, elements] = argument.kind === 'list' ? argument.items : [];
    const glue = evaluation.literal(delimiter);
    if (glue === undefined || !elements) return unknown('Fn::Join takes a delimiter and a list');
    const content = evaluation.content(elements);
    if (content.kind !== 'list') return textOf(unknownPart('${…}', content, elements));
    const inside = content.from ? new Evaluation(content.from) : evaluation;
    const present = content.items
      .map((item) => ({ item, content: inside.content(item) }))
      .filter((element) => element.content.kind !== 'absent');
    const parts = present.flatMap(({ item, content: element }, index): readonly Part[] => {
      const own = element.kind === 'text' ? element.parts : [unknownPart('${…}', element, item)];
      return index > 0 && glue !== '' ? [{ kind: 'literal', text: glue, origin: 'template' }, ...own] : own;
    });
    return { kind: 'text', parts: mergeDynamicReferences(parts) };
  },

  'Fn::Split': (evaluation, argument, node) => {
    const [delimiter, text] = argument.kind === 'list' ? argument.items : [];
    const [glue, whole] = [evaluation.literal(delimiter), evaluation.literal(text)];
    if (glue !== undefined && whole !== undefined)
      return { kind: 'list', items: whole.split(glue).map((part) => scalar(part, node)) };
    // Ids hold no commas, so a list of them that was joined to be exported can be had back.
    const parts = text ? evaluation.parts(text) : [];
    const hidden = parts.find((part) => part.kind === 'unknown');
    if (glue !== ',' || parts.length === 0 || hidden)
      return unknown(hidden?.why ?? 'the text to split is only known at deployment');
    return { kind: 'list', items: splitAt(',', parts).map((one) => textNode(one, node)) };
  },

  'Fn::Select': (evaluation, argument) => {
    const [index, elements] = argument.kind === 'list' ? argument.items : [];
    const position = Number(evaluation.literal(index) ?? Number.NaN);
    const content = elements && evaluation.content(elements);
    if (content?.kind !== 'list' || Number.isNaN(position))
      return unknown('what Fn::Select picks is only known at deployment');
    const selected = content.items
      .map((item) => (content.from ? new Evaluation(content.from) : evaluation).content(item))
      .filter((item) => item.kind !== 'absent')[position];
    return selected ?? unknown('Fn::Select picks an element that is not there');
  },

  'Fn::Base64': (evaluation, argument) => evaluation.content(argument),

  'Fn::FindInMap': (evaluation, argument, node) => mapEntry(evaluation, argument, node),

  'Fn::GetAZs': () => unknown('the availability zones are only known at deployment'),

  'Fn::ImportValue': (evaluation, argument) =>
    linked(evaluation, exportedAs(evaluation.template, argument, evaluation.literal(argument))) ??
    unknown(`${nameOf(evaluation, argument)} is imported from another stack`),

  'Fn::GetStackOutput': (evaluation, argument) => {
    const [stack, output] = ['StackName', 'OutputName'].map((key) =>
      evaluation.literal(childOf(argument, key)),
    );
    return (
      linked(evaluation, outputOf(evaluation.template.app, stack, output)) ??
      unknown('it is the output of another stack')
    );
  },

  // Not of CloudFormation: how a text that was taken apart refers to its parts.
  [PART]: (_, argument) => {
    const part = partIn(argument);
    return part ? textOf(part) : unknown('it is only known at deployment');
  },

  'Fn::Length': (evaluation, argument, node) => {
    const content = evaluation.content(argument);
    if (content.kind !== 'list') return unknown('the length of the list is only known at deployment');
    return plain(scalar(content.items.length, node));
  },

  'Fn::ToJsonString': (_, argument, node) =>
    textOf({
      kind: 'unknown',
      why: 'Fn::ToJsonString is only written out at deployment',
      source: '${…}',
      node,
      json: argument,
    }),

  'Fn::Transform': () => unknown('Fn::Transform is only known at deployment'),
};

const dotted = (node: Node): Node[] => {
  if (node.kind !== 'scalar') return [];
  const [target, ...rest] = node.text.split('.');
  return [scalar(target ?? '', node), scalar(rest.join('.'), node)];
};

const nameOf = (evaluation: Evaluation, node: Node) => {
  const literal = evaluation.literal(node);
  return literal === undefined ? 'it' : `"${literal}"`;
};

function unknownPart(source: string, content: Content | undefined, node: Node): Part {
  const why = content?.kind === 'unknown' ? content.why : `${source} is no text`;
  return { kind: 'unknown', why, source, node };
}

/** `${Name}` or `${Name.Attribute}` in an Fn::Sub. */
function substituted(evaluation: Evaluation, name: string, node: Node): Content {
  const dot = name.indexOf('.');
  if (dot === -1) return nameContent(evaluation, name, node);
  return attributeContent(evaluation, name.slice(0, dot), name.slice(dot + 1), node);
}

function attributeContent(evaluation: Evaluation, target: string, attribute: string, node: Node): Content {
  const resource = evaluation.template.resources.get(target);
  const nested = resource && evaluation.template.app.nested.get(resource);
  const output =
    nested && attribute.startsWith('Outputs.') && nested.outputs.get(attribute.slice('Outputs.'.length));
  const content = output ? linked(evaluation, output) : undefined;
  if (content) return content;
  if (resource) return textOf({ kind: 'reference', resource, attribute, node });
  return notDefined(evaluation.template, target, `\${${target}.${attribute}}`, node);
}

function notDefined(template: Template, name: string, source: string, node: Node): Content {
  const why = template.isTransformed
    ? `${name} is made by the template's transform`
    : `${name} is not defined in this template`;
  return textOf({ kind: 'unknown', why, source, node });
}

function nameContent(evaluation: Evaluation, name: string, node: Node): Content {
  if (name === 'AWS::NoValue') return { kind: 'absent' };
  const { template, scenario } = evaluation;
  const source = `\${${name}}`;
  const parameter = template.parameters.get(name);
  if (parameter) {
    const passed = template.app.follow(() => parameter.passed);
    if (passed) return asHidden(parameter, passedContent(parameter, passed, source, node));
    const hidden = parameter.noEcho ? { noEcho: name } : {};
    if (!parameter.isText && !parameter.isList) {
      return textOf({
        kind: 'unknown',
        why: `${name} is read from Parameter Store at deployment`,
        source,
        node,
        parameter: name,
        ...hidden,
      });
    }
    const value = scenario.valueOf(parameter.variable);
    if (value === undefined) {
      const free = parameter.variable.default === undefined && parameter.variable.given === undefined;
      const why = free
        ? `${name} has no default, so it is only known at deployment`
        : `${name} may be set to anything`;
      return parameter.isList
        ? unknown(why)
        : textOf({ kind: 'unknown', why, source, node, parameter: name, ...hidden });
    }
    const isDefault = value === parameter.variable.default && parameter.variable.given === undefined;
    const origin = isDefault ? 'default' : 'parameter';
    if (parameter.defaultRange && isDefault)
      evaluation.related.push({ range: parameter.defaultRange, message: `the default of ${name}` });
    if (parameter.isList) {
      const items = value.split(',').map((item) => ({ ...scalar(item.trim(), node), origin }) as const);
      return { kind: 'list', items };
    }
    return textOf({ kind: 'literal', text: value, origin, ...hidden });
  }
  const pseudo = evaluation.named(name);
  if (pseudo) {
    const value = scenario.settledValue(pseudo);
    return value === undefined
      ? textOf({ kind: 'unknown', why: `${name} is only known at deployment`, source, node, parameter: name })
      : textOf({ kind: 'literal', text: value, origin: 'pseudo' });
  }
  const resource = template.resources.get(name);
  return resource ? textOf({ kind: 'reference', resource, node }) : notDefined(template, name, source, node);
}

/** What a NoEcho parameter is given stays hidden, whatever it was before. */
function asHidden({ name, noEcho }: Parameter, content: Content): Content {
  if (!noEcho || content.kind !== 'text') return content;
  const parts = content.parts.map((part) => (part.kind === 'reference' ? part : { ...part, noEcho: name }));
  return { kind: 'text', parts };
}

/** The value that a nested stack's parameter is given; a list may be given as a text with commas. */
function passedContent(parameter: Parameter, passed: Value, source: string, node: Node): Content {
  const content = fromElsewhere(passed.content, (parameter.template.parent as Resource).template);
  if (content.kind === 'absent') return textOf({ kind: 'unknown', why: passed.why, source, node });
  if (!parameter.isList || content.kind !== 'text') return content;
  if (content.parts.some((part) => part.kind === 'unknown')) return unknown(passed.why);
  return { kind: 'list', items: splitAt(',', content.parts).map((parts) => textNode(parts, node)) };
}

/** Follows a link to an output of another template of the app. */
function linked(evaluation: Evaluation, output: Entity | undefined): Content | undefined {
  const value = childOf(output?.node, 'Value');
  if (!output || !value) return undefined;
  const { template } = output;
  return evaluation.template.app.follow(() =>
    fromElsewhere(new Evaluation(template).content(value), template),
  );
}

/** What was evaluated in another template: its literals are not this template's, its nodes use other names. */
function fromElsewhere(content: Content, template: Template): Content {
  if (content.kind === 'list' || content.kind === 'map')
    return content.from ? content : { ...content, from: template };
  if (content.kind !== 'text') return content;
  const parts = content.parts.map((part): Part => {
    if (part.kind !== 'literal') return part;
    const { kind, text, scalar: typed, noEcho } = part;
    return {
      kind,
      text,
      origin: 'parameter',
      ...(typed !== undefined && { scalar: typed }),
      ...(noEcho !== undefined && { noEcho }),
    };
  });
  return { kind: 'text', parts };
}

function mapEntry(evaluation: Evaluation, argument: Node, node: Node): Content {
  const [mapName, top, second, options] = argument.kind === 'list' ? argument.items : [];
  const mapping = evaluation.literal(mapName);
  const entries = mapping === undefined ? undefined : evaluation.template.mappings.get(mapping);
  const fallback = options?.kind === 'map' ? options.entries.get('DefaultValue')?.value : undefined;
  if (!entries || !top || !second)
    return unknown('the mapping that Fn::FindInMap reads is only known at deployment');
  const byTop = descend(evaluation, entries, top);
  const found = byTop && descend(evaluation, byTop, second);
  if (found) {
    evaluation.related.push({ range: found, message: `the entry of the mapping ${mapping}` });
    const content = plain(found);
    if (content.kind !== 'text') return content;
    return {
      kind: 'text',
      parts: content.parts.map((part) => (part.kind === 'literal' ? { ...part, origin: 'mapping' } : part)),
    };
  }
  if (fallback) return evaluation.content(fallback);
  return textOf({
    kind: 'unknown',
    why: `which entry of the mapping ${mapping} applies is only known at deployment`,
    source: '${…}',
    node,
  });
}

/** The entry under the key that `keyNode` is; a free variable ranges over the keys there are. */
function descend(evaluation: Evaluation, map: Node, keyNode: Node): Node | undefined {
  if (map.kind !== 'map') return undefined;
  const variable = evaluation.variable(keyNode);
  const free =
    variable && variable.given === undefined && variable.default === undefined && !variable.allowed;
  const key = free
    ? evaluation.scenario.settle(variable, [...map.entries.keys()])
    : evaluation.literal(keyNode);
  return key === undefined ? undefined : map.entries.get(key)?.value;
}

/** CDK writes a dynamic reference as a join around a secret's ARN; whole again, it is one unknown part. */
function mergeDynamicReferences(parts: Part[]): Part[] {
  const open = parts.findIndex((part) => part.kind === 'literal' && /\{\{resolve:[^}]*$/.test(part.text));
  if (open === -1) return parts;
  const close = parts.findIndex(
    (part, index) => index > open && part.kind === 'literal' && part.text.includes('}}'),
  );
  if (close === -1) return parts;
  const first = parts[open] as LiteralPart;
  const last = parts[close] as LiteralPart;
  const start = first.text.lastIndexOf('{{resolve:');
  const end = last.text.indexOf('}}') + 2;
  const inner = parts.slice(open + 1, close);
  const node = inner.find((part) => part.kind !== 'literal')?.node;
  const source =
    first.text.slice(start) +
    inner.map((part) => (part.kind === 'literal' ? part.text : '${…}')).join('') +
    last.text.slice(0, end);
  const merged: Part[] = [...parts.slice(0, open)];
  if (start > 0) merged.push({ ...first, text: first.text.slice(0, start) });
  merged.push({
    kind: 'unknown',
    why: `${source} is resolved at deployment`,
    source,
    node: node ?? scalar(source, first.at ?? { start: 0, end: 0 }),
  });
  const rest = last.text.slice(end);
  const tail: Part[] = rest ? [{ ...last, text: rest }, ...parts.slice(close + 1)] : parts.slice(close + 1);
  return [...merged, ...mergeDynamicReferences(tail)];
}
