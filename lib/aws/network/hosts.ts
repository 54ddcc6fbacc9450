import ipaddr from 'ipaddr.js';
import type { App } from '../../model/app';
import { remember } from '../../model/remember';
import { type ReferencePart, sourceOf, type Value } from '../../model/value';
import { CLASSIC_LOAD_BALANCER, isInternetFacing, isPublic, LOAD_BALANCER } from './load-balancers';

/** The host of a plain HTTP URL. */
export interface Host {
  /** As it is written, with `${Name}` for what is not literal. */
  name: string;
  /** Whether requests to it stay inside a machine or VPC. */
  reach: 'public' | 'private' | 'unknown';
  /** A name and password before it, which no output may show. */
  credentials: readonly string[];
}

/** The host of a text that begins with http://, without user and port; undefined where it calls nobody. */
export function plainHttpHost(url: Value): Host | undefined {
  const [, credentials, name = ''] = PLAIN_URL.exec(url.outline) ?? [];
  if (name === '' || NAMESPACES.test(name)) return undefined;
  return { name, reach: reachOf(name, url), credentials: credentials ? [credentials] : [] };
}

const PLAIN_URL = /^\s*http:\/\/(?:([^/?#\s]{0,300})@)?(\[[^\]]*\]|(?:\$\{[^}]*\}|\$(?!\{)|[^/:?#\s$])*)/i;

/** Hosts in the names of XML and JSON vocabularies, which look like URLs and are never called. */
const NAMESPACES =
  /^(?:www\.w3\.org|schemas?\..+|xmlns\..+|ns\..+|json-schema\.org|purl\.org|docs\.oasis-open\.org|tempuri\.org|java\.sun\.com|maven\.apache\.org)$/i;

function reachOf(name: string, { parts, entity }: Value): Host['reach'] {
  if (PRIVATE_NAMES.test(name) || isInZone(name, privateZones(entity.app))) return 'private';
  const address = name.replace(/^\[|\]$/g, '');
  if (ipaddr.isValid(address))
    return PRIVATE_RANGES.has(ipaddr.parse(address).range()) ? 'private' : 'public';
  if (!name.replace(WITHOUT_DOTS, '').includes('${')) return name.includes('.') ? 'public' : 'private';
  const whole = parts.find((part) => part.kind === 'reference' && sourceOf(part) === name);
  if (whole?.kind === 'reference') return reachOfResource(whole);
  return /\}[^{}]*\.[a-z]+\.?$/i.test(name) ? 'public' : 'unknown';
}

/** What stands for a label, or a piece of one. */
const WITHOUT_DOTS = /\$\{AWS::(?:StackName|AccountId|Region|Partition)\}/g;

/** Names that only resolve, or only lead somewhere, inside a machine, network or VPC. */
const PRIVATE_NAMES =
  /(?:^|\.)localhost$|\.(?:internal|local|localdomain|lan|corp|test|svc|consul)$|^internal-.*\.elb\.|^vpce?-|\.vpce\.amazonaws\.com/i;

const isInZone = (name: string, zones: ReadonlySet<string>): boolean => {
  const labels = name.toLowerCase().split('.');
  return zones.size > 0 && labels.some((_, index) => zones.has(labels.slice(index).join('.')));
};

/** The names of the app that only resolve inside its VPCs: those of Cloud Map, and of private hosted zones. */
const privateZones = remember((app: App): ReadonlySet<string> => {
  const zones = app.resourcesOf('AWS::Route53::HostedZone').filter((zone) => zone.written('VPCs'));
  const names = [...zones, ...app.resourcesOf('AWS::ServiceDiscovery::PrivateDnsNamespace')].map((zone) =>
    zone.written('Name'),
  );
  return new Set(
    names.flatMap((name) => (name?.kind === 'scalar' ? [name.text.toLowerCase().replace(/\.$/, '')] : [])),
  );
});

const PRIVATE_RANGES = new Set<string>([
  'private',
  'loopback',
  'linkLocal',
  'uniqueLocal',
  'unspecified',
  'carrierGradeNat',
]);

function reachOfResource({ resource, attribute = '' }: ReferencePart): Host['reach'] {
  if (resource.type === LOAD_BALANCER) return isPublic(resource) ? 'public' : 'private';
  if (resource.type === CLASSIC_LOAD_BALANCER) return isInternetFacing(resource) ? 'public' : 'private';
  if (PUBLIC_TYPES.has(resource.type) || attribute.startsWith('Public')) return 'public';
  return attribute.startsWith('Private') ? 'private' : 'unknown';
}

const PUBLIC_TYPES = new Set(['AWS::S3::Bucket', 'AWS::CloudFront::Distribution', 'AWS::EC2::EIP']);
