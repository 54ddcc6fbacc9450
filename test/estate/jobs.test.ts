import { availableParallelism } from 'node:os';
import { inFolder, writeEstate } from './command';

const command = inFolder();
const { run, write } = command;

const FORMATS = ['pretty', 'json', 'sarif', 'junit', 'github', 'gitlab', 'markdown'];

test('several jobs say what one says, byte for byte, in every format and on standard error', () => {
  writeEstate(command);
  const outputs = (folder: string) =>
    FORMATS.flatMap((format) => ['--format', `${format}=${folder}-${format}`]);
  const by = (jobs: string) => {
    const { status, stderr } = run('check', 'apps', 'cdk.out', '--verbose', '--jobs', jobs, ...outputs(jobs));
    return { status, stderr, reports: FORMATS.map((format) => command.read(`${jobs}-${format}`)) };
  };
  const one = by('1');
  expect(one.status).toBe(2);
  const { findings } = JSON.parse(one.reports[1] as string);
  // The estate has what could come in another order: secrets, notes, waivers, assets and own rules.
  const found = new Set(findings.map(({ ruleId }: { ruleId: string }) => ruleId));
  for (const id of [
    'own-rule',
    'waivers-not-expired',
    'dockerfiles-no-secrets',
    'codedeploy-rollback-enabled',
  ])
    expect(found).toContain(id);
  expect(one.stderr.match(/note: .* ends on /g)).toHaveLength(2);
  expect(one.reports.join()).not.toMatch(/secret-\d{4}|hunter2/);
  expect(by('2')).toEqual(one);
  expect(by('3')).toEqual(one);
});

test.each([
  ['linked', ['--linked']],
  ['with one rule', ['--rule', 'codedeploy-rollback-enabled']],
  ['without one', ['--exclude', 'codedeploy-rollback-enabled']],
  ['with parameters', ['--parameters', 'DbPassword=x', '--parameters', 'AWS::Region=eu-west-1']],
  ['stricter', ['--profile', 'pci', '--environment', 'non-production']],
  ['without configuration', ['--no-config']],
])('so they do %s', (_, options) => {
  writeEstate(command);
  const by = (jobs: string) =>
    run('check', 'apps', 'cdk.out', '--format', 'json', ...options, '--jobs', jobs);
  expect(by('2')).toEqual(by('1'));
});

const topic = (name: string) => `Resources: { ${name}: { Type: AWS::SNS::Topic } }\n`;

/** A rule of one's own, which may ask whether it runs in a thread. */
function writeRule(check: string): void {
  write('competency-nag.yaml', 'ownRules: ./rules\n');
  write(
    'rules/own.js',
    `const { isMainThread } = require('node:worker_threads');
      module.exports = {
        id: 'own-rule', title: 'Own', severity: 'info', control: 'OWN-1', why: 'So.', fix: 'Do.', docs: [],
        resources: ['AWS::SNS::Topic'], check: (topic) => { ${check} },
      };`,
  );
}

test('only a large estate gets threads without being asked for, and no more than there are processors', () => {
  writeRule(
    "return topic.property('DisplayName').mustBePresent(isMainThread ? 'in the process' : 'in a thread');",
  );
  const comment = `# ${'x'.repeat(98)}\n`.repeat(31_000); // 3.1 MB
  for (const name of ['a', 'b']) write(`${name}.yaml`, comment + topic(name));
  const placesOf = (...files: string[]) => {
    const { stdout } = run('check', ...files, '--rule', 'own-rule', '--fail-on', 'never', '--format', 'json');
    return JSON.parse(stdout).findings.map(({ message }: { message: string }) => message);
  };
  expect(placesOf('a.yaml')).toEqual(['in the process']);
  const place = availableParallelism() > 1 ? 'in a thread' : 'in the process';
  expect(placesOf('a.yaml', 'b.yaml')).toEqual([place, place]);
});

describe('a run whose threads fail has not passed', () => {
  const rule = (check: string) => {
    writeRule(check);
    for (const name of ['a', 'b', 'c']) write(`${name}.yaml`, topic(name));
    return run('check', 'a.yaml', 'b.yaml', 'c.yaml', '--fail-on', 'never', '--jobs', '2');
  };

  test.each([
    ['ends', 'process.exit(0);', 'the thread ended with exit code 0'],
    [
      'throws behind the back of the check',
      "process.nextTick(() => { throw new Error('late'); });",
      'the thread failed: late',
    ],
  ])('that %s', (_, check, reason) => {
    const { status, stdout, stderr } = rule(check);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(new RegExp(`^competency-nag: [abc]\\.yaml: ${reason}\\n$`));
  });

  test('a rule that only throws is a defect of that rule, as in one thread', () => {
    const { status, stderr } = rule("throw new Error('no');");
    expect(status).toBe(2);
    expect(stderr).toContain('a.yaml: the rule own-rule failed on a: no');
  });

  test('with one job, a rule that ends the process does not make it pass', () => {
    write('one.yaml', 'Resources: { One: { Type: AWS::SNS::Topic } }\n');
    rule('process.exit(0);');
    expect(run('check', 'one.yaml', '--fail-on', 'never').status).toBe(2);
  });
});

test.each(['0', '-1', 'two', '1.5', '65'])('--jobs %s is refused', (jobs) => {
  const { status, stderr } = run('check', 'a.yaml', `--jobs=${jobs}`);
  expect(status).toBe(2);
  expect(stderr).toContain('It is a whole number from 1 to 64.');
});
