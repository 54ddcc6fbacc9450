import { tokens } from '../../model/environment';
import { rememberText } from '../../model/remember';
import { disabledRollback } from './rollback-options';

/** What a test looks for. */
export type TestKind = 'function' | 'policy' | 'security' | 'performance';

/** The commands of a shell script, one text each, without comments and without what only introduces them. */
export function commandsOf(script: string): string[] {
  return split(script).flatMap(withinShell).map(bare).filter(Boolean);
}

/** `docker run shop sh -c 'npm ci && npm test'`: what the shell is told is a script too. */
function withinShell(command: string): string[] {
  const call = SHELL.exec(command);
  return call ? [command.slice(0, call.index), ...split(call[2] as string)] : [command];
}

const SHELL = /\b(?:sh|bash|zsh)(?: -\w+)* -\w*c\s+(["'])(.*)\1/s;

/** Cuts at line ends and at `;`, `&&`, `|` and parentheses, outside quotes; who may fail keeps its `|| true`. */
function split(script: string): string[] {
  const commands: string[] = [];
  let command = '';
  let quote = '';
  for (let index = 0; index < script.length; index++) {
    const char = script[index] as string;
    if (char === '\\') {
      const next = script[++index] ?? '';
      command += next === '\n' ? ' ' : next;
    } else if (quote) {
      if (char === quote) quote = '';
      command += char;
    } else if (char === '"' || char === "'") {
      quote = char;
      command += char;
    } else if (char === '#' && /(^|\s)$/.test(command.slice(-1))) {
      while (index + 1 < script.length && script[index + 1] !== '\n') index++;
    } else if (char === '|' && GOES_ON.test(script.slice(index, index + MAX_GOES_ON))) {
      commands.push(command + MAY_FAIL);
      command = '';
      index++;
    } else if ('\n;&|()`'.includes(char)) {
      commands.push(command);
      command = '';
    } else command += char;
  }
  return [...commands, command];
}

/** Whatever comes before it, the script goes on. */
const GOES_ON = /^\|\|\s{0,9}(true|:|echo|exit 0)(?![\w-])/;
const MAX_GOES_ON = 20;
const MAY_FAIL = ' || true';

/** Words before a command that leave what it does as it is. */
const INTRODUCTIONS = [
  /(\{|if|then|else|elif|do|while|until|!|time|exec|sudo( -\S+)*|env|nohup|command|timeout \S+|xvfb-run( -\S+)*|set -\S+) /,
  /[A-Za-z_]\w*=("[^"]*"|'[^']*'|\S*) /,
  /(npx|pnpx|bunx|uvx)( -\S+)* /,
  /(pnpm|yarn|bun|npm) (exec|dlx)( --?\S*)* /,
  /(poetry|pipenv|uv|hatch|pdm) run( -\S+)* /,
  /bundle exec /,
  /python[\d.]* -m /,
  /(sh|bash|zsh)( -\w+)* -\w*c ["']?/,
];
const INTRODUCTION = new RegExp(`^(${INTRODUCTIONS.map(({ source }) => source).join('|')})`);

/** `CI=true npx --yes jest` and `./node_modules/.bin/jest` are `jest`. */
function bare(command: string): string {
  let text = command.trim().replace(/\s+/g, ' ');
  for (let before = ''; before !== text; ) {
    before = text;
    text = text.replace(INTRODUCTION, '');
  }
  return text;
}

/** `/usr/bin/helm upgrade` as `helm upgrade`. */
const withoutFolder = (command: string) => command.replace(/^[\w.~$@{}-]*\/(?:[^\s/]+\/)*(?=[^\s/])/, '');

/** What packages' own scripts are run with: `npm run test:unit`, `make check`. */
const SCRIPT_RUNNER =
  /^(?:npm|pnpm|yarn|bun|make|just|task|rake|ant|invoke|composer|lerna|nx|turbo|rush) (.*)/;
/** Has commands of its own beside the scripts, where it is not told to `run` one. */
const PACKAGE_MANAGER = /^(npm|pnpm|yarn|bun|composer|lerna)(?! (.* )?run(-script)? )/;
const NO_SCRIPT =
  /^(install|i|ci|add|remove|uninstall|update|upgrade|link|publish|pack|config|cache|login|global|set|version|create|init|why|list|ls|view|info)$/;
const INTERPRETER =
  /^(?:sh|bash|zsh|source|\.|python[\d.]*|node|ts-node|tsx|ruby|perl|php|pwsh)(?: -\S+)* ([^\s-]\S*)/;

const SCRIPT_FILE = /^(\.{1,2}\/\S+|[\w./$-]+\.(?:sh|bash|py|js|ts|rb|ps1))(?= |$)/;

const TESTS: readonly (readonly [RegExp, TestKind])[] = [
  [
    /^(jest|vitest|mocha|ava|karma|jasmine|tap|pytest|py\.test|nosetests|tox|nox|unittest|behave|robot|rspec|cucumber|phpunit|pest|codecept|minitest|newman|testcafe|wdio|nightwatch|bats|goss|inspec|taskcat|gotestsum|ctest|ginkgo|integ-runner|cfn-lint)\b/,
    'function',
  ],
  [/^(cypress|react-scripts|ng|playwright|puppeteer) (.* )?(run|test|e2e)\b/, 'function'],
  [
    /^(go|cargo|dotnet|mix|swift|flutter|dart|deno|sbt|lein|bazel|rails|artisan|terraform|tofu|helm|node --)( -\S+)* (vs)?(next)?test\b/,
    'function',
  ],
  [/^(python[\d.]*|php) (-\S+ )*\S*(manage\.py|setup\.py|artisan) test\b/, 'function'],
  // A phase runs the phases before it, `test` too: https://maven.apache.org/guides/introduction/introduction-to-the-lifecycle.html
  [
    /^mvnw?\b(?!.* -D(skipTests|maven\.test\.skip)\b(?!=false)).* (test|package|verify|install|deploy|integration-test)\b/,
    'function',
  ],
  // `build` runs `check`: https://docs.gradle.org/current/userguide/java_plugin.html
  [/^gradlew?\b(?!.* -x :?(test|check)\b).* (\S*[tT]est|\S*:test|check|build)\b/, 'function'],
  [/^make (.* )?check(?= |$)/, 'function'],
  // A build runs the tests too: https://aws.github.io/aws-pdk/developer_guides/monorepo/building.html
  [/^((npm|yarn|pnpm|bun) (run )?)?projen (build|release|test)\b/, 'function'],
  [/^nx (.* )?(-t|--targets?)[ =]\S*test\b/, 'function'],
  [/^docker(-compose)? (?=(.* )?(run|exec|up) )(?=.* \S*(tests?|pytest|jest|rspec|phpunit)\b)/, 'function'],
  [
    /^(cfn-guard|checkov|cfn_nag|cfn_nag_scan|cfn-nag|opa|competency-nag|tfsec|terrascan|kics|conftest|regula|cfn-policy-validator)\b/,
    'policy',
  ],
  [
    /^(trivy|grype|semgrep|bandit|gosec|brakeman|gitleaks|trufflehog|prowler|detect-secrets|sonar-scanner|pip-audit|nuclei|zap-\S+|dependency-check\S*)\b/,
    'security',
  ],
  [/^(npm|pnpm|yarn) audit\b|^snyk (test|container|code|iac)\b|^git-secrets --scan/, 'security'],
  [/^(k6|jmeter|gatling|locust|artillery)\b/, 'performance'],
];

/** Asks a program for its name rather than for its work. */
const ASKS_ABOUT = /^\S+ (--version|-v|-V|version|--help|help)$/;

/** What kind of test a command runs, if it runs one. */
export const testRunBy = rememberText((command): TestKind | undefined => {
  if (ASKS_ABOUT.test(command) || command.endsWith(MAY_FAIL)) return undefined;
  const known = TESTS.find(([pattern]) => pattern.test(withoutFolder(command)))?.[1];
  if (known) return known;
  return scriptsIn(command).some(
    (script) =>
      script === 't' || ((TEST_SCRIPT.test(script) || speaksOfTest(script)) && !doesSomethingElse(script)),
  )
    ? 'function'
    : undefined;
});

/** What a command runs that may test and does not say so: what a variable names, or all that is to be done for CI. */
export const mayTest = rememberText((command): string | undefined =>
  NAMED_BY_VARIABLE.test(command) ? command.split(' ')[0] : scriptsIn(command).find(isForCi),
);

const NAMED_BY_VARIABLE = /^\$\{?\w[^|()"']*$/;
const isForCi = (script: string) => tokens(script).some((word) => word === 'ci' || word === 'cibuild');

const TEST_SCRIPT = /e2e|coverage|^spec/i;

/** `build:uat`, `deploy-test` and `setup-tests` are no tests; `build-and-test` is one. */
const doesSomethingElse = (script: string): boolean => {
  const [first = '', ...rest] = tokens(script);
  return SOMETHING_ELSE.has(first) && !rest.includes('and');
};

const SOMETHING_ELSE = new Set([
  'build',
  'bundle',
  'compile',
  'deploy',
  'install',
  'package',
  'prepare',
  'publish',
  'release',
  'setup',
  'start',
]);

/** Scripts of one's own that a command runs, by name: `test:unit` in `npm run test:unit`, `test` in `bash scripts/test.sh`. */
function scriptsIn(command: string): string[] {
  const run = SCRIPT_RUNNER.exec(command)?.[1];
  if (run !== undefined) {
    const words = run
      .replace(/ -- .*/, '')
      .split(' ')
      .filter((word) => !word.startsWith('-') && word !== 'run' && word !== 'run-script');
    return PACKAGE_MANAGER.test(command) && NO_SCRIPT.test(words[0] ?? '') ? [] : words.slice(0, 3);
  }
  const file = INTERPRETER.exec(command)?.[1] ?? SCRIPT_FILE.exec(command)?.[1];
  return file === undefined
    ? []
    : [
        file
          .split('/')
          .slice(-1)
          .join()
          .replace(/\.\w+$/, ''),
      ];
}

/** Words that name a test wherever they stand, and words that name one only by themselves: a load balancer is no load test. */
const TEST_WORD =
  /^(tests?|testing|tested|tester|integ|integration|integrations|smoke|verif\w*|validat\w*|qa|uat|acceptance|regression|perf|performance|sast|dast|scan|scans|scanning|scanner|checkov|nag|conftest|compliance)$|\w(test|tests|scan)$/;
const TEST_SUBJECT = /^(security|load|canary|stress|quality|penetration|pen)$/;
const TESTING =
  /^(tests?|testing|checks?|gate|audit|analysis|review|validation|verification|build|project|stage|action)$/;

/** Whether a name speaks of a test: `UnitTests`, `e2e`, `LoadTest`, `Security`; not `LoadBalancer`. */
export function speaksOfTest(name: string): boolean {
  if (E2E.test(name)) return true;
  const words = tokens(name);
  return words.some((word, index) => {
    const next = words[index + 1];
    if (TEST_WORD.test(word))
      return !NO_TEST.has(word) && words[index - 1] !== 'continuous' && !namesEnvironment(words, index);
    return TEST_SUBJECT.test(word) && (next === undefined || TESTING.test(next));
  });
}

/** `BuildQADeployment`, `AcceptanceTestEnvironment` and `PrepareTestData` are about an environment for tests. */
function namesEnvironment(words: readonly string[], index: number): boolean {
  const word = words[index] as string;
  if (CHECKS.test(word)) return false;
  const next = words.slice(index).find((one) => !TEST_WORD.test(one)) ?? '';
  return (
    /^(environment|env|stack|account|deployment|cluster)$/.test(next) ||
    /^(prepare|provision|setup|create|seed)$/.test(words[0] as string) ||
    (/^(qa|uat)$/.test(word) && /^(build|package|prepare|publish)$/.test(words[index - 1] ?? ''))
  );
}

/** `VerifyDeployment`, `ScanCluster`: whatever comes next is what they look at. */
const CHECKS = /^(verif|validat|scan)/;

const E2E = /(^|[^a-z])e2e/i;

/** What kind of test a name speaks of, if it tells: `LoadTest`, `cfn_nag`, `UnitTests`; `Test` alone does not. */
export const testKindNamed = rememberText((name): TestKind | undefined => {
  if (/\bk6\b/i.test(name)) return 'performance';
  if (E2E.test(name)) return 'function';
  const words = tokens(name);
  for (const [index, word] of words.entries()) {
    const next = words[index + 1];
    const kind = KINDS_NAMED.find(([pattern]) => pattern.test(word))?.[1];
    if (kind) return kind;
    const qualified = KINDS_OF_TESTING.find(([pattern]) => pattern.test(word))?.[1];
    if (qualified && (next === undefined || TESTING.test(next))) return qualified;
  }
  return undefined;
});

const KINDS_NAMED: readonly (readonly [RegExp, TestKind])[] = [
  [/^(perf|performance|jmeter|gatling|locust|artillery|blazemeter|(perf|load|stress)tests?)$/, 'performance'],
  [/^(cfnguard|cfnnag|nag|checkov|conftest|compliance|tfsec|terrascan|kics|regula)$/, 'policy'],
  [/^(security|sast|dast|scan|scans|scanning|scanner|inspector|trivy|snyk|\w+scan)$/, 'security'],
  [
    /^(units?|unittests?|integ|integration|integrations|smoke|smoketests?|acceptance|regression|functional|lint|linting|browser)$/,
    'function',
  ],
];
/** Words that name a kind of test only by themselves or before a word for testing. */
const KINDS_OF_TESTING: readonly (readonly [RegExp, TestKind])[] = [
  [/^(load|stress|soak|spike|endurance)$/, 'performance'],
  [/^(policy|policies|guard|guardrails?)$/, 'policy'],
];

/** English words that end like a test. */
const NO_TEST = new Set(['latest', 'contest', 'attest', 'protest', 'fastest', 'greatest', 'request']);

const CLOUDFORMATION_WRITES =
  'deploy|create-stack|update-stack|execute-change-set|create-stack-set|update-stack-set|create-stack-instances|update-stack-instances';

const DEPLOYMENTS: readonly RegExp[] = [
  /^((npm|yarn|pnpm|bun) (run )?)?(cdk|sam|copilot|serverless|sls|eb|rain|gcloud|wrangler|firebase|amplify|chalice|zappa)(?:\.cmd)? (.* )?(deploy|publish)\b(?! --help)/,
  /^(terraform|tofu|terragrunt|terraform-bin) (.* )?apply\b/,
  /^(kubectl|oc) (?!.*--dry-run)(.* )?(apply|replace|patch|set image|rollout restart)\b/,
  /^helm (?!.*--dry-run)(.* )?(upgrade|install)\b/,
  // What else has a subcommand of that name; Maven's brings an artifact to its repository.
  /^(?!.*--(?:help|dry-run)\b)(?!(?:echo|printf|cd|mkdir|cp|mv|rm|ls|cat|tar|zip|git|grep|sed|find|export|test|mvnw?|gradlew?|npm|yarn|pnpm|bun|make|pip[\d.]*|docker|aws)\b)[\w./-]+ (?:\S+ )*?deploy(?= |$)/,
  /^(pulumi (.* )?up|argocd app sync|ecs-deploy|ecs-cli (.* )?(up|compose))\b/,
  new RegExp(`^aws (--\\S+ \\S+ )*cloudformation (${CLOUDFORMATION_WRITES})\\b`),
  /^aws (--\S+ \S+ )*(ecs (update-service|deploy|create-service)|lambda (update-function-code|update-alias)|deploy (create-deployment|push)|elasticbeanstalk (update|create)-environment|apprunner (start-deployment|update-service)|amplify start-deployment)\b/,
];

/** Whether a command changes what runs somewhere. */
export const deploys = rememberText((command): boolean => {
  if (DEPLOYMENTS.some((pattern) => pattern.test(withoutFolder(command)))) return true;
  return scriptsIn(command).some((script) => tokens(script).includes('deploy'));
});

/** Whether a command that deploys brings what a template or a configuration describes, and not only new code. */
export const deploysInfrastructure = (command: string): boolean =>
  deploys(command) && INFRASTRUCTURE.test(withoutFolder(command));

const INFRASTRUCTURE =
  /^((npm|yarn|pnpm|bun) (run )?)?(cdk|sam|copilot|serverless|sls|rain|amplify|chalice|zappa|terraform|tofu|terragrunt|terraform-bin|pulumi|aws (--\S+ \S+ )*cloudformation)\b/;

/** Whether a command deploys by CloudFormation, which takes a failed update back. */
export const deploysByCloudFormation = (command: string): boolean =>
  deploys(command) && BY_CLOUDFORMATION.test(withoutFolder(command)) && !disabledRollback(command);

const BY_CLOUDFORMATION =
  /^((npm|yarn|pnpm|bun) (run )?)?(cdk|sam|copilot|serverless|sls|rain|aws (--\S+ \S+ )*cloudformation)\b/;

/** Whether a command makes templates of a CDK app, and so runs the checks that the app has for them. */
export const synthesises = rememberText((command): boolean => SYNTHESES.test(withoutFolder(command)));

const SYNTHESES =
  /^((npm|yarn|pnpm|bun) (run )?)?(cdk(?:\.cmd)? (?!-a \.)(.* )?(synth|synthesize|deploy)|projen (build|release|synth|deploy))\b/;

/** Brings files to S3: a web site, or artifacts that something else deploys. */
export const copiesToBucket = (command: string) =>
  /^aws (--\S+ \S+ )*s3 (sync|cp|mv) (.* )?s3:\/\//.test(command);

/** `cdk deploy` of stacks that are all named after a pipeline: it changes the pipeline itself. */
export function deploysPipeline(command: string): boolean {
  const stacks = /^cdk (?:.* )?deploy\b(.*)/
    .exec(withoutFolder(command))?.[1]
    ?.split(' ')
    .filter((word) => word && !word.startsWith('-'));
  return (
    stacks !== undefined && stacks.length > 0 && stacks.every((stack) => tokens(stack).includes('pipeline'))
  );
}
