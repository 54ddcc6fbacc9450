export { CompetencyHook, type CompetencyHookProps } from './competency-hook';
