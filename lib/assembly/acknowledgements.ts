import { nearest } from '../nearest';
import type { Rule } from '../rule';
import { name } from '../version';
import { ancestry } from './construct-path';
import { entriesOf } from './json';

/** One call of `acknowledge()`. */
export interface Acknowledgement {
  /** As the call got it, below the plugin that it names. */
  id: string;
  constructPath: string;
  reason: string;
  /** The calls that led to it. */
  trace: readonly string[];
}

export interface UnknownAcknowledgement extends Acknowledgement {
  suggestion: string | undefined;
}

const NAMESPACE = `${name}::`;
/** Where CDK files an acknowledgement that names no plugin. */
const UNQUALIFIED = 'Annotation::';

/** What was acknowledged with `Validations.of(construct).acknowledge()`. */
export class Acknowledgements {
  private readonly at = new Map<string, Map<string, Acknowledgement>>();

  /** Takes in what the metadata of a construct says. */
  add(constructPath: string, data: unknown, trace: readonly string[] = []): void {
    const known = this.at.get(constructPath) ?? new Map<string, Acknowledgement>();
    this.at.set(constructPath, known);
    for (const [id, reason] of entriesOf(data))
      known.set(id, { id, constructPath, reason: String(reason ?? ''), trace });
  }

  /**
   * The name by which a rule is acknowledged at a construct, if it is. CDK matches the name that a violation is
   * reported under, so it has to be this one, be it a former id or one without the plugin's name.
   */
  acknowledgedName(rule: Pick<Rule, 'id' | 'aliases'>, constructPath: string): string | undefined {
    return namesOf(rule).find((known) => this.cover(known, constructPath));
  }

  /** Those of rules that exist, by whichever of their names. */
  known(ruleSet: readonly Rule[]): (Acknowledgement & { rule: Rule })[] {
    const byName = new Map(ruleSet.flatMap((rule) => qualifiedNamesOf(rule).map((id) => [id, rule])));
    return [...this.at.values()].flatMap((acknowledged) =>
      [...acknowledged.values()].flatMap((one) => {
        const rule = byName.get(one.id);
        return rule ? [{ ...one, rule }] : [];
      }),
    );
  }

  /** Whether violations of that name are acknowledged at the construct or above. */
  cover(ruleName: string, constructPath: string): boolean {
    return this.covering(ruleName, constructPath) !== undefined;
  }

  /** Acknowledgements of what does not exist, in our name or near to it: they would silently do nothing. */
  unknown(known: readonly string[]): UnknownAcknowledgement[] {
    return [...this.at.values()].flatMap((acknowledged) =>
      [...acknowledged.values()].flatMap((one) => {
        const meant = meantBy(one.id, known);
        return meant === undefined ? [] : [{ ...one, suggestion: meant || undefined }];
      }),
    );
  }

  /** The nearest one. */
  private covering(ruleName: string, constructPath: string): Acknowledgement | undefined {
    const id = qualified(ruleName);
    for (const path of ancestry(constructPath)) {
      const found = this.at.get(path)?.get(id);
      if (found) return found;
    }
    return undefined;
  }
}

/** Letters that differ in a slip; ids of others may be as near as our own to ours. */
const SLIP = 2;

/**
 * What an id that acknowledges nothing of ours was probably meant to be: the empty text if that cannot be
 * told, undefined for one that is right, or none of our business.
 */
function meantBy(id: string, known: readonly string[]): string | undefined {
  if (id.startsWith(NAMESPACE)) {
    const own = id.slice(NAMESPACE.length);
    return known.includes(own) ? undefined : (nearest(own, known) ?? '');
  }
  const [namespace = '', bare] = id.startsWith(UNQUALIFIED)
    ? ['', id.slice(UNQUALIFIED.length)]
    : id.split('::');
  // `competency-nag:x` has a colon too few and counts as unqualified.
  const [before = '', behind] = namespace ? [namespace, bare] : (bare ?? '').split(/:+/, 2);
  if (behind !== undefined)
    return nearest(before, [name], SLIP) ? NAMESPACE + (nearest(behind, known) ?? behind) : undefined;
  return known.includes(before) ? undefined : nearest(before, known, SLIP);
}

function namesOf({ id, aliases = [] }: Pick<Rule, 'id' | 'aliases'>): string[] {
  const names = [id, ...aliases];
  return [...names, ...names.map((known) => UNQUALIFIED + known)];
}

const qualified = (ruleName: string) => (ruleName.includes('::') ? ruleName : NAMESPACE + ruleName);
const qualifiedNamesOf = (rule: Rule) => namesOf(rule).map(qualified);

export const sayUnknown = ({ id, suggestion }: Pick<UnknownAcknowledgement, 'id' | 'suggestion'>): string =>
  `${id} is acknowledged, but there is no such rule${suggestion ? `; did you mean ${suggestion}?` : ''}`;
