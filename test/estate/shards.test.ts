import { inFolder, writeEstate } from './command';

const command = inFolder();
const { run, read, write } = command;

const PATHS = ['apps', 'cdk.out'];
const check = (...options: string[]) => run('check', ...PATHS, ...options);

/** Runs every shard, and returns the files of their reports. */
function shards(count: number, ...options: string[]): string[] {
  return Array.from({ length: count }, (_, index) => {
    const file = `shard-${index + 1}.json`;
    check('--shard', `${index + 1}/${count}`, '--format', `json=${file}`, ...options);
    return file;
  });
}

const report = (file: string) => JSON.parse(read(file));

/** Templates with one topic each, which no rule objects to. */
const topics = (count: number) => {
  for (let n = 1; n <= count; n++)
    write(`apps/t${n}.yaml`, `Resources: { Topic${n}: { Type: AWS::SNS::Topic } }\n`);
};

test('shards check everything once, and merged they say what one run says', () => {
  writeEstate(command);
  const whole = check('--format', 'json');
  const files = shards(3);
  expect(files.map((file) => report(file).shard)).toEqual(['1/3', '2/3', '3/3']);
  for (const file of files) expect(report(file).summary.templates).toBeGreaterThan(0);
  const { status, stdout } = run('merge', ...files.reverse(), '--format', 'json');
  expect(stdout).toBe(whole.stdout);
  expect(status).toBe(whole.status);
});

test('what belongs together is in one shard', () => {
  writeEstate(command);
  const seen = shards(6).map((file) =>
    report(file).findings.map((finding: { file: string }) => finding.file),
  );
  const withChild = seen.filter((files) => files.includes('apps/nested/child.yaml'));
  expect(withChild).toHaveLength(1);
  // The nested stack's parameter is known, so its finding is no review.
  const [finding] = shards(6)
    .flatMap((file) => report(file).findings)
    .filter(
      ({ file, ruleId }) => file === 'apps/nested/child.yaml' && ruleId === 'codedeploy-rollback-enabled',
    );
  expect(finding).toMatchObject({ verdict: 'fail' });
});

test('a shard has no opinion on waivers and baseline entries that are for others', () => {
  topics(3);
  write('apps/group.yaml', 'Resources: { Group: { Type: AWS::CodeDeploy::DeploymentGroup } }\n');
  write(
    'competency-nag.waivers.yaml',
    'waivers: [{ rule: codedeploy-rollback-enabled, place: Nope, reason: x }]\n',
  );
  write('competency-nag.yaml', 'baseline: base.json\n');
  run(
    'baseline',
    'create',
    'apps',
    '--no-config',
    '--baseline',
    'base.json',
    '--rule',
    'codedeploy-rollback-enabled',
  );
  write('base.json', read('base.json').replaceAll('"error"', '"warning"'));
  const meta = (files: string[]) =>
    files
      .flatMap((file) => report(file).findings)
      .filter(({ controls }) => controls.length === 0)
      .map(({ ruleId }) => ruleId);
  run('check', 'apps', '--format', 'json=whole.json');
  expect(meta(['whole.json'])).toEqual(['baseline-matches-findings', 'waivers-match-findings']);
  const files = [1, 2].map((n) => {
    run('check', 'apps', '--shard', `${n}/2`, '--format', `json=s${n}.json`);
    return `s${n}.json`;
  });
  expect(meta(files)).toEqual(['baseline-matches-findings']);
});

test('a waiver that names files of one shard is told there when it matches nothing', () => {
  topics(2);
  write(
    'competency-nag.waivers.yaml',
    'waivers: [{ rule: sqs-encryption-not-disabled, file: apps/t1.yaml, place: Nope, reason: x }]\n',
  );
  write('competency-nag.yaml', '{}\n');
  const found = [1, 2].flatMap(
    (n) => JSON.parse(run('check', 'apps', '--shard', `${n}/2`, '--format', 'json').stdout).findings,
  );
  expect(found.map(({ ruleId }) => ruleId)).toEqual(['waivers-match-findings']);
});

test('a parameter that a template of another shard may have is none that no template has', () => {
  topics(1);
  write(
    'apps/p.yaml',
    'Parameters: { Stage: { Type: String } }\nResources: { A: { Type: AWS::SNS::Topic } }\n',
  );
  const by = (shard: string, given: string) =>
    run('check', 'apps', '--shard', shard, '--parameters', given, '--fail-on', 'never').status;
  expect([by('1/2', 'Stage=x'), by('2/2', 'Stage=x')]).toEqual([0, 0]);
  expect([by('1/2', 'Nope=x'), by('2/2', 'Nope=x')]).toEqual([2, 2]);
});

test('a shard without anything to check has not passed, and says how many there can be', () => {
  topics(2);
  write('apps/package.json', '{"name": "x", "description": "a long text that is no template"}');
  expect(run('check', 'apps', '--shard', '1/2', '--fail-on', 'never').status).toBe(0);
  expect(run('check', 'apps', '--shard', '2/2', '--fail-on', 'never').status).toBe(0);
  const { status, stderr } = run('check', 'apps', '--shard', '4/4', '--fail-on', 'never');
  expect(status).toBe(2);
  expect(stderr).toContain('shard 4/4 is empty: what is given here can be split into 2 at most');
});

test('shards come to the same with several jobs', () => {
  writeEstate(command);
  const by = (jobs: string) => check('--shard', '2/3', '--jobs', jobs, '--format', 'json');
  expect(by('2')).toEqual(by('1'));
});

test.each(['0/2', '3/2', '1', '1/0', 'a/b', '1/2/3', '-1/2'])('--shard %s is refused', (shard) => {
  const { status, stderr } = run('check', 'a.yaml', `--shard=${shard}`);
  expect(status).toBe(2);
  expect(stderr).toContain('It is written as 2/4: the second of four parts.');
});
