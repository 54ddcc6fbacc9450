import { listed } from '../../listed';
import type { Resource } from '../../model/entity';
import { evaluate } from '../../model/evaluate';
import { fail, type Outcome, type OutcomeOptions, review } from '../../model/expectation';
import { PART, splitAt, textNode } from '../../model/text-node';
import type { Value } from '../../model/value';
import { intrinsicOf, type Node } from '../../template/node';
import { isNamed } from '../named-resources';
import { SUBNET } from '../network/subnets';
import { identityOf, origin, parameterOf, selection, shown, withinUse } from './told-apart';

/**
 * An Availability Zone, as far as the app tells it. Zones can be told apart when the app names them in one
 * way: by name, by id, by their place in Fn::GetAZs, or by parameters and imports of their own.
 */
export interface Zone {
  /** The way it is named; zones named in different ways may be one. */
  readonly by: string;
  /** What it is named, in this way. */
  readonly key: string;
  /** What it is called in messages. */
  readonly name: string;
  /** What is in the zone: `SubnetA`. */
  readonly of?: string;
  /** It stands for a list of which not even the length is known, and this is why. */
  readonly anyNumber?: string;
}

/** How many zones there are; both numbers are the same where nothing is left to deployment. */
export interface Spread {
  readonly least: number;
  readonly most: number;
}

/** The zones that a list of subnets lies in, one for each subnet. Only inside an expectation, as all below. */
export const zonesOfSubnets = (subnets: Value): Zone[] => zonesIn(subnets, zoneOfSubnet);

/** The zones that a list of zones names. */
export function zonesNamed(zones: Value): Zone[] {
  return zonesIn(zones, zoneNamed);
}

/** The zone of what names one subnet. Subnets of other stacks that are named one by one are taken to have each its own. */
export function zoneOfSubnet(subnet: Value): Zone {
  const resource = subnet.reference?.resource;
  if (resource?.type === SUBNET) return zoneOf(resource);
  const name = shown(subnet);
  return { by: ELSEWHERE, key: identityOf(subnet), name: `the zone of ${name}`, of: name };
}

/**
 * The zone of a subnet of the app. AWS picks one where none is named, and not always another one.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-subnet.html#cfn-ec2-subnet-availabilityzone
 */
export function zoneOf(subnet: Resource): Zone {
  const [name, id] = ['AvailabilityZone', 'AvailabilityZoneId'].map((property) => subnet.get(property));
  const of = subnet.logicalId;
  if (name && isNamed(name)) return { ...zoneNamed(name), of };
  if (id && isNamed(id)) return { ...slot(id), by: 'id', of };
  const key = withinUse(subnet.template, of);
  return { by: key, key, name: `the zone that AWS picks for ${of}`, of };
}

/** The zone that a value names. */
export function zoneNamed(zone: Value): Zone {
  const subnet = zone.reference;
  if (subnet?.resource.type === SUBNET)
    return zone.entity.app.follow(() => zoneOf(subnet.resource)) ?? slot(zone);
  // All zones that a stack can name are of its Region.
  const inRegion = /^(?:\$\{[\w:.]*Region\}|[a-z]+(?:-[a-z]+)+-\d)((?:-[a-z0-9-]+)?[a-z])$/.exec(
    zone.outline,
  );
  if (inRegion) return { by: 'name', key: inRegion[1] as string, name: zone.outline };
  if (zone.literal !== undefined) return { by: 'name', key: zone.literal, name: zone.literal };
  return slot(zone);
}

/** How many zones these are, at least and at most. */
export function spreadOf(zones: readonly Zone[]): Spread {
  const keys = new Map<string, Set<string>>();
  for (const { by, key } of zones.filter(isOne)) keys.set(by, (keys.get(by) ?? new Set()).add(key));
  const elsewhere = keys.get(ELSEWHERE)?.size ?? 0;
  keys.delete(ELSEWHERE);
  const counts = [...keys.values()].map(({ size }) => size);
  return {
    least: Math.max(elsewhere + Math.max(0, ...counts), Math.min(1, zones.length)),
    most: zones.every(isOne)
      ? elsewhere + counts.reduce((sum, count) => sum + count, 0)
      : Number.POSITIVE_INFINITY,
  };
}

const isOne = ({ anyNumber }: Zone): boolean => anyNumber === undefined;

/** Whether the app shows where it is, so that another one is not only taken to be elsewhere. */
export const isShown = ({ by }: Zone): boolean => by !== ELSEWHERE;

/** Whether two zones are one; undefined where only deployment can tell. */
export function areSame(one: Zone, other: Zone): boolean | undefined {
  const { least, most } = spreadOf([one, other]);
  if (!isShown(one) || !isShown(other)) return most === 1 ? true : undefined;
  if (least === 2) return false;
  return most === 1 ? true : undefined;
}

/**
 * Fails what is in fewer zones than it should, and asks a person where only deployment can tell. No zone at
 * all is nothing to say anything about. `what` begins the message: `the load balancer`.
 */
export function mustSpan(
  zones: readonly Zone[],
  what: string,
  { needed = 2, ...options }: OutcomeOptions & { needed?: number } = {},
): Outcome | undefined {
  const { least, most } = spreadOf(zones);
  if (zones.length === 0 || least >= needed) return undefined;
  if (most < needed) {
    const count = most === 1 ? 'a single Availability Zone' : `${most} Availability Zones`;
    return fail(`${what} is in ${count} (${placesOf(zones)})`, options);
  }
  const count = needed === 2 ? 'two or more' : `${needed} or more`;
  return review(`${doubtAbout(zones)}: confirm that ${what} is in ${count} Availability Zones`, options);
}

/** As `mustSpan`, for one of several that stand in for each other: the others may be where it is not. */
export function mustSpanWith(
  others: () => readonly Zone[],
  zones: readonly Zone[],
  what: string,
): Outcome | undefined {
  const outcome = mustSpan(zones, what);
  if (!outcome) return undefined;
  const together = mustSpan([...zones, ...others()], `${what}, together with those like it,`);
  return outcome.verdict === 'fail' && together?.verdict === 'review' ? together : together && outcome;
}

/** What is in the zones, as a message tells it: `SubnetA, SubnetB: us-east-1a`. */
function placesOf(zones: readonly Zone[]): string {
  const names = new Map<string, Set<string>>();
  for (const { by, key, of } of zones) {
    const id = `${by} ${key}`;
    const members = names.get(id) ?? new Set();
    names.set(id, of === undefined ? members : members.add(of));
  }
  return [...names]
    .map(([id, members]) => {
      const { name } = zones.find(({ by, key }) => `${by} ${key}` === id) as Zone;
      if (members.size === 0) return name;
      const all = [...members].join(', ');
      return members.size === 1 ? `the only subnet is ${all}` : `${all}: ${name}`;
    })
    .join('; ');
}

/** Why it is not known how many zones there are. */
function doubtAbout(zones: readonly Zone[]): string {
  const list = zones.find((zone) => !isOne(zone));
  if (list) return list.anyNumber as string;
  const names = zones.map(({ name }) => name);
  return `${listed(names)} may be the same`;
}

/** Named apart in the app, and in none of its subnets: taken to be a zone other than all the rest. */
const ELSEWHERE = 'elsewhere';

/** A list of which only deployment knows the elements. */
const anyNumber = (why: string): Zone => ({ by: 'list', key: 'list', name: 'its zones', anyNumber: why });

function zonesIn(values: Value, zoneIn: (value: Value) => Zone): Zone[] {
  if (isGetAzs(origin(values).node)) return ALL;
  const joined = joinedIn(textOf(values));
  if (joined) return joined.map(zoneIn);
  if (isListOfAnyLength(values)) return [anyNumber(whyAnyLength(values))];
  const items = values.items();
  const named = items.filter((item) => item.literal !== '');
  const [only, more] = named;
  if (items.length > 0 && !only) return [anyNumber('the list is empty by default')];
  if (only && !more && isPieceOfText(only)) return [anyNumber(whyAnyLength(only))];
  if (only && !more && zoneIn === zoneOfSubnet && isPlaceholder(only))
    return [anyNumber(`the default ${only.literal} is no subnet`)];
  const zones = named.flatMap((item) => (isListItself(item) ? zonesIn(item, zoneIn) : [zoneIn(item)]));
  // Services take no empty name: whoever deploys fills it in.
  return named.length < items.length ? [...zones, anyNumber('an element is empty by default')] : zones;
}

/** The text that a list is made of, where it is split; else the list itself. */
function textOf(list: Value): Value {
  const source = origin(list);
  const { entity, node, path, at } = source;
  const call = intrinsicOf(node);
  const text = call?.name === 'Fn::Split' && call.argument.kind === 'list' && call.argument.items[1];
  return text ? origin(evaluate(entity, text, path, at)) : source;
}

/** What is joined by commas in a text; what is not known of them may itself be several. */
function joinedIn({ entity, path, at, parts }: Value): Value[] | undefined {
  const pieces = splitAt(',', parts).filter((piece) => piece.length > 0);
  return pieces.length > 1
    ? pieces.map((piece) => evaluate(entity, textNode(piece, at), path, at))
    : undefined;
}

/** An element that is a list, which belongs in place of the whole; VPCZoneIdentifier takes it as a text with commas. */
const isListItself = (item: Value): boolean =>
  item.isList ||
  isGetAzs(origin(item).node) ||
  joinedIn(item) !== undefined ||
  (isListOfAnyLength(item) && [item, origin(item)].some(isCalledList));

const isCalledList = (value: Value): boolean =>
  LISTING.has(intrinsicOf(value.node)?.name ?? '') || parameterOf(value)?.type.includes('List') === true;

const LISTING = new Set(['Fn::Join', 'Fn::Split']);

function whyAnyLength(list: Value): string {
  return intrinsicOf(origin(list).node)?.name === 'Ref'
    ? list.why
    : `what ${shown(textOf(list))} lists is only known at deployment`;
}

/** What a list parameter is by default, so that somebody replaces it. */
const isPlaceholder = ({ node, literal }: Value): boolean =>
  node?.kind === 'scalar' && node.origin === 'default' && !literal?.startsWith('subnet-');

/** Fn::GetAZs gives every zone of the Region that has a default subnet, which is two at least. */
const ALL: Zone[] = ['0', '1'].map((key) => position(key));

function position(key: string): Zone {
  return { by: 'Fn::GetAZs', key, name: `zone ${key} of Fn::GetAZs` };
}

const isGetAzs = (node: Node | undefined): boolean => intrinsicOf(node)?.name === 'Fn::GetAZs';

/** Not a list that is written out, and not the id of one subnet. */
function isListOfAnyLength(value: Value): boolean {
  if (value.content.kind === 'unknown') return true;
  const [only, more] = value.parts;
  if (!only || only.kind === 'literal') return false;
  if (only.kind === 'reference') return only.resource.type !== SUBNET;
  return !more && !(only.parameter !== undefined && parameterOf(origin(value))?.isText);
}

/** All that is left of a text that was split: the output of another stack, which may be a list joined. */
function isPieceOfText({ node, reference }: Value): boolean {
  return intrinsicOf(node)?.name === PART && reference !== undefined && reference.resource.type !== SUBNET;
}

/** A zone that a parameter, an import, a mapping or the like names, each another one. */
function slot(value: Value): Zone {
  const call = selection(origin(value));
  if (call && isGetAzs(call.list.node)) return position(call.index);
  return { by: 'slot', key: identityOf(value), name: shown(value) };
}
