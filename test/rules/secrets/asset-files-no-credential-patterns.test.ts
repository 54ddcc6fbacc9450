import rule from '../../../rules/secrets/asset-files-no-credential-patterns';
import { testAssetRule } from '../../asset-rule-tester';

// Put together, so that no scanner takes this file for a leak.
const KEY_ID = `AKIA${'Q4XW7NBV2ZLT6RKD'}`;
const SECRET_KEY = `wJ8rTzq2Lx/${'b7QmVp0sN4kYh1eGc9uDfA6tRiZo3'}`;
const GITHUB = `ghp_${'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'}`;
const PEM = `-----BEGIN RSA PRIVATE KEY-----\n${'MIIEpAIBAAKCAQEA7bq9'.repeat(4)}\n-----END RSA PRIVATE KEY-----\n`;
const file = (path: string, text: string | Buffer) => ({ files: { [path]: text } });

testAssetRule(rule, {
  pass: {
    'a program that reads its secret': file(
      'index.js',
      "const { TOKEN } = process.env;\nconst password = secret('db');\n",
    ),
    'the example keys of AWS': file(
      'readme.md',
      'AKIAIOSFODNN7EXAMPLE and wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    ),
    'a public certificate': file(
      'ca.pem',
      `-----BEGIN CERTIFICATE-----\n${'MIIEpAIBAAKCAQEA7bq9'.repeat(4)}\n`,
    ),
    'packages of others': file('node_modules/lib/index.js', GITHUB),
    'fixtures of tests': file('lib/test/fixtures/key.pem', PEM),
    'a file that is no text': file('photo.jpg', Buffer.from(`\0${GITHUB}`)),
    '.env without secrets': file('.env', 'STAGE=prod\nTABLE=orders\n'),
    'an example of .env': file('.env.example', 'DB_PASSWORD=Xk29-fjq71\n'),
    '.env that takes secrets from elsewhere': file('.env', 'DB_PASSWORD=${PASSWORD}\n'),
    '.npmrc that takes its token from elsewhere': file(
      '.npmrc',
      '//registry.example.com/:_authToken=${NPM_TOKEN}\n',
    ),
    'a name of a token in minified code': file(
      'index.js',
      `${'var a=1;'.repeat(400)}token="a8F3kQ9zL2mX7vB4nC6w"`,
    ),
    'the address of an example': file('db.js', "connect('postgres://app:Xk29fjq71@localhost/orders');\n"),
    'the addresses of other examples': file(
      'db.js',
      ['127.0.0.1', 'db.EXAMPLE.com', 'example.org', 'orders.test']
        .map((host) => `connect('postgres://app:Xk29fjq71@${host}/orders');\n`)
        .join(''),
    ),
    'a word that a program gives a name to': file('app.py', 'api_token = a8F3kQ9zL2mX7vB4nC6wPd\n'),
    'a text that is no generated key': file('app.py', "api_token = 'orders'\n"),
    'a Dockerfile, which has a rule of its own': file('Dockerfile', `FROM scratch\nENV TOKEN=${GITHUB}\n`),
  },
  fail: {
    'an access key in a program': [
      file('src/index.js', `// orders\nconst id = '${KEY_ID}';\nconst key = '${SECRET_KEY}';\n`),
      [
        'error Function asset/src/index.js:2:13 an AWS access key id stands in this file',
        'error Function asset/src/index.js:3:14 an AWS secret access key stands in this file',
      ],
    ],
    'a token in minified code': [
      file('index.js', `${'var a=1;'.repeat(400)}x="${GITHUB}"`),
      'error Function asset/index.js:1:3204 a GitHub token stands in this file',
    ],
    'a private key': [
      file('id_rsa', PEM),
      'error Function asset/id_rsa:1:32 a private key stands in this file',
    ],
    'a password in .env': [
      file('.env', 'STAGE=prod\nDB_PASSWORD=Xk29-fjq71\n'),
      'error Function asset/.env:2:13 DB_PASSWORD is given a literal',
    ],
    'a token in .npmrc': [
      file('.npmrc', '//registry.example.com/:_authToken=Xk29-fjq71\n'),
      'error Function asset/.npmrc:1:36 _authToken is given a literal',
    ],
    'a credentials file of AWS': [
      file(
        '.aws/credentials',
        `[default]\naws_access_key_id = ${KEY_ID}\naws_secret_access_key = ${SECRET_KEY}\n`,
      ),
      [
        'error Function asset/.aws/credentials:2:21 an AWS access key id stands in this file',
        'error Function asset/.aws/credentials:3:25 an AWS secret access key stands in this file',
      ],
    ],
    'what looks like a generated key': [
      file('config.py', "API_TOKEN = 'a8F3kQ9zL2mX7vB4nC6wPd'\n"),
      'warning Function asset/config.py:1:14 API_TOKEN is given a literal',
    ],
    'a password in an address, which in a program may be an example': [
      file('db.js', "connect('postgres://app:Xk29fjq71@db.internal/orders');\n"),
      'warning Function asset/db.js:1:25 a password in an address stands in this file',
    ],
    'a key of Google, which a program may show to everyone': [
      file('map.js', `init('AIza${'SyD4Kf9Lm2Qw8Rt1Yv6Zx3Cb7Nd5Hj0PgUa'}');\n`),
      'warning Function asset/map.js:1:7 a Google API key stands in this file',
    ],
    'a token in an address, which may be one for everyone': [
      file('map.js', "load('https://maps.example.net/tiles?token=a8F3kQ9zL2mX7vB4nC6w');\n"),
      'warning Function asset/map.js:1:44 a token in an address stands in this file',
    ],
    'a password in an address that only begins like an example': [
      file('db.js', "connect('postgres://app:Xk29fjq71@localhost.shop.io/orders');\n"),
      'warning Function asset/db.js:1:25 a password in an address stands in this file',
    ],
    'a file of an image': [
      { image: {}, files: { 'app.py': `token = "${GITHUB}"\n` } },
      'error Function asset/app.py:1:10 a GitHub token stands in this file',
    ],
  },
});
