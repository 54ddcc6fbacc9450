import { secretAssignmentsIn } from '../../lib/secrets/assignments';

const secretsIn = (text: string, quotedOnly = false) =>
  secretAssignmentsIn(text, { quotedOnly }).map(({ secret }) => secret);

test.each([
  'export DB_PASSWORD=tr0ub4dor',
  'DB_PASSWORD="tr0ub4dor" ./run',
  'TOKEN=tr0ub4dor; echo done',
  'tool --password tr0ub4dor --verbose',
  'tool --password="tr0ub4dor"',
  'docker run -e DB_PASSWORD=tr0ub4dor image',
  'JAVA_OPTIONS="-Dpassword=tr0ub4dor"',
  'Server=db;Uid=sa;Pwd=tr0ub4dor;',
  '$env:API_KEY = "tr0ub4dor"',
  'ConvertTo-SecureString "tr0ub4dor" -AsPlainText -Force',
  '{"user":"app","password":"tr0ub4dor"}',
  '{\\"password\\": \\"tr0ub4dor\\"}',
  "'password': 'tr0ub4dor',",
  '  password: tr0ub4dor',
  "CREATE USER 'app'@'%' IDENTIFIED BY 'tr0ub4dor';",
  'mysql -u root -ptr0ub4dor orders',
  'curl -u app:tr0ub4dor https://files.example.com',
  "echo 'app:tr0ub4dor' | chpasswd",
  'echo tr0ub4dor | passwd --stdin app',
  'aws configure set aws_secret_access_key tr0ub4dor',
  "mysqladmin -u root password 'tr0ub4dor'",
  'docker login -u app -p tr0ub4dor registry.example.com',
  'net user app tr0ub4dor /add',
  'CMD ["serve", "--password", "tr0ub4dor"]',
])('a literal: %s', (line) => {
  expect(secretsIn(line)).toEqual(['tr0ub4dor']);
});

test.each([
  'export DB_PASSWORD=$PASSWORD',
  'export DB_PASSWORD=${Password}',
  'export DB_PASSWORD=$(aws ssm get-parameter)',
  'export DB_PASSWORD=`cat /run/password`',
  'tool --password --verbose',
  'tool --password-stdin < /run/password',
  'password: {{ password }}',
  'docker login --username AWS --password-stdin registry.example-1.com',
  'docker login -u app -p $PASSWORD',
  'mysqladmin -u root password "$PASSWORD"',
  'net user app /delete',
  'net user app $Password',
  "nextToken: 'NextToken'",
  'secret_key: ~',
  "useradd --password '!' app",
  "fetch(url, { credentials: 'include' })",
  'CMD ["serve", "--password", "--verbose"]',
  'CMD ["serve", "--password", "$PASSWORD"]',
  'password: string',
  'password: ""',
  'password: !Ref Password',
  'Enter the password: then press return',
  'password = get_password("app")',
  'password = os.environ["PASSWORD"]',
  'connect(password=password)',
  'token = event.token',
  'if [ "$PASSWORD" == "none" ]; then',
  'if password != "tr0ub4dor":',
  'sed -i "s/PASSWORD=.*/PASSWORD=$PASSWORD/" app.ini',
  'mysql -u root -p orders',
  'mysql -u root -p"$PASSWORD"',
  '"password.$": "$.password"',
  '# export DB_PASSWORD=tr0ub4dor',
  'echo "password: tr0ub4dor"',
])('no literal: %s', (line) => {
  expect(secretsIn(line)).toEqual([]);
});

test('a bearer token is a literal', () => {
  const token = 'Zr3TnB7x.Kp2VwL9mYs4CdF6h';
  expect(secretsIn(`curl -H "Authorization: Bearer ${token}" https://api.example.com`)).toEqual([token]);
  expect(secretsIn(`headers = {'Authorization': 'Bearer ${token}'}`, true)).toEqual([token]);
  expect(secretsIn('curl -H "Authorization: Bearer $TOKEN" https://api.example.com')).toEqual([]);
  expect(secretsIn('Bearer authentication-is-what-it-takes')).toEqual([]);
});

test('in a program only what is quoted is a literal', () => {
  expect(secretsIn('password = tr0ub4dor', true)).toEqual([]);
  expect(secretsIn("const password = 'tr0ub4dor';", true)).toEqual(['tr0ub4dor']);
  expect(secretsIn("const token = 'token';", true)).toEqual([]);
});

test('what says where secrets are is passed over, what follows is not', () => {
  const spec =
    'env:\n  secrets-manager:\n    A_TOKEN: orders\n\n    B_TOKEN: orders\n  variables:\n    C_TOKEN: c-7f3a\n';
  expect(secretAssignmentsIn(spec)).toEqual([
    { name: 'C_TOKEN', secret: 'c-7f3a', index: spec.indexOf('c-7f3a'), isPlaceholder: false },
  ]);
});

test('what says where secrets are may hold references', () => {
  const spec = '{"secrets-manager":{"A_TOKEN":"${Stack}:a","B_TOKEN":"b"},"variables":{"C_TOKEN":"c-7f3a"}}';
  expect(secretsIn(spec)).toEqual(['c-7f3a']);
});

test('a hostile line takes no longer than its length', () => {
  for (const piece of [
    'password',
    'password=',
    'password:"',
    'mysql -u ',
    'echo a:',
    'set password ',
    '-password ',
    '"--password",',
    'a.',
  ])
    secretAssignmentsIn(`${piece.repeat(20_000)}passwd`);
}, 5_000);
