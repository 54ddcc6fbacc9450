import { tokens } from '../model/environment';
import { namesPassword, namesSecret } from './secret-names';

/** The access keys of AWS's documentation. */
const EXAMPLE_KEY = /^[A-Za-z0-9/+]{12,40}EXAMPLE(KEY)?$/;

/** What stands under a secret's name without being one: where it is kept, or a switch. */
const HOLDS_NO_SECRET: readonly RegExp[] = [
  /^(~|!!?)?$/, // nothing, or `!` for an account that is locked
  /^arn:[\w-]{2,20}:/,
  /^(alias|s3:\/|file:\/|ssm:\/|secretsmanager:\/)\//i,
  /^(true|false|yes|no|on|off|enabled|disabled)$/i,
  /^(none|null|nil|undefined|empty|blank|n\/a|na|unset|not[-_ ]?set|default|optional|auto|latest|-+)$/i,
  /^\/[\w.\-/]+$/, // a path, in Parameter Store or of a file
  /^https?:\/\/[^\s@?]+$/i, // user and password are a credential format of their own
  /^(AWSCURRENT|AWSPREVIOUS|AWSPENDING)$/,
  /^(include|omit|same-origin)$/, // of cookies, in fetch()
  EXAMPLE_KEY,
];

/** Words in the place of a secret. */
const PLACEHOLDERS: readonly RegExp[] = [
  /<[A-Za-z][^<>]{0,100}>/,
  /^<+[^<>]*>+$/,
  /^\[[^[\]]*\]$/,
  /^\{[^{}]*\}$/,
  /^%[\w-]*%?$/,
  /^([x*.?#-])\1{2,}$/i,
  /^_{2,}.*_{2,}$/,
  /^(change|replace|fill|insert|enter|put|set|edit|update|provide|add)[-_ ]?(me|this|it|in|here|your|the|with|before|after|later|soon)/i,
  /^(your|my|some|example|sample|dummy|fake|placeholder|redacted|todo|tbd|fixme|to[-_ ]be)\b/i,
  /^(your|example|dummy|placeholder)[-_A-Z]/i,
  /(placeholder|change[-_ ]?me|replace[-_ ]?me|[-_ ]here)$/i,
];

/** Whether a literal may be a secret: not a boolean, an ARN, a path or nothing at all. */
export const mayBeSecret = (text: string): boolean =>
  !HOLDS_NO_SECRET.some((pattern) => pattern.test(text.trim()));

export const isExampleKey = (text: string): boolean => EXAMPLE_KEY.test(text);

/** Whether a literal stands for a secret that somebody is to fill in: `changeme`, `<password>`, `xxxx`. */
export const isPlaceholder = (text: string): boolean =>
  PLACEHOLDERS.some((pattern) => pattern.test(text.trim()));

/** What a service shows in place of a secret in an exported template. */
export const isRedacted = (text: string): boolean => /^\*{3,}$/.test(text.trim());

/**
 * Whether a text is the name under which a secret is kept: `prod/db`, or `orders-db-secret` under the name
 * of a secret. A password or a token is never a name.
 */
export function isNameOfSecret(name: string, text: string): boolean {
  if (!/^[A-Za-z][\w+=.@\-/]*$/.test(text) || looksRandom(text)) return false;
  if (/secret[_-]?key$/i.test(name) && IS_FIELD.test(text)) return true;
  const segments = text.split('/');
  if (segments.length > 1) return segments.every((segment) => /^[A-Za-z][\w.@-]{0,60}$/.test(segment));
  return (
    /(secrets?|credentials?)$/.test(tokens(name).at(-1) ?? '') && /[-_.]/.test(text) && namesSecret(text)
  );
}

/** What the fields of a secret are called, by which a program picks one. */
const IS_FIELD =
  /^((db|api|access|auth|client|user)[_-]?)?(password|passwd|token|secret|key|username|user|host)$/i;

/** Whether a literal under this name is a secret: a token is not a number, but a password may be. */
export function isSecretUnder(name: string, text: string): boolean {
  if (!mayBeSecret(text) || isNameOfSecret(name, text)) return false;
  if (/^[-+]?\d+(\.\d+)?$/.test(text)) return namesPassword(name) && text.length > 3;
  if (UUID.test(text)) return !/encryption|signing/i.test(name); // the id of a KMS key
  return /connection.?string/i.test(name) ? /(password|pwd|key|secret|token)\s*=/i.test(text) : true;
}

const HEX = /^(0x)?[0-9a-f]+$/i;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const DIGEST = /^(sha\d{1,3}|md5)[-:]/i;
/** What CloudFormation and CDK put into a name to make it unique. */
const UNIQUE_SUFFIX = /[0-9A-F]{8,}|[0-9a-f]{8,}/g;
/** How Base64 of something compressed begins, which is no secret for being unreadable. */
const COMPRESSED = /^(H4sI|UEsDB|eJ[wxz])/;

/**
 * Whether a text looks like a generated key: long, of all classes of characters in no order that a
 * person would write. Hashes, commits, UUIDs, words written together and encoded text are not.
 */
export function looksRandom(text: string): boolean {
  if (text.length < 20 || text.length > 200 || !/^[A-Za-z0-9+/=_-]+$/.test(text)) return false;
  if (HEX.test(text) || UUID.test(text) || DIGEST.test(text) || COMPRESSED.test(text)) return false;
  const core = text.replace(UNIQUE_SUFFIX, '');
  if (core.length < 16 || !/[a-z]/.test(core) || !/[A-Z]/.test(core) || !/\d\D+\d/.test(core)) return false;
  const changes = core.match(/[a-z][A-Z0-9]|[A-Z][0-9]|[0-9][A-Za-z]|[A-Z]{2}[a-z]/g)?.length ?? 0;
  return changes >= core.length / 4 && entropy(core) >= 3.7 && decoded(text) === undefined;
}

/** The text that a text is the Base64 of, or undefined. */
export function decoded(text: string): string | undefined {
  if (text.length < 16 || !BEGINS_TEXT.test(text) || /[^A-Za-z0-9+/=\s]/.test(text)) return undefined;
  const compact = text.replace(/\s/g, '');
  if (compact.length < 16 || !/^[A-Za-z0-9+/]+={0,2}$/.test(compact)) return undefined;
  const plain = Buffer.from(compact, 'base64').toString('latin1');
  return /^[\t\n\r -~]+$/.test(plain) ? plain : undefined;
}

/** How Base64 of text begins: with three bytes of which none is above 127. */
const BEGINS_TEXT = /^\s*[A-Za-f]\s*[A-HQ-Xg-nw-z0-3]\s*[ABEFIJMNQRUVYZcdghklopstwx014589]/;

/** Bits for each character, after Shannon. */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}
