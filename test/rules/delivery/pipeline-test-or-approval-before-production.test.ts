import rule from '../../../rules/delivery/pipeline-test-or-approval-before-production';
import { testRule } from '../../rule-tester';
import {
  action,
  approve,
  at,
  beta,
  build,
  commands,
  conditionRule,
  deploy,
  type Fields,
  pipeline,
  prod,
  project,
  ship,
  source,
  stack,
  stage,
  template,
  yaml,
} from './pipeline-fixtures';

/** Source, a build by the project, production. */
const builtBy = (buildSpec: unknown, more: Fields = {}) =>
  template([source, stage('Build', build({ Ref: 'Builder' })), prod], { Builder: project(buildSpec, more) });
const synth = { version: '0.2', phases: { build: { commands: ['npm ci', 'npx cdk synth'] } } };
const selfMutation = {
  version: '0.2',
  phases: { build: { commands: ['cdk -a . deploy PipelineStack --require-approval=never'] } },
};
const none = { Ref: 'AWS::NoValue' };

const add = (stage: string) => `; add a test or an approval before stage ${stage}`;
const ungated = 'nothing tests or approves between Source and the production deployment "Ship" to web';

testRule(rule, {
  pass: {
    'an approval before production': pipeline(source, stage('Gate', approve), prod),
    'a test before production': pipeline(
      source,
      stage('Check', action('Browser', 'Test', 'DeviceFarm')),
      prod,
    ),
    'an approval in the production stage, before the deployment': pipeline(
      source,
      stage('Prod', { ...ship, ...at(2) }, { ...approve, ...at(1) }),
    ),
    'an approval between change set and execution': pipeline(
      source,
      stage(
        'Prod',
        stack('shop', 'CHANGE_SET_REPLACE', at(1)),
        { ...approve, ...at(2) },
        stack('shop', 'CHANGE_SET_EXECUTE', at(3)),
      ),
    ),
    'other environments need no gate': pipeline(source, stage('Beta', ship), stage('Gate', approve), prod),
    'the first gate holds for every deployment after it': pipeline(
      source,
      stage('Gate', approve),
      stage('ProdEu', ship),
      stage('ProdUs', ship),
    ),
    'a scan for vulnerabilities, whatever its name': pipeline(
      source,
      stage('Check', action('Look', 'Invoke', 'InspectorScan')),
      prod,
    ),
    'a build that is a test by name': pipeline(
      source,
      stage('Build', build('shop-build', 'UnitTests')),
      prod,
    ),
    'tests before or after a deployment, by name': pipeline(
      source,
      stage('Check', build('shop-build', 'PreDeployTests')),
      prod,
    ),
    'a release that is validated': pipeline(
      source,
      stage('Check', build('shop-build', 'ValidateRelease')),
      prod,
    ),
    'a build in a stage that is for tests': pipeline(source, stage('E2E', build('shop-build')), prod),
    'a function that is a test by name': pipeline(
      source,
      stage('Check', action('Run', 'Invoke', 'Lambda', { FunctionName: 'smoke-test' })),
      prod,
    ),
    'a project that is a test by name': template([source, stage('Build', build({ Ref: 'Builder' })), prod], {
      Builder: project(undefined, { Name: { 'Fn::Sub': '${AWS::StackName}-integration-tests' } }),
    }),
    'the build spec runs tests': builtBy(yaml('npm ci', 'npm test')),
    'the build spec runs tests, written as JSON': builtBy(
      JSON.stringify({ version: '0.2', phases: { build: { commands: ['CI=1 npx jest'] } } }),
    ),
    'the build spec runs tests, with parameters in it': builtBy({
      'Fn::Sub': yaml('cd ${Folder} && pytest -q'),
    }),
    'the build spec runs the checks of a makefile': builtBy(yaml('make -C app check')),
    'the build spec runs tests in a locked environment': builtBy(yaml('uv run --frozen pytest')),
    'the build spec runs the tests of a monorepo': builtBy(yaml('npx nx run-many --target=test --all')),
    'the build spec collects test reports': builtBy(
      `${yaml('./all.sh')}reports:\n  unit:\n    files: ['*.xml']\n`,
    ),
    'the project is found by its name': template(
      [source, stage('Build', build({ 'Fn::Sub': '${AWS::StackName}-build' })), prod],
      {
        Builder: project(yaml('go test ./...'), {
          Name: { 'Fn::Join': ['-', [{ Ref: 'AWS::StackName' }, 'build']] },
        }),
      },
    ),
    'the project is found by Fn::Sub': template(
      [source, stage('Build', build({ 'Fn::Sub': '${Builder}' })), prod],
      {
        Builder: project(yaml('mvn -B package')),
      },
    ),
    'commands of the pipeline run tests': pipeline(
      source,
      stage('Check', commands('npm ci', 'npm run test:unit')),
      prod,
    ),
    'a build that tests before it deploys': pipeline(source, stage('Prod', commands('pytest', 'sam deploy'))),
    'an entry condition runs a check': pipeline(source, {
      ...prod,
      ...conditionRule('BeforeEntry', 'LambdaInvoke'),
    }),
    'production is skipped where a check fails': pipeline(source, {
      ...prod,
      ...conditionRule('BeforeEntry', 'LambdaInvoke', 'SKIP'),
    }),
    'a shell is told to run tests': builtBy(yaml("bash -c 'npm ci && npm test'")),
    'projen builds, and so tests': builtBy(yaml('npx projen build')),
    'the stage before ends with a check': pipeline(
      source,
      { ...stage('Beta', ship), ...conditionRule('OnSuccess', 'CodeBuild') },
      prod,
    ),
    'self mutation is no deployment': template(
      [
        source,
        stage('Build', build({ Ref: 'Synth' })),
        stage('UpdatePipeline', build({ Ref: 'Mutation' }, 'SelfMutate')),
        stage('Prod', { ...approve, ...at(1) }, { ...ship, ...at(2) }),
      ],
      { Synth: project(JSON.stringify(synth)), Mutation: project(JSON.stringify(selfMutation)) },
    ),
    'the pipeline updates its own stack first': pipeline(
      source,
      stage('Pipeline', stack({ Ref: 'AWS::StackName' }, 'CREATE_UPDATE')),
      stage('Gate', approve),
      prod,
    ),
    'nothing is deployed': pipeline(source, stage('Build', build('shop-build'))),
    'artifacts are copied to a bucket': pipeline(
      source,
      stage('Package', commands('aws s3 cp app.zip s3://shop-artifacts/')),
    ),
    'a change set is only prepared': pipeline(source, stage('Prod', stack('shop', 'CHANGE_SET_REPLACE'))),
    'a source action whose name is an intrinsic': template(
      [
        stage(
          'Source',
          action({ 'Fn::GetAtt': ['Repo', 'Name'] }, 'Source', 'CodeCommit', {
            RepositoryName: 'shop',
            BranchName: 'main',
          }),
        ),
        stage('Gate', approve),
        prod,
      ],
      { Repo: { Type: 'AWS::CodeCommit::Repository', Properties: { RepositoryName: 'shop' } } },
    ),
    'the production stage is there only with its approval': pipeline(
      source,
      stage('Build', commands('npm ci')),
      { 'Fn::If': ['IsProd', stage('Gate', approve), none] },
      { 'Fn::If': ['IsProd', prod, none] },
    ),
  },
  fail: {
    'nothing between source and deployment': [
      pipeline(source, deploy),
      'error Pipeline Properties.Stages[1].Actions[0]: Source → Deploy: nothing tests or approves between Source and the last deployment "Ship" to web; add a test or an approval before stage Deploy',
    ],
    'a build that tests nothing': [
      builtBy(yaml('npm ci', 'npm run build', 'echo "npm test"')),
      `error Pipeline Properties.Stages[2].Actions[0]: Source → Build → Prod: ${ungated}${add('Prod')}`,
    ],
    'builds for test environments, and what tests need': [
      builtBy(yaml('bash scripts/setup-tests.sh', 'npm run build:uat', 'npm run build -- --mode test')),
      `error Pipeline Properties.Stages[2].Actions[0]: Source → Build → Prod: ${ungated}${add('Prod')}`,
    ],
    'the approval comes at the same time': [
      pipeline(source, stage('Prod', ship, approve)),
      `error Pipeline Properties.Stages[1].Actions[0]: Source → Prod: ${ungated}; "Approve" runs at the same time: give it a lower RunOrder`,
    ],
    'the tests come after the deployment': [
      pipeline(source, stage('Prod', { ...ship, ...at(1) }, { ...approve, ...at(2) })),
      `error Pipeline Properties.Stages[1].Actions[0]: Source → Prod: ${ungated}${add('Prod')}`,
    ],
    'one of two production deployments is gated': [
      pipeline(source, stage('ProdEu', ship), stage('Gate', approve), stage('ProdUs', ship)),
      `error Pipeline Properties.Stages[1].Actions[0]: Source → ProdEu: ${ungated}${add('ProdEu')}`,
    ],
    'two production deployments, and no gate': [
      pipeline(source, stage('Release', ship), stage('DeployProduction', ship), stage('prod2', ship)),
      `error Pipeline Properties.Stages[2].Actions[0]: Source → Release → DeployProduction: ${ungated}${add('DeployProduction')}`,
    ],
    'production is known by the stack that is deployed': [
      pipeline(
        source,
        stage('A', stack('shop-prd', 'CREATE_UPDATE')),
        stage('Gate', approve),
        stage('B', stack('shop-dr', 'CREATE_UPDATE')),
      ),
      'error Pipeline Properties.Stages[1].Actions[0]: Source → A: nothing tests or approves between Source and the production deployment "Stack" to shop-prd; add a test or an approval before stage A',
    ],
    'what is only skipped keeps nobody from going on': [
      pipeline(source, { ...beta, ...conditionRule('BeforeEntry', 'LambdaInvoke', 'SKIP') }, prod),
      `error Pipeline Properties.Stages[2].Actions[0]: Source → Beta → Prod: ${ungated}${add('Prod')}`,
    ],
    'tests that may fail': [
      builtBy(yaml('npm ci', 'npm test || true')),
      `error Pipeline Properties.Stages[2].Actions[0]: Source → Build → Prod: ${ungated}${add('Prod')}`,
    ],
    'a service for reviews is no environment for reviews': [
      pipeline(
        source,
        stage('Deploy', action('Ship', 'Deploy', 'ECS', { ClusterName: 'shop', ServiceName: 'review-api' })),
      ),
      `error Pipeline Properties.Stages[1].Actions[0]: Source → Deploy: nothing tests or approves between Source and the last deployment "Ship" to review-api${add('Deploy')}`,
    ],
    'prod-like is not production': [
      pipeline(source, stage('prod-like', ship)),
      'warning Pipeline Properties.Stages[1].Actions[0]: Source → prod-like: nothing tests or approves between Source and the last deployment "Ship" to web; add a test or an approval before stage prod-like',
    ],
    'the id of a product is not production': [
      pipeline(
        source,
        stage(
          'Test',
          action('Product', 'Deploy', 'ServiceCatalog', {
            ProductId: 'prod-abcdefghijklm',
            ProductType: 'CLOUD_FORMATION_TEMPLATE',
            ProductVersionName: 'v1',
            TemplateFilePath: 'product.json',
          }),
        ),
        prod,
      ),
      `error Pipeline Properties.Stages[2].Actions[0]: Source → Test → Prod: ${ungated}${add('Prod')}`,
    ],
    'PreProd is not production': [
      pipeline(source, stage('PreProd', ship), stage('Rest', ship)),
      'error Pipeline Properties.Stages[2].Actions[0]: Source → PreProd → Rest: nothing tests or approves between Source and the last deployment "Ship" to web; add a test or an approval before stage Rest',
    ],
    'every stage may be called one': [
      pipeline(source, stage('DeployStage', ship)),
      `error Pipeline Properties.Stages[1].Actions[0]: Source → DeployStage: nothing tests or approves between Source and the last deployment "Ship" to web${add('DeployStage')}`,
    ],
    'a parameter for the environment is no environment': [
      pipeline(source, stage('Deploy', stack({ 'Fn::Sub': '${StageName}-shop' }, 'CREATE_UPDATE'))),
      `error Pipeline Properties.Stages[1].Actions[0]: Source → Deploy: nothing tests or approves between Source and the last deployment "Stack" to \${StageName}-shop${add('Deploy')}`,
    ],
    'a build for a test environment': [
      template(
        [source, stage('Beta', build({ Ref: 'Builder' }, 'BuildQAStack'), { ...ship, ...at(2) }), prod],
        {
          Builder: project(yaml('make')),
        },
      ),
      `error Pipeline Properties.Stages[2].Actions[0]: Source → Beta → Prod: ${ungated}${add('Prod')}`,
    ],
    'a stage that is named after its environment': [
      template([source, stage('Test', build({ Ref: 'Builder' }), { ...ship, ...at(2) }), prod], {
        Builder: project(yaml('make')),
      }),
      `error Pipeline Properties.Stages[2].Actions[0]: Source → Test → Prod: ${ungated}${add('Prod')}`,
    ],
    'only another environment is deployed to': [
      pipeline(source, stage('Beta', ship)),
      'warning Pipeline Properties.Stages[1].Actions[0]: Source → Beta: nothing tests or approves between Source and the last deployment "Ship" to web; add a test or an approval before stage Beta',
    ],
    'a deployment to the test environment is no test': [
      pipeline(source, stage('DeployTest', commands('sam deploy --config-env test')), prod),
      `error Pipeline Properties.Stages[2].Actions[0]: Source → DeployTest → Prod: ${ungated}${add('Prod')}`,
    ],
    'a build for the load balancer is no load test': [
      template([source, stage('LoadBalancer', build({ Ref: 'Builder' })), prod], {
        Builder: project(yaml('make')),
      }),
      `error Pipeline Properties.Stages[2].Actions[0]: Source → LoadBalancer → Prod: ${ungated}${add('Prod')}`,
    ],
    'a web site is copied to its bucket': [
      pipeline(source, stage('Deploy', commands('aws s3 sync ./public s3://shop-site'))),
      'error Pipeline Properties.Stages[1].Actions[0]: Source → Deploy: nothing tests or approves between Source and the last deployment "Run"; add a test or an approval before stage Deploy',
    ],
    'a build deploys, then tests': [
      pipeline(source, stage('Live', commands('terraform apply -auto-approve', 'npm run e2e'))),
      'error Pipeline Properties.Stages[1].Actions[0]: Source → Live: nothing tests or approves between Source and the production deployment "Run"; add a test or an approval before stage Live',
    ],
    'an entry condition that only looks at an alarm': [
      pipeline(source, { ...prod, ...conditionRule('BeforeEntry', 'CloudWatchAlarm') }),
      `error Pipeline Properties.Stages[1].Actions[0]: Source → Prod: ${ungated}${add('Prod')}`,
    ],
    'a transition that is switched off is no approval': [
      { ...pipeline(source, prod), DisableInboundStageTransitions: [{ StageName: 'Prod', Reason: 'wait' }] },
      `error Pipeline Properties.Stages[1].Actions[0]: Source → Prod: ${ungated}${add('Prod')}`,
    ],
    'self mutation and synthesis test nothing': [
      template(
        [
          source,
          stage('Build', build({ Ref: 'Synth' }, 'Synth')),
          stage('UpdatePipeline', build({ Ref: 'Mutation' }, 'SelfMutate')),
          prod,
        ],
        {
          Synth: project(JSON.stringify(synth)),
          Mutation: project(JSON.stringify(selfMutation)),
        },
      ),
      `error Pipeline Properties.Stages[3].Actions[0]: Source → Build → UpdatePipeline → Prod: ${ungated}${add('Prod')}`,
    ],
    'what is called after the pipeline is not called a test': [
      {
        Resources: {
          TestPipeline: {
            Type: 'AWS::CodePipeline::Pipeline',
            Properties: pipeline(source, stage('Build', build({ Ref: 'TestPipelineBuild' })), prod),
          },
          TestPipelineBuild: project(yaml('make all')),
        },
      },
      `error TestPipeline Properties.Stages[2].Actions[0]: Source → Build → Prod: ${ungated}${add('Prod')}`,
    ],
    'a long pipeline, with a name that is an intrinsic': [
      pipeline(
        source,
        ...['Beta', 'Gamma', 'Delta', 'Epsilon', 'Zeta'].map((name) => stage(name, ship)),
        stage({ 'Fn::Sub': '${Service}-prod' }, { ...ship, Name: { Ref: 'ActionName' } }),
      ),
      'error Pipeline Properties.Stages[6].Actions[0]: Source → Beta → … → Epsilon → Zeta → ${Service}-prod: nothing tests or approves between Source and the production deployment "${ActionName}" to web; add a test or an approval before stage ${Service}-prod',
    ],
    'the approval is only there in production': [
      pipeline(source, { 'Fn::If': ['IsProd', stage('Gate', approve), none] }, prod),
      `warning Pipeline Properties.Stages[2].Actions[0] when IsProd is false (Stage is dev): Source → Prod: ${ungated}${add('Prod')}`,
    ],
    'the approval is a conditional action': [
      pipeline(
        source,
        stage('Prod', { 'Fn::If': ['IsProd', none, { ...approve, ...at(1) }] }, { ...ship, ...at(2) }),
      ),
      `error Pipeline Properties.Stages[1].Actions[1] when IsProd is true (Stage is prod): Source → Prod: ${ungated}${add('Prod')}`,
    ],
  },
  review: {
    'a project of another stack': [
      pipeline(source, stage('Build', build('shop-build')), prod),
      'review Pipeline Properties.Stages[2].Actions[0]: Source → Build → Prod: "Compile" is all that may test before "Ship": its project shop-build is not in the template',
    ],
    'the build spec is a file': [
      builtBy('ci/buildspec.yml'),
      'review Pipeline Properties.Stages[2].Actions[0]: Source → Build → Prod: "Compile" is all that may test before "Ship": its build spec is the file ci/buildspec.yml',
    ],
    'the build spec comes with the source': [
      builtBy(undefined),
      'review Pipeline Properties.Stages[2].Actions[0]: Source → Build → Prod: "Compile" is all that may test before "Ship": its build spec comes with the source',
    ],
    'a script of the repository does all that is to be done': [
      builtBy(yaml('npm ci', 'npm run ci')),
      'review Pipeline Properties.Stages[2].Actions[0]: Source → Build → Prod: "Compile" is all that may test before "Ship": what `ci` runs is not in the template',
    ],
    'a parameter says what is run': [
      pipeline(
        source,
        stage('Check', { ...commands('npm ci'), Commands: ['npm ci', { Ref: 'Check' }] }),
        prod,
      ),
      'review Pipeline Properties.Stages[2].Actions[0]: Source → Check → Prod: "Run" is all that may test before "Ship": what `${Check}` runs is not in the template',
    ],
    'a script may test before the same build deploys': [
      pipeline(source, stage('Prod', commands('make ci', 'sam deploy'))),
      'review Pipeline Properties.Stages[1].Actions[0]: Source → Prod: "Run" may test before it deploys: what `ci` runs is not in the template',
    ],
    'a function whose name says nothing': [
      pipeline(source, stage('Hook', action('Run', 'Invoke', 'Lambda', { FunctionName: 'hook' })), prod),
      'review Pipeline Properties.Stages[2].Actions[0]: Source → Hook → Prod: "Run" is all that may test before "Ship": what Lambda runs is not in the template',
    ],
    'a build that deploys by name': [
      pipeline(source, stage('Deploy', build('shop-rollout'))),
      'review Pipeline Properties.Stages[1].Actions[0]: Source → Deploy: nothing tests or approves before "Compile", which may deploy to production: its project shop-rollout is not in the template',
    ],
    'a build may test, before another that deploys by name': [
      pipeline(source, stage('Build', build('shop-build')), stage('Prod', build('shop-rollout', 'Rollout'))),
      'review Pipeline Properties.Stages[2].Actions[0]: Source → Build → Prod: "Compile" is all that may test before "Rollout", which may deploy to production: its project shop-build is not in the template',
    ],
    'names say that it deploys, and no command is known to': [
      pipeline(source, stage('Deploy', commands('ansible-playbook site.yml'))),
      'review Pipeline Properties.Stages[1].Actions[0]: Source → Deploy: nothing tests or approves before "Run", which may deploy to production: names say that it deploys, and none of its commands is known to',
    ],
    'traffic is switched after the approval': [
      pipeline(
        source,
        stage(
          'Deploy',
          { ...ship, ...at(1) },
          { ...approve, ...at(2) },
          action('Swap', 'Invoke', 'Lambda', { FunctionName: 'swap' }, at(3)),
        ),
      ),
      'review Pipeline Properties.Stages[1].Actions[0]: Source → Deploy: "Ship" is not gated and "Swap" is; no name tells which of them is production',
    ],
    'the order hangs on a parameter': [
      pipeline(source, stage('Prod', { ...approve, ...at(1) }, { ...ship, RunOrder: { Ref: 'Order' } })),
      'review Pipeline Properties.Stages[1].Actions[1].RunOrder: Order has no default, so it is only known at deployment',
    ],
    'the stages come from a macro': [
      { ...pipeline(), Stages: { 'Fn::Transform': { Name: 'Stages', Parameters: {} } } },
      'review Pipeline Properties.Stages: Fn::Transform is only known at deployment',
    ],
  },
  options: {
    'an organisation has words of its own for production': [
      pipeline(source, stage('Golden', ship), stage('Gate', approve), stage('Prod', ship)),
      { environmentWords: { production: ['golden'], nonProduction: ['prod'] } },
      'error Pipeline Properties.Stages[1].Actions[0]: Source → Golden: nothing tests or approves between Source and the production deployment "Ship" to web; add a test or an approval before stage Golden',
    ],
    'a parameter that is given names production': [
      pipeline(
        source,
        stage('A', stack({ 'Fn::Sub': 'shop-${Target}' }, 'CREATE_UPDATE')),
        stage('Gate', approve),
        stage('B', ship),
      ),
      { parameters: { Target: 'prod' } },
      'error Pipeline Properties.Stages[1].Actions[0]: Source → A: nothing tests or approves between Source and the production deployment "Stack" to shop-prod; add a test or an approval before stage A',
    ],
  },
});
