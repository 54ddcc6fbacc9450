import { addToGroup } from '../add-to-group';
import type { MapNode } from '../template/node';
import type { Source } from '../template/source';
import type { Resource } from './entity';
import { ENVIRONMENT_WORDS, type EnvironmentWords } from './environment';
import type { Recollection } from './recollection';
import type { ReferenceEdge } from './references';
import type { Scenario, Variable } from './scenario';
import { Template, type TemplateContext } from './template';

/** Links from template to template that lead to one value; more are a circle. */
const MAX_LINKS = 30;

/** All templates that are checked together and may refer to each other. */
export class App {
  readonly templates: Template[] = [];
  private current: Scenario | undefined;
  private readonly pseudoParameters = new Map<string, Variable>();

  constructor(
    /** What its names and values call production, and what they call the rest. */
    readonly environmentWords: EnvironmentWords = ENVIRONMENT_WORDS,
  ) {}

  /** @throws ParseFailure for what is no template */
  add(source: Source, root: MapNode, context: TemplateContext): Template {
    const template = new Template(this, source, root, context);
    this.templates.push(template);
    return template;
  }

  resourcesOf(type: string): readonly Resource[] {
    return this.templates.flatMap((template) => template.resourcesOf(type));
  }

  /** The template of a nested stack, where it is part of the app. */
  readonly nested = new Map<Resource, Template>();

  /** Every reference to a resource, from any template. */
  referrersOf(resource: Resource): readonly ReferenceEdge[] {
    if (!this.incoming) {
      this.incoming = new Map();
      for (const template of this.templates) {
        for (const from of template.resources.values()) {
          for (const edge of from.references) {
            addToGroup(this.incoming, edge.to, edge);
          }
        }
      }
    }
    return this.incoming.get(resource) ?? [];
  }
  private incoming: Map<Resource, ReferenceEdge[]> | undefined;

  /** Follows a link to another template; undefined where links lead round in a circle. */
  follow<T>(link: () => T): T | undefined {
    if (this.linksFollowed >= MAX_LINKS) return undefined;
    this.linksFollowed++;
    try {
      return link();
    } finally {
      this.linksFollowed--;
    }
  }
  private linksFollowed = 0;

  /** The scenario being looked at. Values can only be read inside one. */
  get scenario(): Scenario {
    if (!this.current)
      throw new Error('a value was read outside an expectation: there is no scenario to read it in');
    return this.current;
  }

  within<T>(scenario: Scenario, look: () => T): T {
    this.current = scenario;
    try {
      return look();
    } finally {
      this.current = undefined;
    }
  }

  /** Finds something out in the scenario being looked at, or recalls it; see `Scenario.recall`. */
  recall<T>(recollection: Recollection<T>, find: () => T): T {
    // Behind a link, a value also hangs on how many links led to it.
    return this.linksFollowed > 0 ? find() : this.scenario.recall(recollection, find);
  }

  pseudoParameter(name: string, template: Template): Variable {
    const given = template.context.pseudoParameters?.get(name);
    const key = `${given ?? ''} ${name}`;
    const known = this.pseudoParameters.get(key);
    if (known) return known;
    const variable: Variable = { name, given };
    this.pseudoParameters.set(key, variable);
    return variable;
  }
}
