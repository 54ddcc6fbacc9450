import { mayBeAbout, mayHaveWildcards, onlyListsActions } from '../../lib/aws/iam/listed-actions';
import { check } from '../../lib/check';
import type { Resource } from '../../lib/model/entity';
import { rule } from '../../lib/rule';

/** What is said of the one resource that is called `Probed`. */
function told<T>(probed: object, say: (resource: Resource) => T, template: object = {}): T {
  const said: T[] = [];
  const probe = rule({
    id: 'probe',
    title: 'Probe',
    severity: 'error',
    control: 'LEAST-PRIVILEGE',
    why: '',
    fix: '',
    docs: '',
    checkTemplate: ({ resources }) => {
      said.push(say(resources.get('Probed') as Resource));
      return undefined;
    },
  });
  const text = JSON.stringify({
    ...template,
    Parameters: { Any: { Type: 'String' } },
    Conditions: { IsAny: { 'Fn::Equals': [{ Ref: 'Any' }, 'any'] } },
    Resources: { Probed: probed },
  });
  expect(check([{ file: 'a.json', text }], { ruleSet: [probe] }).errors).toEqual([]);
  return said[0] as T;
}

const policy = (Statement: unknown, more: object = {}) => ({
  Type: 'AWS::IAM::Policy',
  Properties: { PolicyName: 'one', Roles: ['role'], PolicyDocument: { Statement, ...more } },
});

const role = (...documents: unknown[]) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {},
    Policies: documents.map((PolicyDocument) => ({ PolicyName: 'one', PolicyDocument })),
  },
});

const lambda = (Policies: unknown) => ({ Type: 'AWS::Serverless::Function', Properties: { Policies } });

const allow = (Action: unknown, more: object = {}) => ({ Effect: 'Allow', Action, Resource: '*', ...more });
const either = (one: unknown) => ({ 'Fn::If': ['IsAny', one, { Ref: 'AWS::NoValue' }] });

describe('what is written tells all actions', () => {
  test.each<[object, string[], boolean]>([
    [policy(allow('S3:GetObject')), ['s3'], false],
    [policy([allow(['s3:Get*', 'sqs:SendMessage']), allow('iam:PassRole')]), ['s3', 'sqs', 'iam'], true],
    [policy(allow('s3:Get?bject')), ['s3'], true],
    [policy(allow('s3:GetObject', { Resource: { 'Fn::Sub': '${Any}' } })), ['s3'], false],
    [policy([]), [], false],
    [
      role({ Statement: allow('s3:GetObject') }, { Statement: [allow('iam:PassRole')] }),
      ['s3', 'iam'],
      false,
    ],
    [{ Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {} } }, [], false],
    [lambda(['AWSLambdaExecute', { Statement: [allow('s3:GetObject')] }]), ['s3'], false],
    [lambda({ Statement: allow('sqs:*') }), ['sqs'], true],
    [lambda([{ S3ReadPolicy: { BucketName: { Ref: 'Any' } } }]), [], false],
    [lambda('AWSLambdaExecute'), [], false],
  ])('%j', (resource, services, haveWildcards) => {
    expect(told(resource, onlyListsActions)).toBe(true);
    expect(told(resource, mayHaveWildcards)).toBe(haveWildcards);
    for (const service of ['s3', 'sqs', 'iam'])
      expect(told(resource, (one) => mayBeAbout(one, service))).toBe(services.includes(service));
  });
});

describe('what is written leaves open what it is about', () => {
  test.each([
    policy(allow('*')),
    policy(allow(['sqs:SendMessage', '*:*'])),
    policy(allow('s?:GetObject')),
    policy(allow('')),
    policy(allow('{{resolve:ssm:action}}')),
    policy(allow('sqs:{{resolve:ssm:action}}')),
    policy(allow({ Ref: 'Any' })),
    policy(allow(['sqs:SendMessage', { 'Fn::Sub': '${Any}:Get' }])),
    policy(allow({ sqs: 'SendMessage' })),
    policy(allow(undefined, { NotAction: 'sqs:SendMessage' })),
    policy(allow('sqs:SendMessage', { NotResource: 'arn:aws:sqs:::one' })),
    policy(allow('sqs:SendMessage', { NotPrincipal: '*' })),
    policy([allow('sqs:SendMessage'), either(allow('s3:GetObject'))]),
    policy(either([allow('sqs:SendMessage')])),
    policy([], { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 's3://bucket/one' } } }),
    role({ Ref: 'Any' }),
    role(JSON.stringify({ Statement: allow('sqs:SendMessage') })),
    lambda([either({ Statement: allow('sqs:SendMessage') })]),
  ])('%j', (resource) => {
    expect(told(resource, onlyListsActions)).toBe(false);
    expect(told(resource, mayHaveWildcards)).toBe(true);
    expect(told(resource, (one) => mayBeAbout(one, 's3'))).toBe(true);
  });

  test('a macro may add anything', () => {
    expect(told(policy(allow('sqs:SendMessage')), onlyListsActions, { Transform: 'Mine' })).toBe(false);
    expect(
      told(policy(allow('sqs:SendMessage')), onlyListsActions, { Transform: 'AWS::Serverless-2016-10-31' }),
    ).toBe(true);
  });
});
