import type { Resource } from '../../model/entity';
import { remember } from '../../model/remember';
import { intrinsicOf, type Node } from '../../template/node';
import { isOfSam, PERMISSION_POLICIES } from './iam-policy';

/**
 * Whether the policies of a resource may be about actions of a service. Most list actions of a few others, and a rule
 * need not look at them in any scenario.
 */
export const mayBeAbout = (resource: Resource, service: string): boolean =>
  listedBy(resource)?.services.has(service) ?? true;

/** Whether actions in the policies of a resource may have wildcards. */
export const mayHaveWildcards = (resource: Resource): boolean => listedBy(resource)?.haveWildcards ?? true;

/** Whether the policies of a resource only list what they are about: actions by their service, and no exceptions. */
export const onlyListsActions = (resource: Resource): boolean => listedBy(resource) !== undefined;

/** What policies are about that list their actions by service, as `s3:GetObject` and `s3:Get*`. */
interface Listed {
  /** In lower case. */
  services: ReadonlySet<string>;
  haveWildcards: boolean;
}

/** As it is written; undefined where the actions are not listed, or where only a scenario or deployment tells them. */
const listedBy = remember((resource: Resource): Listed | undefined => {
  const actions = resource.template.macros.length === 0 ? actionsIn(resource) : undefined;
  if (!actions?.every((action) => LISTED.test(action))) return undefined;
  return {
    services: new Set(actions.map((action) => action.slice(0, action.indexOf(':')).toLowerCase())),
    haveWildcards: actions.some((action) => /[*?]/.test(action)),
  };
});

/** Without a wildcard before the colon, and without a dynamic reference. */
const LISTED = /^[\w-]+:[^{]*$/;

function actionsIn(resource: Resource): string[] | undefined {
  const path = `Properties.${PERMISSION_POLICIES[resource.type]}.Statement.Action`
    .replace('[]', '')
    .split('.');
  const actions: string[] = [];
  /** Whether all that stands below a node is written, and has been taken. */
  const take = (node: Node | undefined, depth: number): boolean => {
    if (!node) return true;
    if (node.kind === 'list') return node.items.every((item) => take(item, depth));
    const key = path[depth];
    if (key === undefined) return node.kind === 'scalar' && actions.push(node.text) > 0;
    // In place of a policy SAM takes the name of a managed one.
    if (node.kind === 'scalar') return key === 'Statement' && isOfSam(resource);
    if (intrinsicOf(node)) return false;
    for (const other of node.entries.keys()) if (ADDS.test(other)) return false;
    return take(node.entries.get(key)?.value, depth + 1);
  };
  return take(resource.node, 0) ? actions : undefined;
}

/** What beside a key says more than is listed under it. */
const ADDS = /^(Fn::|Not(Action|Resource|Principal)$)/;
