import type { RuleMetadata } from '../rule';

/** The engine's `E3012` goes by `lint-e3012` here. */
export const lintRuleId = (engineId: string): string => `lint-${engineId.toLowerCase()}`;

/** Whether an id is one of the companion lint. Which of them exist, only the engine knows. */
export const isLintRule = (id: string): boolean => /^lint-[a-z]\d{4}$/.test(id);

/** The engine ran out of its own budget, so what it says is not all there is to say. */
export const INCOMPLETE = 'W9052';

/**
 * What a rule of ours, or the check itself, says better. The engine keeps one resolved text for each property: a
 * literal, a default and a pseudo parameter look the same to it, branches that are not taken and text that is
 * partly unknown are lost. https://github.com/aws-cloudformation/cloudformation-validate
 */
export const SAID_BY_US: Readonly<Record<string, { by: string; because: string }>> = {
  F0000: { by: 'check', because: 'a duplicate key is an error of the check itself, with its line' },
  W1011: {
    by: 'secret-parameters-no-default',
    because: 'the engine objects to every parameter, also to one that is NoEcho and has no default',
  },
  W2010: {
    by: 'outputs-no-secrets',
    because: 'ours looks into joined and substituted text, in every branch',
  },
  W2501: { by: 'secret-parameters-noecho', because: 'ours says it once for a parameter, however it is used' },
  W2508: {
    by: 'security-group-open-ingress-front-end-only',
    because: 'the engine knows a list of ports, ours asks about all but those of a front end',
  },
  W2509: { by: 'secret-parameters-noecho', because: 'it repeats W2501 by the name of the parameter' },
  W3010: {
    by: 'no-hardcoded-regions',
    because: 'the engine takes a reference for the literal it resolves to',
  },
  W9008: { by: 'rds-storage-encrypted', because: 'ours looks at every branch, and at what decides besides' },
  W9010: { by: 'no-hardcoded-ami-ids', because: 'ours looks into mappings and every branch' },
  W9011: { by: 'data-stores-not-publicly-accessible', because: 'ours looks at every branch' },
};

const CONSEQUENCES: Readonly<Record<string, string>> = {
  F: 'CloudFormation refuses such a template.',
  E: 'Such a template is refused, or its deployment fails and is rolled back.',
  W: 'CloudFormation takes such a template, but does something else than it seems to say.',
};

/** What reports say of a rule of the engine, which itself has no words for it but those of its findings. */
export const lintRule = (
  engineId: string,
  category: string | undefined,
  severity: RuleMetadata['severity'],
): RuleMetadata => ({
  id: lintRuleId(engineId),
  title: `CloudFormation's validation engine has no objection by its rule ${engineId}${category ? ` (${category})` : ''}`,
  severity,
  why: CONSEQUENCES[engineId.charAt(0)] ?? 'The template can be written more clearly.',
  fix: 'Change what the message names, or remove it.',
  docs: 'https://github.com/aws-cloudformation/cloudformation-validate',
});
