import {
  commandsOf,
  deploys,
  deploysByCloudFormation,
  deploysInfrastructure,
  deploysPipeline,
  mayTest,
  speaksOfTest,
  synthesises,
  testKindNamed,
  testRunBy,
} from '../../lib/aws/pipelines/commands';

describe('commandsOf', () => {
  test.each([
    ['npm ci && npm test; echo done', ['npm ci', 'npm test', 'echo done']],
    ['CI=true npx --yes jest # all of it', ['jest']],
    ['echo "a && b" | tee log', ['echo "a && b"', 'tee log']],
    ['cdk deploy \\\n  --all', ['cdk deploy --all']],
    ['if [ -f a ]; then python3 -m pytest; fi', ['[ -f a ]', 'pytest', 'fi']],
    ['cp -r ${OUT}/a b', ['cp -r ${OUT}/a b']],
    ['bash -c "npm test"', ['npm test']],
    ["docker run shop sh -ec 'npm ci\nnpm test'", ['docker run shop', 'npm ci', 'npm test']],
    ['npm test || true', ['npm test || true', 'true']],
    ['npm test || exit 1', ['npm test', 'exit 1']],
    ['', []],
  ])('%j', (script, expected) => {
    expect(commandsOf(script)).toEqual(expected);
  });

  test('takes time in proportion to the length of the script', () => {
    const script = `${'a=b '.repeat(50_000)} ${'( '.repeat(50_000)} ${"'".repeat(50_001)}`;
    const begin = performance.now();
    commandsOf(script).forEach(testRunBy);
    expect(performance.now() - begin).toBeLessThan(2000);
  });
});

test.each([
  'npm test',
  'npm t',
  'npm run test:unit -- --ci',
  'yarn test',
  'pnpm run e2e',
  'jest --ci',
  './node_modules/.bin/vitest run',
  'pytest -q',
  'tox',
  'go test ./...',
  'mvn -B verify',
  './mvnw clean package',
  'gradle check',
  './gradlew build',
  'dotnet test',
  'rspec',
  'vendor/bin/phpunit',
  'cypress run',
  'playwright test',
  'newman run api.json',
  'make test',
  'bash scripts/run-tests.sh',
  './integration_test.py',
  'python manage.py test',
  'docker-compose -f ci.yml run --rm tests',
  'cargo test',
  'terraform test',
  'yarn projen build',
])('%s runs a test', (command) => {
  expect(testRunBy(command)).toBe('function');
});

test.each([
  ['cfn-guard validate -d out', 'policy'],
  ['checkov -d .', 'policy'],
  ['npm audit', 'security'],
  ['trivy image shop', 'security'],
  ['k6 run load.js', 'performance'],
  ['jmeter -n -t plan.jmx', 'performance'],
])('%s is a test of %s', (command, kind) => {
  expect(testRunBy(command)).toBe(kind);
});

test.each([
  'npm ci',
  'npm install jest',
  'pip install pytest',
  'echo npm test',
  'npm run build',
  'cdk synth',
  'jest --version',
  'cp test/a b',
  'docker build --tag latest .',
  'docker push shop:latest',
  'mvn package -DskipTests',
  'gradle build -x test',
  'mkdir tests',
  'aws s3 cp test.sh s3://bucket',
  'tests',
  'npm test || true',
])('%s runs no test', (command) => {
  expect(testRunBy(command)).toBeUndefined();
});

test.each([
  'cdk deploy --all',
  'npx cdk -a out deploy',
  'sam deploy',
  'terraform -chdir=infra apply',
  'kubectl apply -f .',
  'helm upgrade --install shop .',
  'aws cloudformation deploy --stack-name shop',
  'aws --region eu-west-1 ecs update-service',
  'npm run deploy',
  './deploy.sh',
  '/usr/bin/helm upgrade shop .',
])('%s deploys', (command) => {
  expect(deploys(command.replace('npx ', ''))).toBe(true);
});

test.each([
  'cdk synth',
  'sam build',
  'terraform plan',
  'kubectl apply --dry-run=client -f .',
  'python deployer.py',
  'cat deploy.yml',
  'echo cdk deploy',
])('%s deploys nothing', (command) => {
  expect(deploys(command)).toBe(false);
});

test.each([
  ['npm run ci', 'ci'],
  ['make ci', 'ci'],
  ['./script/cibuild', 'cibuild'],
  ['./ci.sh --token x', 'ci'],
  ['$CHECK --all', '$CHECK'],
  ['npm ci', undefined],
  ['make all', undefined],
  ['$VERSION | head -c 8)"', undefined],
])('%s may test: %s', (command, what) => {
  expect(mayTest(command)).toBe(what);
});

test('a deployment of the pipeline', () => {
  expect(deploysPipeline('cdk -a . deploy PipelineStack --require-approval=never')).toBe(true);
  expect(deploysPipeline('cdk deploy Shop')).toBe(false);
  expect(deploysPipeline('cdk deploy --all')).toBe(false);
});

test.each([
  'Test',
  'UnitTests',
  'integ',
  'E2E',
  'smoke-test',
  'Validate',
  'QA',
  'VerifyDeployment',
  'ScanCluster',
  'LoadTest',
  'Security',
  'SecurityScan',
  'pytest',
  'canary',
])('%s speaks of a test', (name) => {
  expect(speaksOfTest(name)).toBe(true);
});

test.each([
  'Build',
  'latest',
  'LoadBalancer',
  'SecuritySettings',
  'upload',
  'Contest',
  'ContinuousIntegration',
  'BuildQADeployment',
  'TestStack',
  'AcceptanceTestEnvironment',
  'PrepareTestData',
  '',
])('%s does not', (name) => {
  expect(speaksOfTest(name)).toBe(false);
});

test.each([
  ['LoadTest', 'performance'],
  ['load', 'performance'],
  ['perf-tests', 'performance'],
  ['run k6', 'performance'],
  ['StressTests', 'performance'],
  ['cfn_nag', 'policy'],
  ['CfnGuard', 'policy'],
  ['policy-check', 'policy'],
  ['Compliance', 'policy'],
  ['SecurityScan', 'security'],
  ['UnitTests', 'function'],
  ['e2e', 'function'],
  ['Lint', 'function'],
  ['Test', undefined],
  ['LoadBalancer', undefined],
  ['LoadData', undefined],
  ['UpdatePolicies-v2-roles', undefined],
  ['GuardDutySetup', undefined],
  ['Build', undefined],
])('%s names a test of %s', (name, kind) => {
  expect(testKindNamed(name)).toBe(kind);
});

test.each([
  ['npx cdk deploy --all', true, true],
  ['sam deploy --config-env prod', true, true],
  ['aws cloudformation deploy --stack-name shop', true, true],
  ['aws cloudformation deploy --stack-name shop --disable-rollback', true, false],
  ['cdk deploy --all --no-rollback', true, false],
  ['terraform apply -auto-approve', true, false],
  ['kubectl apply -f app.yaml', false, false],
  ['aws s3 sync . s3://shop', false, false],
  ['cdk synth', false, false],
])('%s: of a template %s, by CloudFormation %s', (command, template, cloudFormation) => {
  const [bare = ''] = commandsOf(command);
  expect([deploysInfrastructure(bare), deploysByCloudFormation(bare)]).toEqual([template, cloudFormation]);
});

test.each([
  ['npx cdk synth', true],
  ['pnpx cdk deploy --all', true],
  ['npm run cdk synth', true],
  ['cdk -a . deploy PipelineStack', false],
  ['cdk diff', false],
])('%s synthesises: %s', (command, expected) => {
  const [bare = ''] = commandsOf(command);
  expect(synthesises(bare)).toBe(expected);
});

test.each([
  ['mu -c mu.yml svc deploy prod', true],
  ['./tools/ship deploy', true],
  ['mvn deploy', false],
  ['echo deploy', false],
  ['npm install deploy', false],
  ['fly deploy --help', false],
])('%s deploys: %s', (command, expected) => {
  expect(deploys(command)).toBe(expected);
});
