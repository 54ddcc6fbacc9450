import { secretAssignmentsIn } from './assignments';
import { credentialsIn } from './credential-formats';

/** Files that programs keep credentials in, by their path. */
const CREDENTIAL_FILES: readonly RegExp[] = [
  /(^|\/)\.env(\.(?!example|sample|template|dist)[\w.-]+)?$/i,
  /(^|\/)\.aws\/(credentials|config)$/,
  /(^|\/)(\.git-credentials|\.netrc|_netrc|\.pgpass|\.my\.cnf|\.npmrc|\.yarnrc(\.yml)?|\.pypirc|\.dockercfg)$/,
  /(^|\/)\.docker\/config\.json$/,
  /(^|\/)id_(rsa|dsa|ecdsa|ed25519)$/,
  /\.tfvars(\.json)?$/,
];

/** Those of them that always hold a secret: without one nobody has them. */
const ALWAYS_SECRET =
  /(^|\/)(\.env|\.aws(\/credentials)?|\.ssh|\.git-credentials|\.netrc|\.pgpass|id_(rsa|dsa|ecdsa|ed25519))\/?$/;

export const isCredentialFile = (path: string): boolean =>
  CREDENTIAL_FILES.some((pattern) => pattern.test(path));

export const isAlwaysSecret = (path: string): boolean => ALWAYS_SECRET.test(path);

/** A key, or the public certificate that goes with it: the name does not tell. */
export const mayBeKey = (path: string): boolean => /\.(pem|key|ppk)$/i.test(path);

/** A secret in a file. */
export interface WrittenSecret {
  /** What it is, as in `a GitHub token`, or the name it is given to, as in `DB_PASSWORD`. */
  name: string;
  isFormat: boolean;
  secret: string;
  index: number;
  isPlaceholder: boolean;
}

/** The credentials of a known format in a text, and the literals that names of secrets are given. */
export const secretsWrittenIn = (text: string): WrittenSecret[] => [
  ...formattedIn(text),
  ...secretAssignmentsIn(withoutLongLines(text)).map((found) => ({ ...found, isFormat: false })),
];

export const formattedIn = (text: string): WrittenSecret[] =>
  credentialsIn(text).map(({ format, ...found }) => ({ ...found, name: format.name, isFormat: true }));

export const holdsSecret = (text: string): boolean =>
  secretsWrittenIn(text).some(({ isPlaceholder }) => !isPlaceholder);

/** Nobody writes a line that long: a program did, and what it calls a token is none. */
export const withoutLongLines = (text: string): string =>
  text.replace(/[^\n]{2000,}/g, (line) => ' '.repeat(line.length));
