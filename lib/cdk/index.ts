export { CompetencyChecks } from './competency-checks';
export type { CompetencyChecksOptions } from './options';
