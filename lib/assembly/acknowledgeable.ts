import { rules } from '../../rules';

/** Ids of violations in CDK's report that come from no rule. */
export const FINDINGS_IN_STAGES = 'findings-in-stages';
export const UNKNOWN_ACKNOWLEDGEMENT = 'unknown-acknowledgement';

/** What acknowledgements may name. */
export const ACKNOWLEDGEABLE = [
  ...rules.flatMap(({ id, aliases = [] }) => [id, ...aliases]),
  FINDINGS_IN_STAGES,
  UNKNOWN_ACKNOWLEDGEMENT,
];
