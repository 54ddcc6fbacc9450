import { allows, eachStatementAt } from '../../lib/aws/iam/iam-policy';
import { coveredBy, wholeService } from '../../lib/aws/iam/policy-actions';
import { conditionsOf, isNarrowed, refusesOthers } from '../../lib/aws/iam/policy-conditions';
import { isOwnAccount, principalsOf } from '../../lib/aws/iam/policy-principals';
import { matchesWildcards } from '../../lib/aws/iam/wildcards';
import { check } from '../../lib/check';
import type { Value } from '../../lib/model/value';
import { rule } from '../../lib/rule';

/** What is said of the one statement of a bucket policy; `unknown` where that hangs on what only deployment knows. */
function told(statement: object, say: (statement: Value) => unknown): unknown {
  const said = new Set<string>();
  const probe = rule({
    id: 'probe',
    title: 'Probe',
    severity: 'error',
    control: 'S3-ACCESS',
    resources: ['AWS::S3::BucketPolicy'],
    why: '',
    fix: '',
    docs: '',
    check: (policy) =>
      eachStatementAt(policy, 'PolicyDocument', (value) => {
        said.add(JSON.stringify(say(value)));
        return undefined;
      }),
  });
  const PolicyDocument = { Statement: { Effect: 'Allow', Action: 's3:GetObject', ...statement } };
  const text = JSON.stringify({
    Parameters: { Any: { Type: 'String' } },
    Resources: {
      Role: { Type: 'AWS::IAM::Role' },
      Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { PolicyDocument } },
    },
  });
  expect(check([{ file: 'a.json', text }], { ruleSet: [probe] }).errors).toEqual([]);
  const [only, more] = said;
  return more === undefined ? JSON.parse(only as string) : 'unknown';
}

test.each([
  ['s3:*', 's3:getobject', true],
  ['s3:Get?bject', 's3:GetObject', true],
  ['*', '', true],
  ['**:*', 'a:b', true],
  ['s3:Get*Acl', 's3:GetObjectAcl', true],
  ['s3:Get*Acl', 's3:GetObjectAclX', false],
  ['s3:?', 's3:', false],
  ['', 'a', false],
])('%s matches %s: %s', (pattern, text, expected) => {
  expect(matchesWildcards(pattern.toLowerCase(), text.toLowerCase())).toBe(expected);
});

test('many wildcards take no time', () => {
  const start = process.hrtime.bigint();
  expect(matchesWildcards('*a'.repeat(2000), `${'a'.repeat(1900)}b`)).toBe(false);
  expect(Number(process.hrtime.bigint() - start) / 1e6).toBeLessThan(500);
});

describe('actions', () => {
  const covered = (statement: object, ...actions: string[]) =>
    told(statement, (value) => coveredBy(value, actions).map(({ action }) => action));

  test.each([
    [{ Action: 'S3:getobject' }, ['s3:GetObject']],
    [{ Action: ['s3:List*', 's3:*Object'] }, ['s3:GetObject', 's3:PutObject']],
    [{ Action: '*' }, ['s3:GetObject', 's3:PutObject']],
    [{ Action: undefined, NotAction: 's3:Get*' }, ['s3:PutObject']],
    [{ Action: { 'Fn::Sub': 's3:Put${Any}' } }, 'unknown'],
    [{ Action: { 'Fn::Sub': 'sqs:${Any}' } }, []],
    [{ Action: { Ref: 'Any' } }, 'unknown'],
    [{ Action: [{ Ref: 'Any' }, 's3:GetObject'] }, ['s3:GetObject']],
  ])('%j', (statement, expected) => {
    expect(covered(statement, 's3:GetObject', 's3:PutObject')).toEqual(expected);
  });

  test('that only deployment knows may be all there are', () => {
    expect(covered({ Action: { Ref: 'Any' } }, '*')).toBe('unknown');
  });

  test.each([
    ['s3:*', true],
    ['*:*', true],
    ['s3:Get*', false],
    ['s3:**', true],
    ['ec2:*', false],
  ])('%s is the whole of S3: %s', (Action, expected) => {
    expect(told({ Action }, (value) => wholeService(value, 's3') !== undefined)).toBe(expected);
  });
});

describe('principals', () => {
  const own = { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' };

  test.each([
    ['*', ['everyone']],
    [{ AWS: '*' }, ['everyone']],
    [{ AWS: ['arn:aws:iam::111122223333:role/app', '*'] }, ['identity', 'everyone']],
    [{ AWS: '111122223333' }, ['account']],
    [{ AWS: own }, ['account, the own']],
    [{ AWS: { Ref: 'AWS::AccountId' } }, ['account, the own']],
    [{ AWS: { 'Fn::Sub': 'arn:aws:iam::${Any}:root' } }, ['account']],
    [{ AWS: { 'Fn::GetAtt': ['Role', 'Arn'] } }, ['identity']],
    [{ Service: ['cloudfront.amazonaws.com'], CanonicalUser: 'a1b2' }, ['service', 'canonical user']],
    [{ constructor: 'a' }, ['unknown']],
    [{ Federated: 'cognito-identity.amazonaws.com' }, ['federated']],
    [{ AWS: { Ref: 'Any' } }, 'unknown'],
  ])('%j', (Principal, expected) => {
    const kinds = (value: Value) =>
      principalsOf(value).map((one) => (isOwnAccount(one.value) ? `${one.kind}, the own` : one.kind));
    expect(told({ Principal }, kinds)).toEqual(expected);
  });

  test('NotPrincipal is everyone but some', () => {
    expect(
      told({ NotPrincipal: { AWS: '111122223333' } }, (value) => principalsOf(value).map(({ kind }) => kind)),
    ).toEqual(['everyone']);
  });
});

describe('conditions', () => {
  const narrow = (Condition: object) => told({ Condition }, isNarrowed);

  test.each([
    [{ StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }],
    [{ StringEquals: { 'AWS:SourceVpce': ['vpce-1', { Ref: 'Any' }] } }],
    [{ stringlike: { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/*' } }],
    [{ 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': ['o-a1b2c3d4e5/r-ab12/*'] } }],
    [{ ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:111122223333:*' } }],
    [{ ArnEquals: { 'aws:SourceArn': 'arn:aws:s3:::uploads' } }],
    [{ IpAddress: { 'aws:SourceIp': ['198.51.100.0/24', '203.0.113.7'] } }],
    [
      {
        Bool: { 'aws:SecureTransport': 'true' },
        StringEquals: { 's3:DataAccessPointAccount': '111122223333' },
      },
    ],
  ])('%j narrows', (condition) => {
    expect(narrow(condition)).toBe(true);
  });

  test.each([
    [{ Bool: { 'aws:SecureTransport': 'true' } }],
    [{ StringEquals: { 'aws:Referer': 'https://example.com' } }],
    [{ StringLike: { 'aws:UserAgent': 'key' } }],
    [{ IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }],
    [{ IpAddress: { 'aws:SourceIp': ['198.51.100.0/24', '::/0'] } }],
    [{ StringLike: { 'aws:PrincipalOrgID': 'o-*' } }],
    [{ StringLike: { 'aws:PrincipalArn': '*' } }],
    [{ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/admin' } }],
    [{ StringEqualsIfExists: { 'aws:SourceVpce': 'vpce-1' } }],
    [{ 'ForAllValues:StringEquals': { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }],
    [{ StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } }],
    [{ NotIpAddress: { 'aws:SourceIp': '198.51.100.0/24' } }],
    [{ IpAddress: { 'aws:VpcSourceIp': '10.0.0.0/16' } }],
    [{ constructor: { toString: 'a' } }],
    [{ StringEquals: { constructor: 'a' } }],
  ])('%j does not', (condition) => {
    expect(narrow(condition)).toBe(false);
  });

  test('a range that only deployment knows may be the internet', () => {
    expect(narrow({ IpAddress: { 'aws:SourceIp': { Ref: 'Any' } } })).toBe('unknown');
  });

  test.each([
    [{ StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } }, true],
    [{ StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }, true],
    [{ NotIpAddress: { 'aws:SourceIp': '198.51.100.0/24' } }, true],
    [{ NotIpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }, false],
    [{ StringNotEquals: { 'aws:Referer': 'https://example.com' } }, false],
    // Both must hold for the Deny: who comes by HTTPS is not denied.
    [{ StringNotEquals: { 'aws:SourceVpce': 'vpce-1' }, Bool: { 'aws:SecureTransport': 'false' } }, false],
    [
      { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' }, NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
      true,
    ],
    [{ StringNotEquals: { 'aws:SourceVpce': 'vpce-1', 'aws:Referer': 'shop' } }, false],
  ])('as a Deny, %j leaves only known callers: %s', (Condition, expected) => {
    expect(told({ Effect: 'Deny', Condition }, refusesOthers)).toBe(expected);
  });

  test('no condition', () => {
    expect(told({}, (value) => [allows(value), conditionsOf(value)])).toEqual([true, []]);
  });
});

test('a policy of a thousand statements, as a text, takes no time', () => {
  const open = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::shop/*' };
  const PolicyDocument = JSON.stringify({ Statement: Array(1000).fill(open) });
  const Policy = { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: 'shop', PolicyDocument } };
  const start = process.hrtime.bigint();
  const text = JSON.stringify({ Resources: { Policy } });
  const { findings } = check([{ file: 'a.json', text }], { rules: ['s3-no-public-policy'] });
  expect(findings).toHaveLength(1000);
  expect(Number(process.hrtime.bigint() - start) / 1e6).toBeLessThan(5000);
});
