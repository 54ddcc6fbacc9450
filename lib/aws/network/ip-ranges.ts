import ipaddr from 'ipaddr.js';
import { rememberText } from '../../model/remember';
import type { Value } from '../../model/value';

/** A public range of at most so many bits is as good as the whole internet. */
const WIDE = 8;

/** Ranges from which nobody on the internet sends. */
const NOT_PUBLIC: ReadonlySet<string> = new Set([
  'broadcast',
  'carrierGradeNat',
  'linkLocal',
  'loopback',
  'multicast',
  'private',
  'reserved',
  'uniqueLocal',
]);

/** Whether a range in CIDR notation is the internet, or a large part of it: `0.0.0.0/0`, `::/0`, `128.0.0.0/1`. */
export const isAnywhere = rememberText((cidr): boolean => {
  if (!ipaddr.isValidCIDR(cidr)) return false;
  const [address, bits] = ipaddr.parseCIDR(cidr);
  const family = address.kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6;
  const ends = [family.networkAddressFromCIDR(cidr), family.broadcastAddressFromCIDR(cidr)];
  return bits <= WIDE && !ends.every((end) => NOT_PUBLIC.has(end.range()));
});

/**
 * Whether a value is or can still be the internet. The range of a VPC or subnet cannot, nor can a text whose
 * length is known, `${Office}/32`: so that a rule asks for no value that makes no difference.
 */
export function mayBeAnywhere(cidr: Value): boolean {
  if (cidr.isKnown) return isAnywhere(cidr.text?.trim() ?? '');
  const [, bits = '0'] = /\/(\d+)$/.exec(cidr.outline) ?? [];
  return cidr.reference?.attribute !== 'CidrBlock' && Number(bits) <= WIDE;
}

/** A /16 of IPv4 is all of the largest VPC; a /48 of IPv6 is what one site gets (RFC 6177). */
const BROAD = { ipv4: 16, ipv6: 47 };

/** Whether a range holds so many addresses that it names nobody: `10.0.0.0/8`, also `10.${Number}.0.0/16`. */
export function isBroad(cidr: Value): boolean {
  const [, bits] = /\/(\d+)$/.exec(cidr.outline.trim()) ?? [];
  return bits !== undefined && Number(bits) <= (cidr.outline.includes(':') ? BROAD.ipv6 : BROAD.ipv4);
}
