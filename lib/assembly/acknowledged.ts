import type { Acknowledged } from '../decide';
import type { Rule } from '../rule';
import { type Acknowledgement, type Acknowledgements, sayUnknown } from './acknowledgements';
import { isWithin } from './construct-path';
import { userCodeIn } from './user-code';

/** Ids of violations in CDK's report that come from no rule, and may be acknowledged. */
export const FINDINGS_IN_STAGES = 'findings-in-stages';

/** What acknowledgements may name. */
export const acknowledgeable = (ruleSet: readonly Rule[]): string[] => [
  ...ruleSet.flatMap(({ id, aliases = [] }) => [id, ...aliases]),
  FINDINGS_IN_STAGES,
];

export interface AcknowledgedApp {
  /** Whether a file is a template of the app. */
  holds: (file: string) => boolean;
  /** Stands for the app where the line of an acknowledgement is not known. */
  file: string;
}

/** The acknowledgements of an app as waivers of the findings at their constructs and below, the nearest first. */
export function acknowledgedIn(
  acknowledgements: Acknowledgements,
  ruleSet: readonly Rule[],
  app: AcknowledgedApp,
): Acknowledged[] {
  const own = acknowledgements
    .known(ruleSet)
    .map(({ rule, ...one }) => ({ ...asWaiver(one, app), rule: rule.id, reason: one.reason }));
  const misspelt = acknowledgements.unknown(acknowledgeable(ruleSet)).map((one) => ({
    ...asWaiver(one, app),
    rule: one.id,
    reason: one.reason,
    problem: sayUnknown(one),
  }));
  const depth = ({ home }: Acknowledged) => (home.constructPath ?? '').split('/').filter(Boolean).length;
  return [...own.sort((a, b) => depth(b) - depth(a)), ...misspelt];
}

function asWaiver({ constructPath, trace }: Acknowledgement, { holds, file }: AcknowledgedApp) {
  const source = userCodeIn(trace);
  const { line, column } = source ?? { line: 1, column: 1 };
  return {
    isAt: (finding: { constructPath?: string }) => isWithin(finding.constructPath ?? '', constructPath),
    concerns: holds,
    home: {
      file: source?.file ?? file,
      line,
      column,
      endLine: line,
      endColumn: column,
      constructPath,
    },
    from: constructPath || 'App',
  };
}
