import { intrinsicOf, type MapNode, type Node, someIn } from '../template/node';
import type { Entity } from './entity';
import { Expectation, fail, type OutcomeOptions, type Test } from './expectation';
import { rememberText } from './remember';
import type { Value } from './value';

/**
 * A place in an entity that a rule states expectations about, before any scenario is chosen. Lists are
 * taken apart here, element by element and over all branches, so that each element gets a verdict of its
 * own and ten conditional elements cost ten looks, not a thousand.
 */
export class Property {
  /** What can stand here in the template, every branch of every Fn::If. */
  private readonly nodes: readonly Node[];
  /** Its values in the scenario being looked at: one, none where its element is not there, several for a list made by an intrinsic. */
  readonly values: () => readonly Value[];
  /** The key that it stands under, or that its list stands under. */
  readonly key: string | undefined;
  private readonly isFixed: boolean;
  private readonly isWritten: boolean;
  private readonly mayHoldMore: boolean;

  private constructor(
    readonly entity: Entity,
    { nodes, values, key, isFixed = false, isWritten = false, mayHoldMore }: PropertyOptions,
  ) {
    this.nodes = nodes;
    this.values = isFixed ? once(values) : values;
    this.key = key;
    this.isFixed = isFixed;
    this.isWritten = isWritten;
    this.mayHoldMore = mayHoldMore ?? entity.template.macros.length > 0;
  }

  static root(entity: Entity): Property {
    const { node } = entity;
    return new Property(entity, { nodes: [node], values: () => [entity.value], isFixed: isPlain(node) });
  }

  /** A value that is looked at as it stands in the template; without `isTaken` also where no scenario leads to it. */
  static written(value: Value, isTaken?: () => boolean): Property {
    const values = () => (isTaken === undefined || isTaken() ? [value] : []);
    return new Property(value.entity, { nodes: [], values, isWritten: isTaken === undefined });
  }

  /** Whether there is anything to look at in the scenario. */
  get exists(): boolean {
    return this.isWritten || this.entity.exists;
  }

  /** The one value, in the scenario being looked at. */
  get value(): Value {
    const [value] = this.values();
    if (!value) throw new Error('a list element was read in a scenario where it is not there');
    return value;
  }

  property(path: string): Property {
    const known = this.children?.get(path);
    if (known) return known;
    const dot = path.lastIndexOf('.');
    const property =
      dot === -1 ? this.child(path) : this.property(path.slice(0, dot)).child(path.slice(dot + 1));
    this.children ??= new Map();
    this.children.set(path, property);
    return property;
  }
  private children: Map<string, Property> | undefined;

  /** The properties at a path with `[]` for every element and `*` for every key. Several rules look at the same places. */
  all(path: string): readonly Property[] {
    const known = this.found?.get(path);
    if (known) return known;
    const properties = this.findAll(path);
    this.found ??= new Map();
    this.found.set(path, properties);
    return properties;
  }
  private found: Map<string, readonly Property[]> | undefined;

  private findAll(path: string): Property[] {
    let properties: Property[] = [this];
    for (const { key, depth } of segmentsOf(path)) {
      properties =
        key === '*'
          ? properties.flatMap((property) => property.entries())
          : properties.map((property) => property.property(key));
      for (let lists = depth; lists > 0; lists--)
        properties = properties.flatMap((property) => property.elements());
    }
    return properties;
  }

  /** A child by one key, which may hold dots. */
  child(key: string): Property {
    const nodes: Node[] = [];
    let isFixed = this.isFixed;
    for (const node of this.nodes) {
      if (!isPlain(node)) nodes.push(node);
      const child = node.kind === 'map' && isPlain(node) ? node.entries.get(key)?.value : undefined;
      if (child) nodes.push(...branches(child));
      isFixed &&= isPlain(child);
    }
    const values = () => this.values().map((value) => value.child(key));
    return new Property(this.entity, { nodes, values, key, isFixed, mayHoldMore: this.mayHoldMoreInside });
  }

  /** It is asked again for each of its children. */
  private get mayHoldMoreInside(): boolean {
    this.holdsUnseen ??= this.mayHoldMore || this.nodes.some(addsUnseen);
    return this.holdsUnseen;
  }
  private holdsUnseen: boolean | undefined;

  /** The elements of the list, in every branch. */
  elements(): Property[] {
    const { entity, key } = this;
    const elements = this.nodes.flatMap((node) => {
      const here = this.valuesAt(node);
      if (node.kind !== 'list') {
        const values = () => here().flatMap((value) => (value.isList ? value.items() : [value]));
        return [new Property(entity, { nodes: [node], values, key })];
      }
      return node.items.map((item, index) => {
        const values = () => here().flatMap((value) => elementOf(value, index));
        const isFixed = this.isFixed && isPlain(item);
        return new Property(entity, { nodes: branches(item), values, key, isFixed });
      });
    });
    return [...elements, ...this.unseen()];
  }

  /** Those of its values that are what stands at a node. */
  private valuesAt(node: Node): () => readonly Value[] {
    return this.isFixed ? this.values : () => this.values().filter((value) => value.node === node);
  }

  /** What a macro, a transform or another intrinsic may put here though the template does not show it. */
  private unseen(): Property[] {
    if (!this.mayHoldMore) return [];
    const perhaps = (value: Value) => value.content.kind === 'absent' && value.content.perhaps !== undefined;
    const values = () => this.values().filter(perhaps);
    return [new Property(this.entity, { nodes: [], values, key: this.key })];
  }

  /** The values of the map's keys, in every branch. */
  entries(): Property[] {
    const { entity } = this;
    const entries = this.nodes.flatMap((node) => {
      const here = this.valuesAt(node);
      if (node.kind !== 'map' || !isPlain(node))
        return [new Property(entity, { nodes: [node], values: here, key: this.key })];
      return [...node.entries].map(([key, entry]) => {
        const values = () => here().flatMap((value) => present(value.child(key)));
        const isFixed = this.isFixed && isPlain(entry.value);
        return new Property(entity, { nodes: branches(entry.value), values, key, isFixed });
      });
    });
    return [...entries, ...this.unseen()];
  }

  /** Everything that is no map or list in or below the value, in every branch: scalars and calls of functions. */
  leaves(): Property[] {
    const { entity, key, isFixed } = this;
    return this.nodes.flatMap((node) => {
      const here = new Property(entity, { nodes: [node], values: this.valuesAt(node), key, isFixed });
      if (node.kind === 'scalar' || !isPlain(node)) return [here];
      return (node.kind === 'list' ? here.elements() : here.entries()).flatMap((property) =>
        property.leaves(),
      );
    });
  }

  /** The leaves that are texts: a plain Ref or GetAtt holds no text of the template and is left out. */
  texts(): Property[] {
    return this.leaves().filter(({ nodes: [node] }) => {
      const call = intrinsicOf(node);
      return call === undefined || MAKES_TEXT.has(call.name);
    });
  }

  /** The plain texts that stand here, in every branch. */
  get literals(): string[] {
    return this.nodes.flatMap((node) => (node.kind === 'scalar' ? [node.text] : []));
  }

  /** The parameters whose value this is in some branch: by a Ref, or `${Name}` alone. */
  get parameters(): string[] {
    return this.nodes.flatMap((node) => {
      const call = intrinsicOf(node);
      if (call?.argument.kind !== 'scalar') return [];
      const name =
        call.name === 'Fn::Sub' ? /^\$\{(\w+)\}$/.exec(call.argument.text)?.[1] : call.argument.text;
      const isReference = call.name === 'Ref' || call.name === 'Fn::Sub';
      return isReference && name && this.entity.template.parameters.has(name) ? [name] : [];
    });
  }

  /**
   * Whether the template itself says something here, in any branch, that matches. A rule that looks for
   * literals need not look at what holds none.
   */
  mentions(pattern: RegExp): boolean {
    const mentions = (node: Node) => node.kind === 'scalar' && pattern.test(node.text);
    return this.nodes.some((node) => someIn(node, mentions));
  }

  /** Whether one of these functions is called here or below, in any branch. */
  calls(functions: ReadonlySet<string>): boolean {
    const calls = (node: Node) => functions.has(intrinsicOf(node)?.name ?? '');
    return this.nodes.some((node) => someIn(node, calls));
  }

  /** States what must hold of the value in every scenario; see `fail`, `review` and `notApplicable`. */
  expect(test: Test): Expectation {
    return new Expectation(this, test);
  }

  mustBe(expected: string | number | boolean, otherwise: string, options?: OutcomeOptions): Expectation {
    return this.expect((value) => (value.is(expected) ? undefined : fail(otherwise, options)));
  }

  mustBeOneOf(expected: readonly string[], otherwise: string, options?: OutcomeOptions): Expectation {
    return this.expect((value) => (value.isOneOf(expected) ? undefined : fail(otherwise, options)));
  }

  mustInclude(expected: string | number | boolean, otherwise: string, options?: OutcomeOptions): Expectation {
    return this.expect((value) => (value.includes(expected) ? undefined : fail(otherwise, options)));
  }

  mustBePresent(otherwise: string, options?: OutcomeOptions): Expectation {
    return this.expect((value) => (value.isPresent ? undefined : fail(otherwise, options)));
  }

  mustNotBe(refused: string | number | boolean, otherwise: string, options?: OutcomeOptions): Expectation {
    return this.expect((value) => (value.is(refused) ? fail(otherwise, options) : undefined));
  }
}

/** Where a property stands. */
interface PropertyOptions {
  nodes: readonly Node[];
  values: () => readonly Value[];
  key?: string | undefined;
  /** Whether it is written plainly, so that its values are the same in every scenario. */
  isFixed?: boolean;
  isWritten?: boolean;
  /** Whether something beside or above it may add to it at deployment. */
  mayHoldMore?: boolean;
}

/** The keys of a path, each with how many lists deep the elements are that are looked for. */
const segmentsOf = rememberText((path): readonly { key: string; depth: number }[] =>
  path.split('.').map((segment) => {
    const key = segment.replace(/(\[\])+$/, '');
    return { key, depth: (segment.length - key.length) / 2 };
  }),
);

const isPlain = (node: Node | undefined): boolean => intrinsicOf(node) === undefined;

function once<T>(find: () => T): () => T {
  let found: { value: T } | undefined;
  return () => {
    found ??= { value: find() };
    return found.value;
  };
}

const MAKES_TEXT = new Set(['Fn::Sub', 'Fn::Join', 'Fn::Base64', 'Fn::Select']);

/** Branches looked at for one property; a template with more has them by generation, and the rest is not told apart. */
const MAX_BRANCHES = 1000;

/** What a node can be: itself, or every branch of an Fn::If. */
function branches(node: Node): Node[] {
  if (isPlain(node)) return [node];
  const found: Node[] = [];
  const pending = [node];
  for (let next = pending.pop(); next && found.length < MAX_BRANCHES; next = pending.pop()) {
    const call = intrinsicOf(next);
    if (call?.name === 'Fn::If' && call.argument.kind === 'list')
      pending.push(...call.argument.items.slice(1).reverse());
    else found.push(next);
  }
  return found;
}

/** An intrinsic in place of a map, or a transform or loop among its keys. */
const addsUnseen = (node: Node): boolean => node.kind === 'map' && (!isPlain(node) || hasFunction(node));

function hasFunction({ entries }: MapNode): boolean {
  for (const key of entries.keys()) if (key.startsWith('Fn::')) return true;
  return false;
}

const present = (value: Value): Value[] =>
  value.content.kind === 'absent' && !value.content.perhaps ? [] : [value];

const elementOf = (list: Value, index: number): Value[] => {
  const element = list.element(index);
  return element ? present(element) : [];
};
