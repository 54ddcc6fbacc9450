export { rules } from '../rules';
export { type CheckOptions, check, type TemplateSource } from './check';
export type { Configuration } from './configuration/configuration';
export { loadConfiguration } from './configuration/load';
export type { Finding, Place, ScenarioAssignment, Severity, SourceLocation, Waiver } from './finding';
export type { Environment, EnvironmentWords } from './model/environment';
export type { CheckError, Report, Summary } from './report';
export { type Expectations, fail, notApplicable, type Profile, type Rule, review, rule } from './rule';
export { UsageError } from './selection';
