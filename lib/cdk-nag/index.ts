export { CompetencyNagPack, type CompetencyNagPackProps } from './competency-nag-pack';
export { type NagRule, nagRule } from './nag-rule';
