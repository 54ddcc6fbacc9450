import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { plain, problemsIn, readDocument, refuse } from '../configuration/document';
import { type Finding, SEVERITIES, type Severity } from '../finding';
import { isLintRule } from '../lint/rules';
import { pathWithin } from '../path-within';
import type { Rule } from '../rule';
import { childOf, type Node } from '../template/node';
import type { Source } from '../template/source';
import { type Home, metaFinding, placeIn } from '../waivers/meta-finding';
import { BASELINE_MATCHES } from '../waivers/rules';
import { BASELINE_SCHEMA } from './schema';

/**
 * A finding that an estate started with. It is known again by what it says and where, not by its line nor by
 * its position in a list; if it gets worse, or there is one more of its kind, that is a new finding.
 */
export interface BaselineEntry {
  ruleId: string;
  /** Relative to the baseline, with slashes. */
  file: string;
  logicalId: string | null;
  path: string | null;
  verdict: Finding['verdict'];
  severity: Severity;
  message: string;
  /** How many there are that are the same; 1 when not given. */
  count?: number;
}

const keyOf = ({ ruleId, file, logicalId, path, verdict, message }: BaselineEntry) =>
  JSON.stringify([ruleId, file, logicalId, path, verdict, message]);

/** The entries for findings, equal ones counted, in the order of files and rules. */
export function entriesOf(findings: readonly Finding[], baselineFile: string): BaselineEntry[] {
  const folder = dirname(resolve(baselineFile));
  const entries = new Map<string, BaselineEntry>();
  for (const finding of findings) {
    const entry = entryOf(finding, folder);
    const key = JSON.stringify([keyOf(entry), entry.severity]);
    const known = entries.get(key);
    if (known) known.count = (known.count ?? 1) + 1;
    else entries.set(key, entry);
  }
  return [...entries].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}

const entryOf = (finding: Finding, folder: string): BaselineEntry => ({
  ruleId: finding.ruleId,
  file: pathWithin(folder, finding.file),
  logicalId: finding.logicalId,
  path: finding.path?.replace(/\[\d+\]/g, '[]') ?? null,
  verdict: finding.verdict,
  severity: finding.severity,
  message: finding.message,
});

/** One entry a line, so that a diff shows what was added or removed. */
export const writtenOut = (entries: readonly BaselineEntry[]): string =>
  `{\n  "schemaVersion": 1,\n  "findings": [${entries.map((entry) => `\n    ${JSON.stringify(entry)}`).join(',')}${entries.length > 0 ? '\n  ' : ''}]\n}\n`;

interface Remaining {
  entry: BaselineEntry;
  left: number;
  home: Home;
}

/** A baseline file, and what of it a run has met. */
export class Baseline {
  private readonly byKey = new Map<string, Remaining[]>();
  private readonly folder: string;
  readonly source: Source;

  /** @throws UsageError for a file that is missing or no baseline */
  constructor(
    readonly file: string,
    private readonly unwaivable: ReadonlySet<string>,
    private readonly ruleSet: readonly Pick<Rule, 'id' | 'aliases'>[],
  ) {
    const document = readDocument(file);
    refuse(document, problemsIn(document.root, BASELINE_SCHEMA));
    this.source = document.source;
    this.folder = dirname(resolve(file));
    const findings = childOf(document.root, 'findings');
    for (const node of findings?.kind === 'list' ? findings.items : []) this.add(node);
  }

  private add(node: Node): void {
    const written = plain(node) as BaselineEntry;
    const now = this.ruleSet.find(({ aliases }) => aliases?.includes(written.ruleId));
    const entry = now ? { ...written, ruleId: now.id } : written;
    const key = keyOf(entry);
    const home = placeIn(this.source, node);
    const group = this.byKey.get(key) ?? [];
    group.push({ entry, left: entry.count ?? 1, home });
    this.byKey.set(key, group);
  }

  private isRule(id: string): boolean {
    return isLintRule(id) || this.ruleSet.some((rule) => rule.id === id);
  }

  /** How many findings it accepts. */
  get size(): number {
    return [...this.byKey.values()].flat().reduce((sum, { entry: { count = 1 } }) => sum + count, 0);
  }

  /** The finding, accepted if the estate started with it. */
  accept(finding: Finding): Finding {
    if (finding.waiver || this.unwaivable.has(finding.ruleId)) return finding;
    const group = this.byKey.get(keyOf(entryOf(finding, this.folder))) ?? [];
    const [found] = group
      .filter(({ entry, left }) => left > 0 && isAsBad(entry.severity, finding.severity))
      // Its own first: one for a worse finding may be needed for that.
      .sort((a, b) => SEVERITIES.indexOf(b.entry.severity) - SEVERITIES.indexOf(a.entry.severity));
    if (!found) return finding;
    found.left--;
    return { ...finding, waiver: { reason: 'in the baseline', owner: null, expires: null, from: this.file } };
  }

  /** Findings about entries whose finding is gone, among those that this run could have met. */
  gone(wasChecked: (file: string, ruleId: string) => boolean): Finding[] {
    return this.remaining(wasChecked).map(({ entry, left, home }) => {
      const { ruleId, logicalId, file, path } = entry;
      const which = [ruleId, 'at', file, logicalId, path].filter((part) => part !== null).join(' ');
      const many = left > 1 ? ` (${left} times)` : '';
      return metaFinding(BASELINE_MATCHES, home, `there is no such finding any more: ${which}${many}`);
    });
  }

  /** The entries without those whose finding is gone. */
  pruned(wasChecked: (file: string, ruleId: string) => boolean): BaselineEntry[] {
    const gone = new Map(this.remaining(wasChecked).map(({ entry, left }) => [entry, left]));
    return [...this.byKey.values()].flat().flatMap(({ entry }) => {
      const { count = 1, ...rest } = entry;
      const kept = count - (gone.get(entry) ?? 0);
      return kept === 0 ? [] : [{ ...rest, ...(kept > 1 && { count: kept }) }];
    });
  }

  /** Also those of a rule that there is no more: nothing would ever tell that they are left over. */
  private remaining(wasChecked: (file: string, ruleId: string) => boolean): Remaining[] {
    return [...this.byKey.values()].flat().filter(({ entry: { file, ruleId }, left }) => {
      const path = resolve(this.folder, file);
      return left > 0 && (wasChecked(path, ruleId) || !existsSync(path) || !this.isRule(ruleId));
    });
  }
}

const isAsBad = (accepted: Severity, found: Severity) =>
  SEVERITIES.indexOf(accepted) <= SEVERITIES.indexOf(found);
