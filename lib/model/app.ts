import type { MapNode } from '../template/node';
import type { Source } from '../template/source';
import type { Resource } from './entity';
import type { Scenario, Variable } from './scenario';
import { Template, type TemplateContext } from './template';

/** All templates that are checked together and may refer to each other. */
export class App {
  readonly templates: Template[] = [];
  private current: Scenario | undefined;
  private readonly pseudoParameters = new Map<string, Variable>();

  /** @throws ParseFailure for what is no template */
  add(source: Source, root: MapNode, context: TemplateContext): Template {
    const template = new Template(this, source, root, context);
    this.templates.push(template);
    return template;
  }

  resourcesOf(type: string): readonly Resource[] {
    return this.templates.flatMap((template) => template.resourcesOf(type));
  }

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
