import rule from '../../../rules/secrets/docker-build-args-no-secrets';
import { testAssetRule } from '../../asset-rule-tester';

const built = (dockerBuildArgs: { [name: string]: string }, more: object = {}) => ({
  image: { dockerBuildArgs, ...more },
});
const STAYS = 'and stays in the history of the image';

testAssetRule(rule, {
  pass: {
    'a version and a proxy': built({ NODE_VERSION: '22', HTTP_PROXY: 'http://proxy.example.com:3128' }),
    'the host of a registry': built({ REGISTRY: '111122223333.dkr.ecr.eu-west-1.amazonaws.com' }),
    'names that speak about secrets': built({ SECRET_ARN: 'orders', TOKEN_URL: 'login.example.com/token' }),
    'an argument without a value': built({ NPM_TOKEN: '' }),
    'a secret that is mounted': built(
      {},
      { dockerBuildSecrets: { npm: 'env=NPM_TOKEN' }, dockerBuildSsh: 'default' },
    ),
    'a file': { files: { 'index.js': '' } },
  },
  fail: {
    'a token': [
      built({ NODE_VERSION: '22', NPM_TOKEN: 'Xk29-fjq71' }),
      `error Function Stack.assets.json:10:19 the build argument NPM_TOKEN is a secret, ${STAYS}`,
    ],
    'a password in the address of a proxy': [
      built({ HTTP_PROXY: 'http://app:Xk29fjq71@proxy.example.com:3128' }),
      `error Function Stack.assets.json:9:20 the build argument HTTP_PROXY holds a password in an address, ${STAYS}`,
    ],
  },
});
