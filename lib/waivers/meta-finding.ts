import type { Finding, Place } from '../finding';
import type { RuleMetadata } from '../rule';
import type { Range } from '../template/node';
import type { Source } from '../template/source';

/** Where a waiver stands: in a file of waivers, in a template, or in the code of an app. */
export type Home = Place &
  Partial<Pick<Finding, 'logicalId' | 'resourceType' | 'path' | 'constructPath' | 'source'>>;

/** A finding about a waiver or a baseline. */
export const metaFinding = (rule: RuleMetadata, home: Home, message: string): Finding => ({
  ruleId: rule.id,
  verdict: 'fail',
  severity: rule.severity,
  message,
  logicalId: null,
  resourceType: null,
  path: null,
  ...home,
  scenario: null,
  controls: [],
  items: [],
});

export function placeIn(source: Source, { start, end }: Range): Place {
  const from = source.position(start);
  const to = source.position(end);
  return { file: source.file, line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
}
