import { plain, problemsIn } from '../configuration/document';
import type { Place } from '../finding';
import type { Template } from '../model/template';
import { childOf, type Node } from '../template/node';
import type { Source } from '../template/source';
import { name } from '../version';
import { isDay } from './calendar';
import { type Home, placeIn } from './meta-finding';
import { METADATA_SCHEMA, RESOURCE_SCHEMA, TEMPLATE_SCHEMA, type WrittenWaiver } from './schema';

/** A waiver as it stands somewhere, before anybody asked whether it holds. Plain data. */
export interface StatedWaiver {
  written: WrittenWaiver;
  home: Home;
  /** What keeps it from being read. */
  problems: readonly { message: string; place: Place }[];
  /** Where it stands in the template, it is about that resource only. */
  logicalId?: string;
  /** It was written for another tool, and `rule` is an id of that. */
  isForeign?: boolean;
}

/** The waiver that a node holds. */
export function statedAt(node: Node, schema: object, source: Source, home: Home): StatedWaiver {
  const written = plain(node) as WrittenWaiver;
  const problems = problemsIn(node, schema);
  const expires = childOf(node, 'expires');
  if (problems.length === 0 && expires && !isDay(written.expires as string))
    problems.push({ message: `expires is "${written.expires}", a day that no calendar has`, at: expires });
  return {
    written,
    home,
    problems: problems.map(({ message, at }) => ({ message, place: placeIn(source, at) })),
  };
}

/** What the Metadata of a template and of its resources states. */
export function statedIn(template: Template): StatedWaiver[] {
  const whole = childOf(template.root, 'Metadata');
  const stated = whole ? statedInMetadata(whole, template.source, TEMPLATE_SCHEMA, {}) : [];
  for (const { logicalId, type, node } of template.resources.values()) {
    const metadata = childOf(node, 'Metadata');
    if (!metadata) continue;
    const about = { logicalId, resourceType: type };
    for (const one of statedInMetadata(metadata, template.source, RESOURCE_SCHEMA, about))
      stated.push({ ...one, logicalId });
  }
  return stated;
}

type About = Pick<Home, 'logicalId' | 'resourceType'>;

function statedInMetadata(metadata: Node, source: Source, schema: object, about: About): StatedWaiver[] {
  const home = (node: Node, path: string): Home => ({
    ...placeIn(source, node),
    path: `Metadata.${path}`,
    ...about,
  });
  return [
    ...misplacedIn(metadata, source, home),
    ...listAt(metadata, name, 'waivers').map(([index, node]) =>
      statedAt(node, schema, source, home(node, `${name}.waivers[${index}]`)),
    ),
    ...OTHER_TOOLS.flatMap((tool) =>
      listAt(metadata, tool, 'rules_to_suppress').map(([index, node]) =>
        foreignAt(node, home(node, `${tool}.rules_to_suppress[${index}]`)),
      ),
    ),
  ];
}

/** What stands beside `waivers`, such as `waiver`, would be passed over, though it looks like a decision. */
function misplacedIn(
  metadata: Node,
  source: Source,
  home: (node: Node, path: string) => Home,
): StatedWaiver[] {
  const own = childOf(metadata, name);
  const stated = own && statedAt(own, METADATA_SCHEMA, source, home(own, name));
  return stated && stated.problems.length > 0 ? [stated] : [];
}

/** Their metadata has the shape that cdk-nag took over from cfn_nag: `{ rules_to_suppress: [{ id, reason }] }`. */
const OTHER_TOOLS = ['cdk_nag', 'cfn_nag'];

function foreignAt(node: Node, home: Home): StatedWaiver {
  const text = (key: string) => {
    const child = childOf(node, key);
    return child?.kind === 'scalar' ? child.text : '';
  };
  const reason = text('is_reason_encoded') === 'true' ? decoded(text('reason')) : text('reason');
  return { written: { rule: text('id'), reason }, home, problems: [], isForeign: true };
}

const listAt = (metadata: Node, tool: string, key: string): (readonly [number, Node])[] => {
  const child = childOf(childOf(metadata, tool), key);
  return [...(child?.kind === 'list' ? child.items : child ? [child] : []).entries()];
};

/** cdk-nag 2 writes reasons that are not ASCII in base64. */
const decoded = (text: string) => Buffer.from(text, 'base64').toString('utf8');
