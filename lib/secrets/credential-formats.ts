import { decoded, entropy, isPlaceholder } from './secret-values';

/** A format that an issuer gives its credentials, so that they can be told from any other text. */
export interface CredentialFormat {
  /** With its article: `a GitHub token`. */
  readonly name: string;
  /** One of them, in lower case, is in every text that can match. */
  readonly keywords: readonly string[];
  /** Bounded and without nested repetition. The group `secret`, where there is one, is what must not be shown. */
  readonly pattern: RegExp;
  /** What else must be true of the secret. */
  readonly holds?: (secret: string) => boolean;
  /** Where the format is described. */
  readonly source: string;
}

/** A credential neither begins nor ends within something longer, such as Base64 of a file. */
const START = '(?<![A-Za-z0-9/+_-])';
const END = '(?![A-Za-z0-9/+=_-])';

const GITLEAKS = 'https://github.com/gitleaks/gitleaks/tree/master/cmd/generate/config/rules';

/** How GitLab's tokens begin, by what they are for. */
const GITLAB_TOKENS = [
  'glpat-',
  'gldt-',
  'glrt-',
  'glcbt-',
  'glptt-',
  'glft-',
  'glimt-',
  'glagent-',
  'gloas-',
  'glsoat-',
  'glffct-',
];

export const CREDENTIAL_FORMATS: readonly CredentialFormat[] = [
  {
    // AROA, AIDA, AIPA, ANPA, AGPA and more of that page are ids of things that are no secret.
    name: 'an AWS access key id',
    keywords: ['akia', 'asia', 'abia', 'acca'],
    pattern: new RegExp(`${START}(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}${END}`, 'g'),
    source:
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-prefixes',
  },
  {
    name: 'an AWS secret access key',
    keywords: ['secret'],
    pattern: new RegExp(
      `(?:secret[^A-Za-z0-9]?access|aws[^A-Za-z0-9]?secret)[^A-Za-z0-9]?(?:access)?[^A-Za-z0-9]?key[^A-Za-z0-9/+]{1,12}(?<secret>[A-Za-z0-9/+]{40})${END}`,
      'gi',
    ),
    holds: (secret) => looksLikeSecretAccessKey(secret),
    source: 'https://github.com/awslabs/git-secrets/blob/master/git-secrets',
  },
  {
    name: 'a private key',
    keywords: ['-----begin '],
    pattern:
      /-----BEGIN (?:(?:RSA|DSA|EC|OPENSSH|ENCRYPTED) )?PRIVATE KEY-----(?:[\s\\nr]{0,20}Proc-Type: [^-]{1,30}DEK-Info: [A-Z0-9-]{1,30},[0-9A-Fa-f]{1,64})?(?<secret>[\s\\nr"',+]{0,60}[A-Za-z0-9+/=]{40}[A-Za-z0-9+/=\s\\]{0,20000})/g,
    source: 'https://www.rfc-editor.org/rfc/rfc7468#section-10',
  },
  {
    name: 'a PGP private key',
    keywords: ['-----begin pgp private'],
    pattern:
      /-----BEGIN PGP PRIVATE KEY BLOCK-----(?<secret>[^-]{0,200}?[A-Za-z0-9+/=]{40}[A-Za-z0-9+/=\s\\]{0,20000})/g,
    source: 'https://www.rfc-editor.org/rfc/rfc4880#section-6.2',
  },
  {
    name: 'a GitHub token',
    keywords: ['ghp_', 'gho_', 'ghu_', 'ghr_'],
    pattern: new RegExp(`${START}gh[pour]_[A-Za-z0-9]{36}${END}`, 'g'),
    source:
      'https://github.blog/changelog/2021-03-31-authentication-token-format-updates-are-generally-available',
  },
  {
    name: 'a GitHub installation token',
    keywords: ['ghs_'],
    pattern: new RegExp(`${START}ghs_[A-Za-z0-9._-]{36,1000}`, 'g'),
    source:
      'https://github.blog/changelog/2026-04-24-notice-about-upcoming-new-format-for-github-app-installation-tokens/',
  },
  {
    name: 'a fine-grained GitHub token',
    keywords: ['github_pat_'],
    pattern: new RegExp(`${START}github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}${END}`, 'g'),
    source: 'https://gist.github.com/magnetikonline/073afe7909ffdd6f10ef06a00bc3bc88',
  },
  {
    name: 'a GitLab token',
    keywords: GITLAB_TOKENS,
    pattern: new RegExp(`${START}(?:${GITLAB_TOKENS.join('|')})[\\w-]{20,300}(?:\\.\\w{1,60}){0,2}`, 'g'),
    source: 'https://docs.gitlab.com/security/tokens/#token-prefixes',
  },
  {
    name: 'a Slack token',
    keywords: ['xox'],
    pattern: new RegExp(
      `${START}xox(?:b-\\d{10,13}-\\d{10,13}-?[\\w-]{0,80}|[ape]-\\d{10,13}-\\d{10,13}-\\d{10,13}-[\\w-]{28,34}|[aers]-\\d[\\w.-]{20,200})`,
      'g',
    ),
    source: 'https://docs.slack.dev/authentication/tokens',
  },
  {
    name: 'a Slack app-level token',
    keywords: ['xapp-'],
    pattern: /xapp-\d-[A-Z0-9]{1,20}-\d{1,20}-[a-z0-9]{20,100}/gi,
    source: 'https://docs.slack.dev/authentication/tokens',
  },
  {
    name: 'a Slack webhook address',
    keywords: ['hooks.slack.com/'],
    pattern: /hooks\.slack\.com\/(?:services|workflows|triggers)\/(?<secret>[A-Za-z0-9+/]{40,120})/g,
    source: `${GITLEAKS}/slack.go`,
  },
  {
    name: 'a Teams webhook address',
    keywords: ['/incomingwebhook/'],
    pattern:
      /\.office\.com\/webhookb?2?\/(?<secret>[0-9a-f-]{36}(?:@[0-9a-f-]{36})?\/IncomingWebhook\/[0-9a-f]{32}(?:\/[0-9a-f-]{36})?)/gi,
    source:
      'https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook',
  },
  {
    name: 'a Discord webhook address',
    keywords: ['/api/webhooks/'],
    pattern: /discord(?:app)?\.com\/api\/webhooks\/\d{17,20}\/(?<secret>[\w-]{60,100})/gi,
    source: 'https://discord.com/developers/docs/resources/webhook',
  },
  {
    name: 'a PagerDuty integration key',
    keywords: ['events.pagerduty.com/', 'events.eu.pagerduty.com/'],
    pattern:
      /events\.(?:eu\.)?pagerduty\.com\/(?:integration|x-ere)\/(?<secret>[A-Za-z0-9]{30,36})(?![A-Za-z0-9])/gi,
    source: 'https://support.pagerduty.com/main/docs/aws-cloudwatch-integration-guide',
  },
  {
    name: 'a token in an address',
    keywords: ['token=', 'key=', 'secret=', 'sig=', 'signature=', 'password='],
    pattern:
      /https?:\/\/[^\s?"'<>]{1,300}\?(?:[^\s"'<>#]{0,300}&)?(?:(?:access|auth|api|private|webhook)?[_-]?token|api[_-]?key|(?:client[_-]?)?secret|sig|signature|password)=(?<secret>[^\s&"'#$<>{}%*]{12,300})(?![${<])/gi,
    holds: (secret) =>
      /\d/.test(secret) && /[a-z]/i.test(secret) && !isPlaceholder(secret) && entropy(secret) > 2.8,
    source: 'https://www.rfc-editor.org/rfc/rfc6750#section-2.3',
  },
  {
    name: 'a password in a JDBC address',
    keywords: ['jdbc:'],
    pattern:
      /jdbc:[^\s"'<>]{1,300}?[?&;](?:password|pwd)=(?<secret>[^\s&;"'`#$<>{}%*]{1,200})(?![^\s&;"'`#])/gi,
    holds: (secret) => !isPlaceholder(secret) && !JUST_A_WORD.test(secret),
    source: 'https://docs.oracle.com/javase/tutorial/jdbc/basics/connecting.html',
  },
  {
    name: 'an npm token',
    keywords: ['npm_'],
    pattern: new RegExp(`${START}npm_[A-Za-z0-9]{36}${END}`, 'g'),
    source: 'https://github.blog/2021-09-23-announcing-npms-new-access-token-format/',
  },
  {
    name: 'a live Stripe key',
    keywords: ['_live_'],
    pattern: new RegExp(`${START}[sr]k_live_[0-9A-Za-z]{10,128}${END}`, 'g'),
    source: 'https://docs.stripe.com/keys',
  },
  {
    name: 'a Google API key',
    keywords: ['aiza'],
    pattern: new RegExp(`${START}AIza[\\w-]{35}${END}`, 'g'),
    source: `${GITLEAKS}/gcp.go`,
  },
  {
    name: 'a SendGrid key',
    keywords: ['sg.'],
    pattern: new RegExp(`${START}SG\\.[\\w-]{22}\\.[\\w-]{43}${END}`, 'g'),
    source: `${GITLEAKS}/sendgrid.go`,
  },
  {
    name: 'a PyPI token',
    keywords: ['pypi-'],
    pattern: /pypi-AgEIcHlwaS5vcmc[\w-]{50,1000}/g,
    source: `${GITLEAKS}/pypi.go`,
  },
  {
    name: 'an Azure storage key',
    keywords: ['accountkey='],
    pattern: /AccountKey=(?<secret>[A-Za-z0-9+/]{86}==)/gi,
    source: 'https://learn.microsoft.com/en-us/purview/sit-defn-azure-storage-account-key',
  },
  {
    name: 'an Anthropic key',
    keywords: ['sk-ant-'],
    pattern: /sk-ant-(?:api03|admin01|o[ar]t01)-[\w-]{40,120}/g,
    source: `${GITLEAKS}/anthropic.go`,
  },
  {
    name: 'an OpenAI key',
    keywords: ['t3blbkfj'],
    pattern: /sk-(?:(?:proj|svcacct|admin)-)?[\w-]{20,74}T3BlbkFJ[\w-]{20,74}/g,
    source: `${GITLEAKS}/openai.go`,
  },
  {
    name: 'a password in an address',
    keywords: ['://'],
    pattern:
      /(?<![a-z0-9+.-])(?:https?|git|ssh|s?ftp|postgres(?:ql)?|mysql|mariadb|mssql|sqlserver|mongodb(?:\+srv)?|amqps?|rediss?|ldaps?|smtps?|[a-z0-9]{1,12}\+[a-z0-9]{1,12}):\/\/(?<user>[^\s:@/?#'"<>`]{0,100}):(?<secret>[^\s@/'"`]{1,200})@[\w$[{<%.-]/gi,
    source: 'https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1',
  },
];

/** A credential in a text. */
export interface Credential {
  readonly format: CredentialFormat;
  readonly secret: string;
  /** Where in the text `secret` begins. */
  readonly index: number;
  /** It stands in the place of a password. */
  readonly isPlaceholder: boolean;
}

/** Whether a text says a word of any format: one look tells of most texts that they hold no credential. */
const hasKeyword = (text: string): boolean => text.length >= SHORTEST && ANY_KEYWORD.test(text);

/** Whether a text may be or hold a credential, or be encoded so that it may. */
export const mayHoldCredential = (text: string): boolean =>
  hasKeyword(text) || looksLikeSecretAccessKey(text) || hasKeyword(decoded(text) ?? '');

/** The credentials in a text, which has `${Name}` for what is not literal. */
export function credentialsIn(text: string): Credential[] {
  if (!hasKeyword(text)) return [];
  const literal = withoutDynamicReferences(text);
  const lower = literal.toLowerCase();
  const candidates = CREDENTIAL_FORMATS.filter(({ keywords }) =>
    keywords.some((word) => lower.includes(word)),
  );
  const found = candidates.flatMap((format) =>
    [...literal.matchAll(format.pattern)].flatMap((match): Credential[] => {
      const { user, secret = match[0] } = match.groups ?? {};
      if (isNoCredential(secret, user) || format.holds?.(secret) === false) return [];
      const index = match.index + match[0].lastIndexOf(secret);
      const isWord = user !== undefined && (isPlaceholder(secret) || JUST_A_WORD.test(secret));
      return [{ format, secret, index, isPlaceholder: isWord }];
    }),
  );
  return [...found, ...secretKeysBeside(literal, found)];
}

const SHORTEST = 10;

const ANY_KEYWORD = new RegExp(
  [...new Set(CREDENTIAL_FORMATS.flatMap(({ keywords }) => keywords))]
    .map((word) => word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
    .join('|'),
  'i',
);

/** Whether a text holds a credential that is told from its format wherever it stands: other rules need not tell it again. */
export const holdsKnownCredential = (text: string): boolean =>
  credentialsIn(text).some(({ isPlaceholder }) => !isPlaceholder);

/** The text with `${…}` of the same length for each dynamic reference, which may have `${Name}` inside. */
function withoutDynamicReferences(text: string): string {
  let shown = '';
  let last = 0;
  for (let start = text.indexOf(DYNAMIC); start !== -1; start = text.indexOf(DYNAMIC, last)) {
    let end = text.indexOf('}}', start);
    if (end === -1) break;
    while (text[end + 2] === '}') end++;
    shown += `${text.slice(last, start)}\${${'.'.repeat(end - start - 1)}}`;
    last = end + 2;
  }
  return shown + text.slice(last);
}

const DYNAMIC = '{{resolve:';

/** AWS's own examples, redacted ones, and texts in whose place something else is put at run time. */
function isNoCredential(secret: string, user: string | undefined): boolean {
  if (/EXAMPLE(KEY)?$/.test(secret) || /^.{4,}?([Xx*.0])\1{9,}$/.test(secret)) return true;
  return user !== undefined && STANDS_FOR_A_PASSWORD.some((pattern) => pattern.test(secret));
}

/** `${Name}`, `$NAME`, `$(command)`, `{name}`, `<name>`, `%s`, `[name]`, `****`, and several of them. */
const STANDS_FOR_A_PASSWORD: readonly RegExp[] = [
  /^(?:[$#]\{[^}]{0,300}\}|\$\w{1,100}|\$?\([^)]{0,200}\)|\{[^{}]{0,200}\}|\{\{[^{}]{0,200}\}\}|<[^<>]{0,200}>|%\w{0,50}%?|%\(\w{1,50}\)s|\[[^\]]{0,100}\]){1,5}$/,
  /^[*x.…]{1,100}$/i,
];

/** What documentation has in the place of a password. */
const JUST_A_WORD = /^(password|passwd|pass|pwd|passw0rd|secret|token|key)$/i;

const ACCESS_KEY_ID = CREDENTIAL_FORMATS[0] as CredentialFormat;
export const SECRET_ACCESS_KEY = CREDENTIAL_FORMATS[1] as CredentialFormat;

/** How far behind an access key id its secret is looked for. */
const NEAR = 200;

/** The secret access keys that stand, without a name, behind an access key id. */
function secretKeysBeside(text: string, found: readonly Credential[]): Credential[] {
  return found
    .filter(({ format }) => format === ACCESS_KEY_ID)
    .flatMap(({ index, secret: id }): Credential[] => {
      const from = index + id.length;
      const match = BARE_SECRET.exec(text.slice(from, from + NEAR));
      if (!match || !looksLikeSecretAccessKey(match[0])) return [];
      const at = from + match.index;
      if (found.some((other) => other.index === at)) return [];
      return [{ format: SECRET_ACCESS_KEY, secret: match[0], index: at, isPlaceholder: false }];
    });
}

const BARE_SECRET = new RegExp(`${START}[A-Za-z0-9/+]{40}${END}`);

/** A name that says of a text without a format of its own that it is a secret access key. */
export const SECRET_KEY_NAME = /secret.?access.?key/i;

/** Whether a text that stands where a secret access key may stand is one: forty characters of all classes. */
export const looksLikeSecretAccessKey = (text: string): boolean =>
  text.length === 40 &&
  /^[A-Za-z0-9/+]+$/.test(text) &&
  /[a-z]/.test(text) &&
  /[A-Z]/.test(text) &&
  /\d/.test(text) &&
  !/^[0-9a-f]{40}$/i.test(text) &&
  !/EXAMPLE/.test(text);

/** Whether a text is an AWS access key id and nothing else. */
export const isAccessKeyId = (text: string): boolean =>
  credentialsIn(text).some(({ format, secret }) => format === ACCESS_KEY_ID && secret === text.trim());
