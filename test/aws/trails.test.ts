import { check } from '../../lib';
import { LOG_ARCHIVE_ACCOUNTS } from '../../lib/aws/accounts';
import type { TemplateSource } from '../../lib/check';
import type { Rule } from '../../lib/rule';
import separate from '../../rules/audit-trail/cloudtrail-bucket-in-separate-account';
import copied from '../../rules/audit-trail/cloudtrail-logs-copied-outside-account';

const MINE = '111122223333';
const THEIRS = '444455556666';

type Resources = { readonly [logicalId: string]: object };

const trail = (S3BucketName: unknown, more: object = {}) => ({
  Type: 'AWS::CloudTrail::Trail',
  Properties: { S3BucketName, IsLogging: true, ...more },
});
const bucket = (properties: object = {}) => ({ Type: 'AWS::S3::Bucket', Properties: properties });

/** A stack of the app, in an account if that is known. */
const stack = (
  stackName: string,
  Resources: Resources,
  account?: string,
  more: object = {},
): TemplateSource => ({
  file: `${stackName}.json`,
  app: 'shop',
  stackName,
  text: JSON.stringify({ Resources, ...more }),
  ...(account !== undefined && { pseudoParameters: { 'AWS::AccountId': account } }),
});

/** The findings of a rule on the stacks of an app, as `verdict stack LogicalId`. */
const found = (rule: string, sources: TemplateSource[]) =>
  check(sources, { rules: [rule] }).findings.map(
    ({ verdict, file, logicalId }) => `${verdict} ${file.replace('.json', '')} ${logicalId}`,
  );

const named = { Trail: trail('shop-audit') };
const imported = { Trail: trail({ 'Fn::ImportValue': 'audit-bucket' }) };
const read = { Trail: trail({ 'Fn::GetStackOutput': { StackName: 'logs', OutputName: 'Name' } }) };
const logs = (account?: string, properties: object = {}) =>
  stack('logs', { Logs: bucket({ BucketName: 'shop-audit', ...properties }) }, account, {
    Outputs: { Name: { Value: { Ref: 'Logs' }, Export: { Name: 'audit-bucket' } } },
  });

describe('the bucket of a trail', () => {
  const RULE = 'cloudtrail-bucket-versioned';

  test.each([
    ['a name', named],
    ['an import', imported],
    ['the output of a stack', read],
  ])('is found through %s', (_, resources) => {
    expect(found(RULE, [logs(), stack('trail', resources)])).toEqual(['fail logs Logs']);
    const versions = { VersioningConfiguration: { Status: 'Enabled' } };
    expect(found(RULE, [logs(undefined, versions), stack('trail', resources)])).toEqual([]);
  });

  test('is found through the parameter of a nested stack', () => {
    const parent = {
      Logs: bucket(),
      Audit: {
        Type: 'AWS::CloudFormation::Stack',
        Properties: { TemplateURL: 'audit.json', Parameters: { Bucket: { Ref: 'Logs' } } },
      },
    };
    const child = stack('audit', { Trail: trail({ Ref: 'Bucket' }) }, undefined, {
      Parameters: { Bucket: { Type: 'String' } },
    });
    expect(found(RULE, [stack('app', parent), child])).toEqual(['fail app Logs']);
    const SEPARATE = 'cloudtrail-bucket-in-separate-account';
    expect(found(SEPARATE, [stack('app', parent), child])).toEqual(['fail audit Trail']);
  });

  test('is left to the rules about trails', () => {
    const statement = {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${THEIRS}:role/shop` },
      Action: 's3:*',
      Resource: { 'Fn::Sub': '${Logs.Arn}/*' },
    };
    const Policy = {
      Type: 'AWS::S3::BucketPolicy',
      Properties: {
        Bucket: { Ref: 'Logs' },
        PolicyDocument: { Version: '2012-10-17', Statement: [statement] },
      },
    };
    const alone = [stack('app', { Logs: bucket(), Policy })];
    const ofTrail = [stack('app', { Logs: bucket(), Policy, Trail: trail({ Ref: 'Logs' }) })];
    for (const [general, narrow] of [
      ['s3-buckets-versioned', 'cloudtrail-bucket-versioned'],
      ['s3-policy-least-privilege', 'cloudtrail-bucket-access-restricted'],
    ] as const) {
      expect([found(general, alone).length, found(narrow, alone).length]).toEqual([1, 0]);
      expect([found(general, ofTrail).length, found(narrow, ofTrail).length]).toEqual([0, 1]);
    }
  });
});

describe('a trail that records all Regions', () => {
  const RULE = 'cloudtrail-multi-region';
  const one = { One: trail('shop-audit') };
  const all = (more: object = {}) => ({ All: trail('shop-audit', { IsMultiRegionTrail: true, ...more }) });

  test('stands in for one of another stack', () => {
    expect(found(RULE, [stack('a', one), stack('b', all())])).toEqual([]);
    expect(found(RULE, [stack('a', one, MINE), stack('b', all(), MINE)])).toEqual([]);
  });

  test('but not in another account, unless it is of the organization', () => {
    const a = stack('a', one, MINE);
    expect(found(RULE, [a, stack('b', all(), THEIRS)])).toEqual(['fail a One']);
    expect(found(RULE, [a, stack('b', all({ IsOrganizationTrail: true }), THEIRS)])).toEqual([]);
  });
});

describe('the account of the bucket', () => {
  const RULE = 'cloudtrail-bucket-in-separate-account';

  test('is told by the environments of the stacks', () => {
    expect(found(RULE, [logs(THEIRS), stack('trail', named, MINE)])).toEqual([]);
    expect(found(RULE, [logs(MINE), stack('trail', named, MINE)])).toEqual(['fail trail Trail']);
    expect(found(RULE, [logs(), stack('trail', named, MINE)])).toEqual(['review trail Trail']);
  });

  test('is the same for what is imported, but not for the output of a stack', () => {
    expect(found(RULE, [logs(), stack('trail', imported)])).toEqual(['fail trail Trail']);
    expect(found(RULE, [logs(), stack('trail', read)])).toEqual(['review trail Trail']);
    expect(found(RULE, [logs(THEIRS), stack('trail', read, MINE)])).toEqual([]);
  });

  test('may be that of the trail where the account is there to keep logs', () => {
    const own = [logs(MINE), stack('trail', named, MINE)];
    for (const rule of [separate, copied]) {
      const options = { logArchiveAccounts: { ...LOG_ARCHIVE_ACCOUNTS, default: [MINE] } };
      expect(check(own, { ruleSet: [rule] }).findings).toHaveLength(1);
      expect(check(own, { ruleSet: [{ ...rule, options } as Rule] }).findings).toEqual([]);
    }
  });
});

describe('copies outside the account', () => {
  const RULE = 'cloudtrail-logs-copied-outside-account';
  const replicated = {
    VersioningConfiguration: { Status: 'Enabled' },
    ReplicationConfiguration: {
      Role: `arn:aws:iam::${MINE}:role/replication`,
      Rules: [{ Status: 'Enabled', Destination: { Bucket: 'arn:aws:s3:::shop-copy' } }],
    },
  };
  const copy = { Copy: bucket({ BucketName: 'shop-copy' }) };
  const own = stack('trail', named, MINE);

  test('are not needed of a bucket that is outside itself', () => {
    expect(found(RULE, [logs(THEIRS), own])).toEqual([]);
    expect(found(RULE, [logs(MINE), own])).toEqual(['fail logs Logs']);
  });

  test('are where the stack is that has the other bucket', () => {
    const source = [logs(MINE, replicated), own];
    expect(found(RULE, [...source, stack('copy', copy, THEIRS)])).toEqual([]);
    expect(found(RULE, [...source, stack('copy', copy, MINE)])).toEqual(['fail logs Logs']);
    expect(found(RULE, source)).toEqual(['review logs Logs']);
  });
});
