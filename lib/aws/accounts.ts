import type { Resource } from '../model/entity';
import type { Template } from '../model/template';

/** The account that a template is deployed to, where that is known: its stack has an environment, or it was given. */
export const accountOf = (template: Template): string | undefined =>
  template.context.pseudoParameters?.get('AWS::AccountId');

/**
 * Whether two resources are in one account; undefined where only deployment can tell. Nested stacks are in the
 * account of their parent.
 */
export function inSameAccount(one: Resource, other: Resource): boolean | undefined {
  const roots = [one, other].map(({ template }) => rootOf(template));
  if (roots[0] === roots[1]) return true;
  const [account, another] = roots.map((root) => root && accountOf(root));
  return account === undefined || another === undefined ? undefined : account === another;
}

function rootOf(template: Template): Template | undefined {
  let root: Template = template;
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    if (!root.parent) return root;
    root = root.parent.template;
  }
  return undefined;
}

/** Stacks nested in each other; more are a circle. */
const MAX_DEPTH = 30;

/** The option of rules to which it matters that an account is there for logs alone. */
export const LOG_ARCHIVE_ACCOUNTS = {
  default: [],
  description: 'The numbers of accounts that are there to keep logs: trails may keep theirs in them.',
} as const;

export const isLogArchive = (template: Template, accounts: readonly string[]): boolean =>
  accounts.includes(accountOf(template) ?? '');
