import { childOf, type Entry, intrinsicOf, type Node, type Range } from '../template/node';
import type { App } from './app';
import { conditionHolds, evaluate } from './evaluate';
import { Property } from './property';
import { Recollection } from './recollection';
import { type ReferenceEdge, referencesIn } from './references';
import type { Variable } from './scenario';
import type { Template } from './template';
import type { Value } from './value';

/** What findings are about: a resource, a parameter, an output, or the template as a whole. */
export class Entity {
  constructor(
    readonly template: Template,
    /** The logical id, or the name of the parameter or output; the empty string for the template as a whole. */
    readonly name: string,
    readonly node: Node,
    /** The place of its name. */
    readonly at: Range,
    /** What its paths begin with: nothing for a resource, `Parameters.Name` for a parameter. */
    readonly pathPrefix: string,
  ) {}

  get app(): App {
    return this.template.app;
  }

  /** The whole of it, in the scenario being looked at: what is written plainly is the same in every one. */
  get value(): Value {
    if (intrinsicOf(this.node)) return this.app.recall(this.called, () => this.evaluated());
    this.plain ??= this.evaluated();
    return this.plain;
  }

  private evaluated(): Value {
    return evaluate(this, this.node, this.pathPrefix, this.at);
  }
  private readonly called = new Recollection<Value>();
  private plain: Value | undefined;

  /** A resource's attribute (`DeletionPolicy`, `UpdatePolicy`, `Metadata`), or a field of a parameter or output. */
  attribute(path: string): Property {
    return this.root.property(path);
  }

  /** All of it, of which its properties are parts. */
  protected get root(): Property {
    this.rootProperty ??= Property.root(this);
    return this.rootProperty;
  }
  private rootProperty: Property | undefined;

  /** Whether it exists in the scenario being looked at. */
  get exists(): boolean {
    return true;
  }
}

export class Resource extends Entity {
  private edges: readonly ReferenceEdge[] | undefined;

  constructor(
    template: Template,
    readonly logicalId: string,
    entry: Entry,
    readonly type: string,
    /** The name of the condition it is created under. */
    readonly condition: string | undefined,
  ) {
    super(template, logicalId, entry.value, entry.key, '');
  }

  /** A property by its path, `A.B.C`, to state an expectation about; it need not be there. */
  property(path: string): Property {
    return this.properties.property(path);
  }

  /** The properties at a path with `[]` for every element and `*` for every key: `Rules[].Cidr`. */
  all(path: string): readonly Property[] {
    return this.properties.all(path);
  }

  private get properties(): Property {
    return this.root.property('Properties');
  }

  /** A property's value in the scenario being looked at; only inside an expectation. */
  get(path: string): Value {
    return this.value.child('Properties').get(path);
  }

  /** A property as it is written, with nothing evaluated: to index what no scenario changes. */
  written(property: string): Node | undefined {
    return childOf(childOf(this.node, 'Properties'), property);
  }

  override get exists(): boolean {
    return this.condition === undefined || conditionHolds(this.template, this.condition, this.at);
  }

  /** Every reference to a resource of the template that stands anywhere in this one, in any branch. */
  get references(): readonly ReferenceEdge[] {
    this.edges ??= referencesIn(this);
    return this.edges;
  }

  /** Every reference to this resource. */
  get referrers(): readonly ReferenceEdge[] {
    return this.app.referrersOf(this);
  }

  /** The resources of a type that this one refers to, in any branch; at a path without list positions, if given. */
  referred(type: string, path?: string): Resource[] {
    const edges = this.references.filter((edge) => edge.to.type === type && isAt(edge, path));
    return [...new Set(edges.map(({ to }) => to))];
  }

  /** The resources of a type that refer to this one, in any branch; from a path without list positions, if given. */
  referring(type: string, path?: string): Resource[] {
    const edges = this.referrers.filter((edge) => edge.from.type === type && isAt(edge, path));
    return [...new Set(edges.map(({ from }) => from))];
  }
}

export class Parameter extends Entity {
  readonly variable: Variable;
  readonly type: string;
  readonly noEcho: boolean;
  readonly defaultRange: Range | undefined;

  constructor(template: Template, name: string, entry: Entry, given: string | undefined) {
    super(template, name, entry.value, entry.key, `Parameters.${name}`);
    const field = (key: string) =>
      entry.value.kind === 'map' ? entry.value.entries.get(key)?.value : undefined;
    const type = field('Type');
    const noEcho = field('NoEcho');
    const initial = field('Default');
    const allowed = field('AllowedValues');
    this.type = type?.kind === 'scalar' ? type.text : 'String';
    this.noEcho = noEcho?.kind === 'scalar' && /^(true|yes|on)$/i.test(noEcho.text);
    this.defaultRange = initial?.kind === 'scalar' ? initial : undefined;
    this.variable = {
      name,
      template,
      given,
      default: initial?.kind === 'scalar' ? initial.text : undefined,
      allowed: allowed?.kind === 'list' && !intrinsicOf(allowed) ? allowed.items.flatMap(textOf) : undefined,
    };
  }

  /** What the stack that nests this one gives it, in the scenario being looked at; undefined if nothing. */
  get passed(): Value | undefined {
    const value = this.template.parent?.get('Parameters').child(this.name);
    return value?.content.kind === 'absent' && value.content.perhaps === undefined ? undefined : value;
  }

  /** Why the value given for it is none that it can take. */
  get refused(): string | undefined {
    const { given, allowed } = this.variable;
    if (given === undefined || !allowed) return undefined;
    const values = this.isList ? given.split(',').map((value) => value.trim()) : [given];
    const wrong = values.find((value) => !allowed.includes(value));
    if (wrong === undefined) return undefined;
    if (this.noEcho) return `${this.name} is given a value that it does not allow`;
    return `${this.name} is given as ${wrong}, but allows ${allowed.join(', ')}`;
  }

  get isList(): boolean {
    return /^(CommaDelimitedList|List<.*>)$/.test(this.type);
  }

  /** Its value is what is given, and not the name of a parameter in Parameter Store. */
  get isText(): boolean {
    return !this.isList && !this.type.startsWith('AWS::SSM::Parameter::Value');
  }
}

const isAt = (edge: ReferenceEdge, path: string | undefined) =>
  path === undefined || edge.path === `Properties.${path}`;

const textOf = (node: Node): string[] => (node.kind === 'scalar' ? [node.text] : []);
