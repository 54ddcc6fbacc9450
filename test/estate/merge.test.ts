import { mkdirSync } from 'node:fs';
import { inFolder } from './command';

const { run, write, read, path } = inFolder();

const group = (rollback: boolean) => `Resources:
  Group:
    Type: AWS::CodeDeploy::DeploymentGroup
    Properties: { AutoRollbackConfiguration: { Enabled: ${rollback}, Events: [DEPLOYMENT_FAILURE] } }
`;
const ONLY = ['--rule', 'codedeploy-rollback-enabled'];

/** Writes a report on one template. */
function reportOn(name: string, rollback = false, ...options: string[]): string {
  write(`${name}.yaml`, group(rollback));
  run('check', `${name}.yaml`, ...ONLY, '--format', `json=${name}.json`, ...options);
  return `${name}.json`;
}

const change = (file: string, changed: (report: Record<string, unknown>) => object) =>
  write(file, JSON.stringify(changed(JSON.parse(read(file)))));

test('reports on different templates become one, sorted, with equal findings once', () => {
  const files = [reportOn('b'), reportOn('a'), reportOn('c', true)];
  write('again.json', read('a.json'));
  const { status, stdout, stderr } = run('merge', ...files, 'again.json', '--format', 'json');
  const { summary, findings } = JSON.parse(stdout);
  expect(findings.map(({ file }: { file: string }) => file)).toEqual(['a.yaml', 'b.yaml']);
  expect(summary).toMatchObject({ fail: { error: 2, warning: 0, info: 0 }, rules: 1 });
  expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
});

test.each([
  [['--fail-on', 'never'], 0],
  [['--fail-on', 'error'], 1],
])('the exit code is that of check: %j', (options, status) => {
  expect(run('merge', reportOn('a'), ...options).status).toBe(status);
});

test('what was not checked stays so', () => {
  write('bad.yaml', 'Resources: [');
  run('check', 'bad.yaml', '--format', 'json=bad.json');
  const { status, stderr } = run('merge', reportOn('a', true), 'bad.json', '--fail-on', 'never');
  expect(status).toBe(2);
  expect(stderr).toContain('competency-nag: bad.yaml:');
});

test.each(['pretty', 'sarif', 'junit', 'github', 'gitlab', 'markdown'])(
  '%s takes what it says of rules from the rules',
  (format) => {
    const { status, stdout } = run('merge', reportOn('a'), '--format', format);
    expect(status).toBe(1);
    expect(stdout).toContain('codedeploy-rollback-enabled');
    if (['pretty', 'sarif', 'markdown'].includes(format)) expect(stdout).toContain('DEPLOYMENT_FAILURE');
  },
);

test('a rule that nobody here knows is said to be unknown', () => {
  const file = reportOn('a');
  write(file, read(file).replaceAll('codedeploy-rollback-enabled', 'own-rule'));
  expect(run('merge', file).stdout).toContain('Name the configuration that has this rule with --config');
});

test('a report on nothing has not passed', () => {
  write('empty.json', JSON.stringify({ ...JSON.parse(read(reportOn('a', true))) }));
  change('empty.json', (report) => ({ ...report, summary: { ...(report.summary as object), templates: 0 } }));
  expect(run('merge', 'empty.json')).toMatchObject({ status: 2 });
});

describe('what is no report is refused', () => {
  const shard = (file: string, name: string) => change(file, (report) => ({ ...report, shard: name }));
  const refused = (...files: string[]) => {
    const { status, stdout, stderr } = run('merge', ...files, '--fail-on', 'never');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    return stderr;
  };

  test('no file, a folder, no JSON, JSON of something else', () => {
    mkdirSync(path('folder'));
    write('cut.json', read(reportOn('a')).slice(0, 400));
    write('other.json', '{"name": "x"}');
    write('null.json', 'null');
    expect(refused('gone.json')).toContain('gone.json: ');
    expect(refused('folder')).toContain('folder: ');
    expect(refused('cut.json')).toContain('cut.json: is no JSON: ');
    expect(refused('other.json')).toContain('other.json: is no JSON report: ');
    expect(refused('null.json')).toContain('null.json: is no JSON report: ');
    expect(refused('a.json', 'a.yaml')).toContain('a.yaml: is no JSON: ');
  });

  test('another version of the interface, or of the product', () => {
    const files = [reportOn('a', true), reportOn('b', true)];
    change('b.json', (report) => ({ ...report, schemaVersion: 2 }));
    expect(refused(...files)).toContain('b.json: has the schemaVersion 2; only 1 can be merged');
    change('b.json', (report) => ({
      ...report,
      schemaVersion: 1,
      tool: { name: 'competency-nag', version: '0' },
    }));
    expect(refused(...files)).toMatch(
      /b\.json: is by competency-nag 0, and a\.json by competency-nag .*one version/,
    );
  });

  test('a summary that does not fit, as where findings were taken out', () => {
    change(reportOn('a'), (report) => ({ ...report, findings: [] }));
    expect(refused('a.json')).toContain('a.json: its summary does not count its findings and errors');
  });

  test('a shard that is missing, there twice, of another run, or beside a whole run', () => {
    const files = [reportOn('a', true), reportOn('b', true)] as const;
    const by = (...names: string[]) => {
      for (const [index, name] of names.entries()) shard(files[index] as string, name);
      return refused(...files);
    };
    expect(by('1/3', '3/3')).toContain('shard 2/3 is missing');
    expect(by('1/2', '1/2')).toContain('shard 1/2 is there twice: a.json and b.json');
    expect(by('1/2', '2/3')).toContain('b.json: is shard 2/3, and a.json is shard 1/2');
    expect(by('1/2', '5/2')).toContain('b.json: says that it is shard "5/2"');
    change('b.json', ({ shard: _, ...report }) => report);
    expect(refused(...files)).toContain('a.json: is shard 1/2 of a run, and b.json is no shard of any');
  });
});
