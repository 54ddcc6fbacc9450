import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { HookResponse } from '../../lib/hook/protocol';
import { ROOT } from '../../scripts/registry';
import { type Event, resourceEvent, stackEvent, TOKEN } from './events';
import { servePayload } from './payload-server';

jest.setTimeout(60_000);

/** The function as it is deployed: the bundle with a configuration, where there is no node_modules. */
let task: string;
beforeAll(() => {
  task = mkdtempSync(join(tmpdir(), 'task-'));
  cpSync(join(ROOT, 'dist/function'), task, { recursive: true });
  writeFileSync(join(task, 'competency-nag.json'), '{}');
});
afterAll(() => rmSync(task, { recursive: true, force: true }));

/** Runs a script there that makes a handler, and prints what it answers, one event after the other. */
async function answers(handler: string, ...events: Event[]): Promise<HookResponse[]> {
  const script = `(async () => {
    const bundle = require('./index.js');
    const handler = ${handler};
    const answers = [];
    for (const event of ${JSON.stringify(events)}) answers.push(await handler(event));
    console.log(JSON.stringify(answers));
    process.exit();
  })()`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--eval', script], { cwd: task });
  return JSON.parse(stdout.trim().split('\n').at(-1) as string);
}

/** As deployed, but for a server on this machine in place of the presigned URL, and the time there is. */
const withLocalPayloads = (milliseconds: number, checker = 'checker.js') => `bundle.hookHandler({
  judge: bundle.inWorker(${JSON.stringify(`./${checker}`)}, 128),
  fetchLimits: { milliseconds: 5000, bytes: 1e7, allowLocalHttp: true },
  answerWithin: ${milliseconds},
})`;

test('is small, with nothing of the CDK or an SDK in it', () => {
  const files = readdirSync(task).map((name) => readFileSync(join(task, name)));
  expect(files.reduce((bytes, file) => bytes + file.length, 0)).toBeLessThan(2 * 1024 * 1024);
  for (const file of files) expect(file.toString()).not.toMatch(/require\("(aws-cdk-lib|@aws|constructs)/);
});

test('answers as Lambda calls it, time and again', async () => {
  const open = resourceEvent('AWS::RDS::DBInstance', { Engine: 'mysql', StorageEncrypted: false });
  const closed = resourceEvent('AWS::RDS::DBInstance', { Engine: 'mysql', StorageEncrypted: true });
  const [first, second, third] = await answers('bundle.handler', open, closed, open);
  expect(first).toMatchObject({
    hookStatus: 'FAILED',
    errorCode: 'NonCompliant',
    clientRequestToken: TOKEN,
    message: expect.stringContaining('rds-storage-encrypted: Thing StorageEncrypted'),
  });
  expect(second?.message).not.toContain('rds-storage-encrypted');
  expect(third).toEqual(first);
});

test('fetches and judges a template with all rules', async () => {
  const group = { Type: 'AWS::CodeDeploy::DeploymentGroup', Properties: { ApplicationName: 'bookshop' } };
  const url = await servePayload({ template: JSON.stringify({ Resources: { Group: group } }) });
  const [answer] = await answers(withLocalPayloads(20_000), stackEvent(url));
  expect(answer?.message).toContain('codedeploy-rollback-enabled: Group');
});

test('does not fetch from this machine as it is deployed', async () => {
  const url = await servePayload({ template: '{}' });
  const [answer] = await answers('bundle.handler', stackEvent(url));
  expect(answer?.message).toMatch(/the payload has no https URL$/);
});

describe('a thread that', () => {
  const passing = resourceEvent('AWS::RDS::DBInstance', { StorageEncrypted: true });
  const failing = (message: RegExp) =>
    expect.objectContaining({
      hookStatus: 'FAILED',
      errorCode: 'InternalFailure',
      message: expect.stringMatching(message),
    });

  test.each([
    ['never ends', 'for (;;);', /the check was not done in time$/],
    ['throws', "throw new Error('no such luck');", /no such luck$/],
    ['takes all memory', 'const all = []; for (;;) all.push(new Array(1e6).fill(all.length));', /memory/],
  ])('%s is a failure, and the next request gets a new one', async (_, work, message) => {
    writeFileSync(
      join(task, 'broken.js'),
      `require('node:worker_threads').parentPort.on('message', () => { ${work} });`,
    );
    const milliseconds = work.startsWith('for') ? 1_000 : 20_000;
    const given = await answers(withLocalPayloads(milliseconds, 'broken.js'), passing, passing);
    expect(given).toEqual([failing(message), failing(message)]);
  });

  test('has no configuration it could read is a failure', async () => {
    writeFileSync(join(task, 'competency-nag.json'), 'rules: { no-such-rule: error }');
    const [answer] = await answers('bundle.handler', passing);
    writeFileSync(join(task, 'competency-nag.json'), '{}');
    expect(answer).toEqual(failing(/no-such-rule/));
  });
});
