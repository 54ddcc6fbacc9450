import { CREDENTIAL_FORMATS, credentialsIn } from '../../lib/secrets/credential-formats';

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
/** Letters and digits that look drawn by lot, the same on every run. */
const drawn = (length: number) =>
  Array.from({ length }, (_, index) => LETTERS[(index * 31 + index * index * 7 + 3) % LETTERS.length]).join(
    '',
  );

const GUID = '3f2a9b1c-0d4e-4f5a-8b6c-7d8e9f0a1b2c';

const EXAMPLES: { readonly [name: string]: readonly string[] } = {
  'an AWS access key id': ['AKIAQ3EGRTY7ZKLMNP2B', 'key=ASIAQ3EGRTY7ZKLMNP2B;'],
  'an AWS secret access key': [
    `aws_secret_access_key = ${drawn(40)}`,
    `"SecretAccessKey":"${drawn(40)}"`,
    `AWS_SECRET_KEY=${drawn(40)}`,
  ],
  'a private key': [
    `-----BEGIN PRIVATE ${'KEY'}-----\\n${drawn(64)}\\n${drawn(20)}`,
    `-----BEGIN EC PRIVATE ${'KEY'}-----\n${drawn(64)}`,
    `-----BEGIN RSA PRIVATE ${'KEY'}-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0123456789ABCDEF\n\n${drawn(64)}`,
  ],
  'a PGP private key': [`-----BEGIN PGP PRIVATE KEY ${'BLOCK'}-----\nVersion: GnuPG v1\n\n${drawn(64)}`],
  'a GitHub token': [`ghp_${drawn(36)}`, `gho_${drawn(36)}`],
  'a GitHub installation token': [`ghs_${drawn(36)}`, `ghs_1234_${drawn(20)}.${drawn(60)}.${drawn(40)}`],
  'a fine-grained GitHub token': [`github_pat_${drawn(22)}_${drawn(59)}`],
  'a GitLab token': [`glpat-${drawn(20)}`, `glpat-${drawn(30)}.01.${drawn(9)}`],
  'a Slack token': [
    `xoxb-1234567890-1234567890-${drawn(24)}`,
    `xoxp-1234567890-1234567890-1234567890-${drawn(32)}`,
  ],
  'a Slack app-level token': [`xapp-1-A0123456789-1234567890-${drawn(40)}`],
  'a Slack webhook address': [`https://hooks.slack.com/services/T00000000/B00000000/${drawn(24)}`],
  'a Teams webhook address': [
    `https://shop.webhook.office.com/webhookb2/${GUID}@${GUID}/IncomingWebhook/${'0a1b2c3d'.repeat(4)}/${GUID}`,
  ],
  'a Discord webhook address': [`https://discord.com/api/webhooks/123456789012345678/${drawn(68)}`],
  'a PagerDuty integration key': [`https://events.pagerduty.com/integration/${drawn(32)}/enqueue`],
  'a token in an address': [
    `https://hooks.example.com/alerts?token=${drawn(24)}`,
    `https://hooks.example.com/alerts?team=orders&api_key=${drawn(24)}&page=2`,
    `https://api.opsgenie.com/v1/json/cloudwatch?apiKey=${GUID}`,
  ],
  'a password in a JDBC address': [
    'jdbc:mysql://db.internal/orders?user=app&password=Xk29-fjq',
    'jdbc:sqlserver://db.internal;databaseName=orders;user=app;password=Xk29-fjq;encrypt=true',
  ],
  'an npm token': [`npm_${drawn(36)}`],
  'a live Stripe key': [`sk_live_${drawn(24)}`, `rk_live_${drawn(24)}`],
  'a Google API key': [`AIza${drawn(35)}`],
  'a SendGrid key': [`SG.${drawn(22)}.${drawn(43)}`],
  'a PyPI token': [`pypi-AgEIcHlwaS5vcmc${drawn(60)}`],
  'an Azure storage key': [`AccountName=shop;AccountKey=${drawn(86)}==`],
  'an Anthropic key': [`sk-ant-api03-${drawn(93)}AA`],
  'an OpenAI key': [`sk-proj-${drawn(60)}T3BlbkFJ${drawn(60)}`],
  'a password in an address': [
    'postgres://app:tr0ub4dor@db:5432/orders',
    'redis://:tr0ub4dor@cache',
    'mongodb+srv://app:tr0ub4dor@cluster.example.com',
    'jdbc:mysql://root:tr0ub4dor@db/orders',
    'git+https://oauth2:tr0ub4dor@gitlab.com/a/b',
  ],
};

test('every format has an example', () => {
  expect(Object.keys(EXAMPLES).sort()).toEqual(CREDENTIAL_FORMATS.map(({ name }) => name).sort());
});

test.each(Object.entries(EXAMPLES).flatMap(([name, texts]) => texts.map((text) => [name, text] as const)))(
  '%s',
  (name, text) => {
    const [found, more] = credentialsIn(text);
    expect(found?.format.name).toBe(name);
    expect(more).toBeUndefined();
    expect(text.slice(found?.index).startsWith(found?.secret as string)).toBe(true);
  },
);

test.each([
  `ghp_${drawn(35)}`,
  `ghp_${drawn(37)}`,
  'npm_config_registry=https://registry.npmjs.org/',
  `pk_live_${drawn(24)}`,
  'xoxo-hugs-and-kisses',
  "grep -- '-----BEGIN PRIVATE KEY-----' file",
  'https://user:${Token}@git.example.com',
  'https://user:%s@git.example.com',
  'https://user:{{resolve:secretsmanager:${Secret}:SecretString:token}}@git.example.com',
  'https://host.example.com:8443/a@b',
  'arn:aws:iam::111122223333:user/app@example.com',
])('no credential: %s', (text) => {
  expect(credentialsIn(text)).toEqual([]);
});

test('a hostile text takes no longer than its length', () => {
  const pieces = [
    'ghs_',
    '://',
    'a:',
    'https://a:',
    '-----BEGIN PRIVATE KEY-----',
    'secretaccesskey',
    'AKIA',
    'x+',
  ];
  for (const piece of [...pieces, '{{resolve:x}}', '{{resolve:', 'glpat-', 'xoxb-1234567890-', 'sk-T3BlbkFJ'])
    credentialsIn(piece.repeat(30_000));
}, 5_000);
