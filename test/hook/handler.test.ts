import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Configuration } from '../../lib/configuration/configuration';
import { loadConfiguration } from '../../lib/configuration/load';
import { hookHandler } from '../../lib/hook/handler';
import { judge } from '../../lib/hook/judge';
import type { FetchLimits } from '../../lib/hook/payload';
import type { HookResponse } from '../../lib/hook/protocol';
import { type Rule, rule } from '../../lib/rule';
import rollback from '../../rules/delivery/codedeploy-rollback-enabled';
import storage from '../../rules/encryption-at-rest/rds-storage-encrypted';
import { changeSetEvent, cloudControlEvent, resourceEvent, stackEvent, TOKEN } from './events';
import { serve, servePayload } from './payload-server';

const LOCAL: FetchLimits = { milliseconds: 300, bytes: 64 * 1024, allowLocalHttp: true };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hook-'));
  const file = join(folder, 'bare.json');
  writeFileSync(file, '{}');
  bare = loadConfiguration(file);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  for (const method of ['log', 'error'] as const) jest.spyOn(console, method).mockImplementation();
});
afterEach(() => jest.restoreAllMocks());

/** Without anything set; to read one takes time. */
let bare: Configuration;

function configured(written: object = {}, ruleSet: readonly Rule[] = [rollback, storage]): Configuration {
  if (Object.keys(written).length === 0) return { ...bare, ruleSet };
  const file = join(folder, 'competency-nag.json');
  writeFileSync(file, JSON.stringify(written));
  return { ...loadConfiguration(file), ruleSet };
}

/** Answers as the function would, without its thread. */
const ask = (event: unknown, configuration = configured(), fetchLimits = LOCAL): Promise<HookResponse> =>
  hookHandler({ judge: async (subject) => judge(subject, configuration, folder), fetchLimits })(event);

const DATABASE = { Type: 'AWS::RDS::DBInstance', Properties: { Engine: 'mysql', StorageEncrypted: false } };
const ENCRYPTED = { ...DATABASE, Properties: { ...DATABASE.Properties, StorageEncrypted: true } };
const templateOf = (Resources: object) => JSON.stringify({ Resources });
const FIX =
  'Fix: Set StorageEncrypted to true. An existing unencrypted database is replaced: copy its snapshot with a key and restore that.';

describe('a stack', () => {
  test('that fails: the message names rule, resource, property and fix', async () => {
    const url = await servePayload({ template: templateOf({ Db: DATABASE }), previousTemplate: '' });
    expect(await ask(stackEvent(url))).toEqual({
      hookStatus: 'FAILED',
      errorCode: 'NonCompliant',
      clientRequestToken: TOKEN,
      message: [
        'competency-nag found 1 error in MyStack (1 resource)',
        `error rds-storage-encrypted: Db StorageEncrypted: storage is not encrypted: StorageEncrypted is false. ${FIX}`,
      ].join('\n'),
      annotations: [
        {
          annotationName: 'rds-storage-encrypted',
          status: 'FAILED',
          statusMessage:
            'Not so: RDS databases encrypt their storage\nDb StorageEncrypted: storage is not encrypted: StorageEncrypted is false',
          remediationMessage: FIX.slice('Fix: '.length),
          remediationLink: expect.stringMatching(/^https:\/\/docs\.aws\.amazon\.com\//),
          severityLevel: 'HIGH',
        },
      ],
    });
  });

  test('that passes, in YAML', async () => {
    const template =
      'Resources:\n  Db:\n    Type: AWS::RDS::DBInstance\n    Properties: {StorageEncrypted: true}\n';
    expect(await ask(stackEvent(await servePayload({ template }), 'CREATE_PRE_PROVISION'))).toEqual({
      hookStatus: 'SUCCESS',
      clientRequestToken: TOKEN,
      message: 'competency-nag found nothing in MyStack (1 resource)',
    });
  });

  test('that is deleted needs no payload', async () => {
    expect(await ask(stackEvent(undefined, 'DELETE_PRE_PROVISION'))).toMatchObject({ hookStatus: 'SUCCESS' });
  });

  test('is answered under the token in either spelling of the guide', async () => {
    const { clientRequestToken, ...event } = stackEvent('https://');
    const answer = await ask({ ...event, clientRequesttoken: clientRequestToken });
    expect(answer.clientRequestToken).toBe(TOKEN);
  });

  test('knows account, Region and name', async () => {
    const url = await servePayload({
      template: templateOf({
        Db: {
          ...DATABASE,
          Properties: {
            StorageEncrypted: {
              'Fn::Sub': '${AWS::Region} ${AWS::AccountId} ${AWS::StackName} ${AWS::Partition}',
            },
          },
        },
      }),
    });
    expect((await ask(stackEvent(url))).message).toContain(
      'StorageEncrypted is us-west-2 123456789012 MyStack aws',
    );
  });

  test('is held to its override, by its name', async () => {
    const url = await servePayload({ template: templateOf({ Db: DATABASE }) });
    const off = { rules: { 'rds-storage-encrypted': 'off' } };
    const overridden = (files: string) =>
      ask(stackEvent(url), configured({ overrides: [{ files, ...off }] }));
    expect(await overridden('My*')).toMatchObject({ hookStatus: 'SUCCESS' });
    expect(await overridden('Other*')).toMatchObject({ hookStatus: 'FAILED' });
  });

  test('is accepted by a waiver, and not troubled by one for another stack', async () => {
    const url = await servePayload({ template: templateOf({ Db: DATABASE }) });
    const waived = (place: string) => {
      writeFileSync(
        join(folder, 'waivers.json'),
        JSON.stringify({ waivers: [{ rule: 'rds-storage-encrypted', place, reason: 'It goes next month' }] }),
      );
      return ask(stackEvent(url), configured({ failOn: 'warning', waivers: { files: './waivers.json' } }));
    };
    expect(await waived('Db')).toMatchObject({
      hookStatus: 'SUCCESS',
      message: 'competency-nag found nothing in MyStack (1 resource)',
    });
    expect((await waived('Other')).message).toMatch(/^competency-nag found 1 error in MyStack/);
  });
});

test('a waiver in the template counts, unless the rule is unwaivable', async () => {
  const waivers = [{ rule: 'rds-storage-encrypted', reason: 'It goes next month' }];
  const template = templateOf({ Db: { ...DATABASE, Metadata: { 'competency-nag': { waivers } } } });
  const url = await servePayload({ template });
  const unwaivable = configured({ unwaivable: ['rds-storage-encrypted'] });
  expect(await ask(stackEvent(url))).toMatchObject({ hookStatus: 'SUCCESS' });
  expect(await ask(stackEvent(url), unwaivable)).toMatchObject({ errorCode: 'NonCompliant' });
});

test('a baseline counts, made from a template named as the stack', async () => {
  const finding = {
    ruleId: 'rds-storage-encrypted',
    file: 'MyStack',
    logicalId: 'Db',
    path: 'Properties.StorageEncrypted',
    verdict: 'fail',
    severity: 'error',
    message: 'storage is not encrypted: StorageEncrypted is false',
  };
  const gone = { ...finding, file: 'OtherStack' };
  writeFileSync(
    join(folder, 'baseline.json'),
    JSON.stringify({ schemaVersion: 1, findings: [finding, gone] }),
  );
  const configuration = configured({ baseline: './baseline.json' });
  const known = await servePayload({ template: templateOf({ Db: DATABASE }) });
  expect(await ask(stackEvent(known), configuration)).toMatchObject({ hookStatus: 'SUCCESS' });
  const more = await servePayload({ template: templateOf({ Db: DATABASE, New: DATABASE }) });
  expect((await ask(stackEvent(more), configuration)).message).toMatch(/found 1 error in MyStack/);
});

describe('failOn', () => {
  const template = templateOf({
    Db: {
      Type: 'AWS::RDS::DBInstance',
      Properties: { StorageEncrypted: { Ref: 'Encrypted' }, Engine: 'mysql' },
    },
  });
  const withParameter = (parameter: object) =>
    JSON.stringify({ ...JSON.parse(template), Parameters: { Encrypted: { Type: 'String', ...parameter } } });

  test.each([
    ['error', 'SUCCESS'],
    ['warning', 'FAILED'],
    ['never', 'SUCCESS'],
  ])('%s: a warning is answered with %s', async (failOn, hookStatus) => {
    const url = await servePayload({
      template: withParameter({ Default: 'true', AllowedValues: ['true', 'false'] }),
    });
    const answer = await ask(stackEvent(url), configured({ failOn }));
    expect(answer).toMatchObject({ hookStatus });
    expect(answer.message).toContain(
      'found 1 warning in MyStack (1 resource)\nwarning rds-storage-encrypted: Db StorageEncrypted when ',
    );
  });

  test.each([
    ['error', 'SUCCESS', undefined],
    ['review', 'FAILED', 'INFORMATIONAL'],
  ])('%s: a review is answered with %s', async (failOn, hookStatus, severityLevel) => {
    const url = await servePayload({ template: withParameter({}) });
    const answer = await ask(stackEvent(url), configured({ failOn }));
    expect([answer.hookStatus, answer.annotations?.[0]?.severityLevel]).toEqual([hookStatus, severityLevel]);
    expect(answer.message).toContain('found 1 to review');
  });
});

test('a change set is judged whole; what it changes comes first, and the rest is told apart', async () => {
  const url = await servePayload({
    template: templateOf({ Old: DATABASE, New: DATABASE, Fine: ENCRYPTED }),
    changedResources: [
      { logicalResourceId: 'Gone', action: 'DELETE', lineNumber: null, afterContext: null },
      { logicalResourceId: 'New', action: 'CREATE', lineNumber: 1, beforeContext: null },
    ],
  });
  const event = changeSetEvent(url);
  const lines = (await ask(event)).message.split('\n');
  expect(lines).toEqual([
    'competency-nag found 2 errors in MyStack (3 resources)',
    expect.stringMatching(/^error rds-storage-encrypted: New StorageEncrypted: .* is false\. Fix: /),
    expect.stringMatching(
      /^error .*: Old StorageEncrypted: .* is false \(not changed by this change set\)\.$/,
    ),
  ]);
  const { actionInvocationPoint: _, ...asInTheSyntax } = event;
  expect((await ask(asInTheSyntax)).message.split('\n')).toEqual(lines);
});

describe('a resource', () => {
  const DATABASE_TYPE = 'AWS::RDS::DBInstance';

  test('that fails', async () => {
    const answer = await ask(resourceEvent(DATABASE_TYPE, DATABASE.Properties));
    expect(answer).toMatchObject({ hookStatus: 'FAILED', errorCode: 'NonCompliant' });
    expect(answer.message).toContain('in MyStack (1 resource)\nerror rds-storage-encrypted: Thing Storage');
  });

  test.each([[ENCRYPTED.Properties], [{ ...ENCRYPTED.Properties, StorageEncrypted: 'true' }]])(
    'that passes: %j',
    async (properties) => {
      expect(await ask(resourceEvent(DATABASE_TYPE, properties))).toMatchObject({ hookStatus: 'SUCCESS' });
    },
  );

  test.each([[null], [undefined], [{}]])('without properties (%j) has not set any', async (properties) => {
    expect(await ask(resourceEvent(DATABASE_TYPE, properties))).toMatchObject({ errorCode: 'NonCompliant' });
  });

  test('that is deleted', async () => {
    expect(await ask(resourceEvent(DATABASE_TYPE, {}, 'DELETE_PRE_PROVISION'))).toMatchObject({
      hookStatus: 'SUCCESS',
    });
  });

  test('of Cloud Control API, with room for 1024 characters', async () => {
    const answer = await ask(cloudControlEvent(DATABASE_TYPE, DATABASE.Properties));
    expect(answer.message).toContain('found 1 error in Thing (1 resource)');
  });

  test('is judged only by rules that can tell by it alone', async () => {
    const neighbourly = rule({ ...storage, id: 'asks-its-neighbours', check: () => [] });
    const configuration = configured({}, [neighbourly, rollback, storage]);
    const judged = jest.spyOn(neighbourly, 'check');
    await ask(resourceEvent(DATABASE_TYPE, {}), configuration);
    expect(judged).not.toHaveBeenCalled();
  });
});

describe('the size of the message', () => {
  const many = (count: number) =>
    templateOf(Object.fromEntries(Array.from({ length: count }, (_, index) => [`Db${index}`, DATABASE])));

  test('is kept below the limit; what does not fit is counted', async () => {
    const { message, annotations } = await ask(stackEvent(await servePayload({ template: many(200) })));
    expect(message.length).toBeLessThanOrEqual(4096);
    expect(message.length).toBeGreaterThan(3900);
    const shown = message.split('\n').length - 2;
    expect(message.split('\n').at(-1)).toBe(`and ${200 - shown} more`);
    expect(annotations).toHaveLength(1);
    expect(annotations?.[0]?.statusMessage.length).toBeLessThanOrEqual(16384);
    expect(annotations?.[0]?.statusMessage).toMatch(/\n(Db\d+ .*|and \d+ more)$/);
  });

  test('of Cloud Control API is kept below its own', async () => {
    const long = 'x'.repeat(5000);
    const properties = { ...DATABASE.Properties, StorageEncrypted: long };
    const { message } = await ask(cloudControlEvent('AWS::RDS::DBInstance', properties));
    expect(message).toContain('rds-storage-encrypted');
    expect(message.length).toBeLessThanOrEqual(1024);
  });

  test('of a failure is kept, too', async () => {
    const { message } = await ask(stackEvent(`ftp://${'x'.repeat(9000)}`, 'y'.repeat(9000)));
    expect(message.length).toBeLessThanOrEqual(1024);
  });

  test('control characters of a template do not reach it', async () => {
    const template = templateOf({ 'Db\u001b[2J': DATABASE });
    const { message } = await ask(stackEvent(await servePayload({ template })));
    expect(message).not.toContain('\u001b');
  });
});

describe('whatever keeps it from checking is a failure', () => {
  const failure = (message: RegExp) => ({
    hookStatus: 'FAILED',
    errorCode: 'InternalFailure',
    clientRequestToken: TOKEN,
    message: expect.stringMatching(message),
  });

  test.each<[string, () => Promise<string>, RegExp]>([
    [
      'is missing',
      () =>
        serve((_, response) => {
          response.statusCode = 404;
          response.end();
        }),
      /^competency-nag could not check this\nthe payload was asked for, and the answer is 404$/,
    ],
    [
      'is somewhere else',
      async () => {
        const elsewhere = await servePayload({ template: templateOf({ Db: ENCRYPTED }) });
        return serve((_, response) => {
          response.writeHead(302, { location: elsewhere });
          response.end();
        });
      },
      /the answer is 302$/,
    ],
    ['never begins', () => serve(() => undefined), /the payload did not arrive within 0\.3 s$/],
    [
      'never ends',
      () => serve((_, response) => void response.write('{')),
      /the payload did not arrive within 0\.3 s$/,
    ],
    [
      'breaks off',
      () =>
        serve((_, response) => {
          response.writeHead(200, { 'content-length': '100' });
          response.write('{', () => response.destroy());
        }),
      /the payload cannot be fetched: /,
    ],
    ['is too large', () => servePayload(' '.repeat(65 * 1024)), /the payload is larger than 0\.0625 MiB$/],
    ['is no JSON', () => servePayload('Resources: {}'), /the payload is no JSON$/],
    ['is null', () => servePayload('null'), /the payload holds no template$/],
    ['is empty', () => servePayload({}), /the payload holds no template$/],
    ['has an empty template', () => servePayload({ template: '' }), /the payload holds no template$/],
    ['has a template that is no text', () => servePayload({ template: {} }), /holds no template$/],
    [
      'has changes of another kind',
      () => servePayload({ template: templateOf({ Db: ENCRYPTED }), changedResources: {} }),
      /lists its changes in a way that is not known$/,
    ],
    ['is cut off', () => servePayload({ template: '{"Resources": {' }), /could not check MyStack\nline 1: /],
    ['is another text', () => servePayload({ template: 'hello' }), /is no CloudFormation template/],
    [
      'has no resources',
      () => servePayload({ template: '{"Resources": {}}' }),
      /is no CloudFormation template/,
    ],
    [
      'has a key twice',
      () => servePayload({ template: 'Resources:\n  A: {Type: T::T::T}\n  A: {Type: T::T::T}\n' }),
      /line 3: duplicate key "A"/,
    ],
  ])('a payload that %s', async (_, url, message) => {
    const answer = await ask(stackEvent(await url()));
    expect(answer).toEqual(failure(message));
    expect(answer.message).not.toContain('topsecret');
  });

  test.each([
    ['http://127.0.0.1:1/', 'a server without a certificate'],
    ['http://169.254.169.254/latest', 'the metadata service'],
    ['file:///etc/hostname', 'a file'],
    ['data:application/json,{"template":"{}"}', 'data'],
    ['not a URL', 'something else'],
  ])('%s: %s', async (url) => {
    const answer = await ask(stackEvent(url), configured(), { ...LOCAL, allowLocalHttp: false });
    expect(answer).toEqual(failure(/the payload has no https URL$/));
  });

  test('a server on this machine that only tests may ask does not open others', async () => {
    expect(await ask(stackEvent('http://example.com/'))).toEqual(failure(/has no https URL$/));
  });

  test.each([
    [
      'an unknown target',
      { requestData: { targetType: 'MODULE', targetName: 'MODULE' } },
      /"MODULE" is not known/,
    ],
    ['a target of no type', { requestData: { targetType: 'RESOURCE', targetName: 'x' } }, /is not known/],
    ['no target', { requestData: undefined }, /the target undefined is not known/],
    ['no payload', { requestData: { targetType: 'STACK' } }, /the request has no payload/],
    ['an unknown point', { actionInvocationPoint: 'CREATE_POST_PROVISION' }, /POST_PROVISION" is not known/],
    ['no point', { actionInvocationPoint: undefined }, /the invocation point undefined is not known/],
    [
      'no model',
      { requestData: { targetType: 'RESOURCE', targetName: 'AWS::S3::Bucket' } },
      /the request has no target model/,
    ],
    [
      'properties in a text',
      {
        requestData: {
          targetType: 'RESOURCE',
          targetName: 'AWS::S3::Bucket',
          targetModel: { resourceProperties: '{}' },
        },
      },
      /the properties of the resource are no object/,
    ],
  ])('a request with %s', async (_, fields, message) => {
    expect(await ask({ ...stackEvent('https://localhost'), ...fields })).toEqual(failure(message));
  });

  test.each([[null], [undefined], ['text'], [[]], [{}]])('the event %j', async (event) => {
    expect(await ask(event)).toMatchObject({ hookStatus: 'FAILED', errorCode: 'InternalFailure' });
  });

  test('a rule that throws', async () => {
    const broken = rule({
      ...storage,
      check: () => {
        throw new Error('no such luck');
      },
    });
    const url = await servePayload({ template: templateOf({ Db: ENCRYPTED }) });
    expect(await ask(stackEvent(url), configured({}, [broken, rollback]))).toEqual(
      failure(/could not check MyStack\nthe rule rds-storage-encrypted failed on Db: no such luck/),
    );
  });

  test('a check that breaks', async () => {
    const handler = hookHandler({
      judge: () => {
        throw new Error('out of ideas');
      },
      fetchLimits: LOCAL,
    });
    const url = await servePayload({ template: templateOf({ Db: ENCRYPTED }) });
    expect(await handler(stackEvent(url))).toEqual(failure(/could not check this\nout of ideas$/));
  });

  test('waivers that cannot be read', async () => {
    const url = await servePayload({ template: templateOf({ Db: ENCRYPTED }) });
    const configuration = configured({ waivers: { files: './gone.yaml' } });
    expect(await ask(stackEvent(url), configuration)).toEqual(failure(/gone\.yaml: is missing/));
  });
});

test('the presigned URL is not logged', async () => {
  const url = await servePayload({ template: templateOf({ Db: DATABASE }) });
  await ask(stackEvent(url));
  await ask(stackEvent(`${url}x`.replace('http:', 'ftp:')));
  const logged = [console.log, console.error].flatMap((method) => (method as jest.Mock).mock.calls);
  expect(logged.length).toBeGreaterThan(2);
  expect(JSON.stringify(logged)).not.toContain('topsecret');
  expect(logged.map(String).join()).not.toContain('topsecret');
});
