import { namesSecret } from '../../lib/secrets/secret-names';

const SECRETS = `DB_PASSWORD dbpassword MasterUserPassword passwd PASSPHRASE client_secret clientSecret appsecret API_KEY
  apiKey APIKey S3AccessKey private-key SECRET_KEY_BASE GitHubToken oauth.token CREDENTIALS ConnectionString
  CLUSTER_TOKEN MYSQL_PWD dbpwd DB_PASS PasswordProd --db-password`;

const NO_SECRETS = `PWD OLDPWD OLD_PWD pass tokenizer secretary SecretArn SECRET_NAME passwordLength TOKEN_TTL ApiKeyId
  KeyName TokenUrl ENABLE_TOKEN UseSecretsManager RequirePassword MaxTokens PublicKey KmsKey NOPASSWD chpasswd
  SecretsManagerEndpoint PasswordReusePrevention CREDENTIALS_TABLE bypass compass SINGLE_PASS Keyboard AUTH_TOKEN_VALIDATION
  --initial-cluster-token ETCD_INITIAL_CLUSTER_TOKEN`;

test('a very long name is cut quickly', () => {
  const start = performance.now();
  expect(namesSecret(`${'A'.repeat(200_000)}Password`)).toBe(true);
  expect(performance.now() - start).toBeLessThan(1000);
});

test.each(SECRETS.split(/\s+/))('%s names a secret', (name) => {
  expect(namesSecret(name)).toBe(true);
});

test.each(NO_SECRETS.split(/\s+/))('%s names none', (name) => {
  expect(namesSecret(name)).toBe(false);
});
