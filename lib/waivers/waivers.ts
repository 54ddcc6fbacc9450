import { dirname, resolve } from 'node:path';
import { addToGroup } from '../add-to-group';
import type { WaiverField } from '../configuration/configuration';
import { readDocument, refuse } from '../configuration/document';
import type { Finding } from '../finding';
import { isLintRule } from '../lint/rules';
import type { CheckError } from '../report';
import type { Rule, RuleMetadata } from '../rule';
import { ruleOf, UsageError } from '../selection';
import { childOf } from '../template/node';
import type { Source } from '../template/source';
import { name } from '../version';
import { type Day, daysAfter } from './calendar';
import { type Home, metaFinding, placeIn } from './meta-finding';
import { MATCHES, NAMES_RULE, NOT_EXPIRED, ONLY_WAIVABLE, WELL_FORMED } from './rules';
import { FILE_SCHEMA, SAYS_SOMETHING, type WrittenWaiver } from './schema';
import { type StatedWaiver, statedAt } from './stated';
import { fileMatcher, pathMatcher, placeMatcher, type WaiverInForce } from './waiver';

const anything = () => true;

/** What an organisation asks of waivers. */
export interface WaiverPolicy {
  ruleSet: readonly Rule[];
  unwaivable: ReadonlySet<string>;
  require: readonly WaiverField[];
  equivalents: ReadonlyMap<string, readonly string[]>;
  today: Day;
}

/** Waivers that end within so many days are announced. */
const ANNOUNCED_DAYS = 30;

/** Where a waiver was found, and what follows from that. */
export interface Found extends Pick<WaiverInForce, 'home' | 'concerns'> {
  /** Whether it is about the place of a finding, as far as its home tells. */
  isAt: (finding: Finding) => boolean;
  /** Where it was decided, for the reports. */
  from: string;
}

/** A file that was checked, and with which rules. */
export interface CheckedFile {
  file: string;
  ranRule: (id: string) => boolean;
}

/** The waivers of a run, whatever home they have: they all mean the same. */
export class Waivers {
  private readonly byRule = new Map<string, WaiverInForce[]>();
  private readonly used = new Set<WaiverInForce>();
  private readonly refused: Finding[] = [];
  /** Texts of files that findings about waivers stand in. */
  readonly sources: Source[] = [];

  constructor(private readonly policy: WaiverPolicy) {}

  /** @throws UsageError for a file that is no list of waivers; what is wrong with one waiver is a finding */
  addFile(file: string): void {
    const document = readDocument(file);
    const { source, root } = document;
    const list = childOf(root, 'waivers');
    if (list?.kind !== 'list' || (root.kind === 'map' && root.entries.size > 1))
      refuse(document, [{ message: 'must hold one key, "waivers", with a list', at: root }]);
    this.sources.push(source);
    const folder = dirname(resolve(file));
    for (const node of list?.kind === 'list' ? list.items : []) {
      const stated = statedAt(node, FILE_SCHEMA, source, placeIn(source, node));
      const { file: glob } = stated.written;
      const concerns = typeof glob === 'string' ? fileMatcher(glob, folder) : anything;
      this.addStated(stated, concerns);
    }
  }

  /** Takes in what a template states. */
  addTemplate(file: string, stated: readonly StatedWaiver[]): void {
    for (const one of stated) this.addStated(one, (checked) => checked === file);
  }

  private addStated(
    { written, home, problems, logicalId, isForeign }: StatedWaiver,
    concerns: Found['concerns'],
  ): void {
    // Written for another tool, it counts where it names a rule of ours, or one that stands for ours.
    const standsFor = isForeign ? this.policy.equivalents.get(written.rule) : undefined;
    const rules = isForeign ? (standsFor ?? this.ownRule(written.rule)) : undefined;
    if (rules?.length === 0) return;
    // What is let stand for ours has no place for an owner; what names ours could be written as one of ours.
    const missing = standsFor ? [] : this.policy.require.filter((field) => written[field] === undefined);
    for (const { message, place } of problems) this.refuse(WELL_FORMED, { ...home, ...place }, message);
    if (problems.length > 0) return;
    for (const field of missing)
      this.refuse(WELL_FORMED, home, `"${field}" is missing, which the configuration requires`);
    if (missing.length > 0) return;
    const isAt = logicalId === undefined ? anything : (finding: Finding) => finding.logicalId === logicalId;
    const found = { home, concerns, isAt, from: `${home.file}:${home.line}` };
    this.add(written, found, rules);
  }

  private ownRule(id: string): string[] {
    const own = this.policy.ruleSet.find((rule) => rule.id === bare(id));
    return own ? [own.id] : [];
  }

  /** Adds a waiver unless it is none that can hold; then that is a finding. */
  add(
    written: WrittenWaiver,
    found: Found,
    rules: readonly string[] | undefined = this.rulesOf(written, found),
  ): void {
    if (!rules) return;
    const flaw = this.flawOf(written, rules);
    if (flaw) {
      this.refuse(flaw.rule, found.home, flaw.message);
      return;
    }
    const { reason, owner = null, expires = null, place, path } = written;
    const { home, concerns, isAt, from } = found;
    // What is found in an asset is about a resource, and what accepts it may stand beside that.
    const concernsOneOf = (files: readonly (string | undefined)[]) =>
      files.some((file) => file !== undefined && concerns(file));
    const isAtPlace = place === undefined ? anything : placeMatcher(place);
    const isAtPath = path === undefined ? anything : pathMatcher(path);
    const covers = (finding: Finding) =>
      concernsOneOf([finding.file, finding.template]) &&
      isAt(finding) &&
      isAtPlace(finding) &&
      isAtPath(finding);
    const inForce = { rules, waiver: { reason, owner, expires, from }, covers, concerns, home };
    for (const id of rules) addToGroup(this.byRule, id, inForce);
  }

  private rulesOf({ rule }: WrittenWaiver, { home }: Found): string[] | undefined {
    if (isLintRule(bare(rule))) return [bare(rule)];
    try {
      return [ruleOf(bare(rule), this.policy.ruleSet).id];
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      this.refuse(NAMES_RULE, home, error.message);
      return undefined;
    }
  }

  /** Why a waiver cannot hold, or holds no longer. */
  private flawOf(
    { reason, owner, expires }: WrittenWaiver,
    rules: readonly string[],
  ): { rule: RuleMetadata; message: string } | undefined {
    const { unwaivable, today } = this.policy;
    const named = rules.join(', ');
    if (!REASON.test(reason)) return { rule: WELL_FORMED, message: `the waiver of ${named} has no reason` };
    const forbidden = rules.find((id) => unwaivable.has(id));
    if (forbidden) return { rule: ONLY_WAIVABLE, message: `${forbidden} is declared unwaivable` };
    if (expires === undefined || expires >= today) return undefined;
    return { rule: NOT_EXPIRED, message: `the waiver of ${named} expired on ${expires}${by(owner)}` };
  }

  /** Says of something that it is no waiver that can hold. */
  refuse(rule: RuleMetadata, home: Home, message: string): void {
    this.refused.push(metaFinding(rule, home, message));
  }

  /** The finding with the waiver that accepts it, if one does. */
  accept(finding: Finding): Finding {
    const covering = this.byRule.get(finding.ruleId)?.filter(({ covers }) => covers(finding)) ?? [];
    for (const one of covering) this.used.add(one);
    return covering[0] ? { ...finding, waiver: covering[0].waiver } : finding;
  }

  /**
   * Findings about the waivers themselves, once all findings were shown to `accept`. What concerns files that are
   * checked elsewhere may have its use there.
   */
  findings(checked: readonly CheckedFile[], elsewhere: readonly string[] = []): Finding[] {
    const unused = this.all().filter(
      (one) =>
        !this.used.has(one) &&
        !elsewhere.some(one.concerns) &&
        checked.some(({ file, ranRule }) => one.concerns(file) && one.rules.some(ranRule)),
    );
    return [
      ...this.refused,
      ...unused.map(({ home, rules }) =>
        metaFinding(MATCHES, home, `nothing that ${rules.join(' or ')} finds is accepted by this waiver`),
      ),
    ];
  }

  /** Announces the waivers in use that end soon. */
  endingSoon(): CheckError[] {
    const last = daysAfter(this.policy.today, ANNOUNCED_DAYS);
    return [...this.used].flatMap(({ waiver: { expires, owner }, rules, home: { file, line, column } }) =>
      expires === null || expires > last
        ? []
        : [
            {
              file,
              line,
              column,
              message: `the waiver of ${rules.join(', ')} ends on ${expires}${by(owner)}`,
            },
          ],
    );
  }

  private all(): WaiverInForce[] {
    return [...new Set([...this.byRule.values()].flat())];
  }
}

const REASON = new RegExp(SAYS_SOMETHING, 'u');
const NAMESPACE = `${name}::`;
const bare = (id: string) => (id.startsWith(NAMESPACE) ? id.slice(NAMESPACE.length) : id);

const by = (owner: string | null | undefined) => (owner ? ` (${owner})` : '');
