import { tokens } from '../model/environment';

/** Single tokens that name a secret wherever they stand in a name. */
const SECRET_WORDS = new Set([
  'password',
  'passwords',
  'passwd',
  'passphrase',
  'passcode',
  'secret',
  'token',
  'credential',
  'credentials',
  'apikey',
  'accesskey',
  'privatekey',
  'accesstoken',
  'authtoken',
  'refreshtoken',
  'bearertoken',
  'requirepass',
]);

/** Endings that make a token of several words a secret's name: `dbpassword`, `clientsecret`. */
const SECRET_ENDINGS = ['password', 'passwd', 'passphrase', 'secret'];
/** Of sudoers, and a command: they end so and hold nothing. */
const NOT_SECRET = new Set(['nopasswd', 'chpasswd']);

/** What is in front of a token that says where to go on reading. */
const PAGES = new Set(['next', 'page', 'pagination', 'continuation', 'starting']);

/** Words that name a secret only in front of `key`: a KeyName or a PublicKey is none. */
const SECRET_KEYS = new Set(['api', 'xapi', 'access', 'private', 'secret', 'signing', 'encryption', 'auth']);

/** Short for password, unless the name is the shell's working directory. */
const SHORT_FOR_PASSWORD = new Set(['pwd', 'pass', 'pw']);
const NOT_SHORT_FOR_PASSWORD = new Set(['old', 'current', 'first', 'second', 'single', 'multi', 'last']);

/** What follows a secret's word in a name that speaks about the secret instead of holding it. */
const ABOUT_SECRETS = new Set(
  `arn arns name names id ids path paths prefix suffix url urls uri uris endpoint endpoints ttl length len
  expiry expires expiration expire algorithm algo header headers region table bucket role policy version type
  file filename dir directory folder location host hostname port domain scope scopes issuer audience
  duration lifetime timeout validity valid age seconds minutes hours days interval schedule period date
  count size limit max min maximum minimum rotation rotate rotated rotator reset required require enabled
  enable disabled disable manager provider store vault backend service method mode format parameter
  parameters param params ref reference source field attribute label alias status state regex pattern
  characters character chars exclude description title prompt message template namespace kms stack function
  lambda handler user username email group queue topic encoding strategy resource logical principal
  grant endpointurl lookup suffixes generator rule rules complexity history use usage requirements
  validation validator verification verifier constraint constraints recovery created create update updated secretname hint change changed option options
  reuse prevention expired binding bindings stdin`
    .trim()
    .split(/\s+/),
);

/** What a name begins with that switches or measures something about secrets. */
const ASKS_ABOUT_SECRETS = new Set(
  `enable enabled enables use uses require requires required has is allow allows disable disabled skip
  generate create rotate reset with validate check verify max min maximum minimum num number no should force`
    .trim()
    .split(/\s+/),
);

/**
 * Whether a name says that its value is a secret: `DB_PASSWORD`, `apiKey`, `dbpassword`. Names are cut at
 * separators and changes of case, so `tokenizer` and `secretary` are none; nor are names that only speak
 * about a secret (`SecretArn`, `passwordLength`, `ENABLE_TOKEN`), nor the working directory, `PWD`.
 */
export function namesSecret(name: string): boolean {
  if (!MAY_NAME_SECRET.test(name)) return false;
  const words = tokens(name);
  const last = words.findLastIndex((_, index) => secretEndsAt(words, index));
  if (last === -1 || ASKS_ABOUT_SECRETS.has(words[0] as string)) return false;
  return !words.slice(last + 1).some((word) => ABOUT_SECRETS.has(word));
}

/** One of these is in every name of a secret. */
const MAY_NAME_SECRET = new RegExp(
  [...SECRET_WORDS, ...SECRET_ENDINGS, ...SHORT_FOR_PASSWORD, 'key', 'string'].join('|'),
  'i',
);

/** Whether a name that `namesSecret` is that of a password, whose value may be anything, a number too. */
export const namesPassword = (name: string): boolean =>
  tokens(name).some((word) => /pass(words?|wd|phrase|code)?$|^pwd?$/.test(word));

function secretEndsAt(words: readonly string[], index: number): boolean {
  const word = words[index] as string;
  const before = words[index - 1];
  if (word === 'token' && (PAGES.has(before ?? '') || isNameOfCluster(words, index))) return false;
  if (SECRET_WORDS.has(word)) return true;
  if (SECRET_ENDINGS.some((ending) => word.endsWith(ending))) return !NOT_SECRET.has(word);
  if (word === 'key') return before !== undefined && SECRET_KEYS.has(before);
  if (word === 'string') return before === 'connection';
  if (!SHORT_FOR_PASSWORD.has(word) && !/^(db|user|root|admin)(pwd|pass)$/.test(word)) return false;
  return words.length === 1 ? !SHORT_FOR_PASSWORD.has(word) : !NOT_SHORT_FOR_PASSWORD.has(before ?? 'first');
}

/**
 * The token by which members of etcd tell their cluster from others is no credential.
 * https://etcd.io/docs/v3.5/op-guide/clustering/#static
 */
const isNameOfCluster = (words: readonly string[], index: number): boolean =>
  words[index - 1] === 'cluster' && words[index - 2] === 'initial';

/** Whether a name is that of a user's name, which gives little away. */
export const namesUser = (name: string): boolean => /(user|user_?name|login|email|id)$/i.test(name);
