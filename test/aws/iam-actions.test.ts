import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { changesAmong, takesResources } from '../../lib/aws/iam/action-kinds';
import { changingActions } from '../../lib/aws/iam/iam-actions';
import { LOAD_BALANCER_ACCOUNTS } from '../../lib/aws/logs/log-delivery';
import { iamActionKinds, iamActions } from '../../scripts/iam-actions';
import { ROOT } from '../../scripts/registry';

test('the actions of services are those that the generator takes from the IAM data', async () => {
  expect(readFileSync(join(ROOT, 'lib', 'aws', 'iam', 'iam-actions.json'), 'utf8')).toBe(await iamActions());
});

test('the kinds of actions are those that the generator takes from the IAM data', async () => {
  expect(readFileSync(join(ROOT, 'lib', 'aws', 'iam', 'iam-action-kinds.json'), 'utf8')).toBe(
    await iamActionKinds(),
  );
});

test.each([
  ['s3:GetObject', true],
  ['S3:getobject', true],
  ['s3:ListBucket', true],
  ['s3:ListAllMyBuckets', false],
  ['ec2:Describe*', false],
  ['ec2:RunInstances', true],
  ['ecs:DescribeServices', false],
  ['xray:Put*', false],
  ['xray:*', true],
  ['cloudwatch:PutMetricData', false],
  ['logs:PutLogEvents', false],
  ['logs:DeleteLogGroup', true],
  ['logs:*', false],
  ['__proto__:Delete', true],
  ['newservice:DescribeThings', false],
])('whether %s takes resources: %s', (action, expected) => {
  expect(takesResources(action)).toBe(expected);
});

test('what an action with wildcards includes that changes something', () => {
  expect(changesAmong('sqs:Delete*')).toEqual(['sqs:DeleteMessage', 'sqs:DeleteQueue']);
  expect(changesAmong('sqs:Get*')).toEqual([]);
  expect(changesAmong('newservice:Put*')).toBeUndefined();
});

test('actions that change something, without those that read', () => {
  expect(changingActions('codepipeline')).toContain('codepipeline:PutApprovalResult');
  expect(changingActions('codepipeline')).not.toContain('codepipeline:GetPipelineState');
  expect(changingActions('codecommit')).toContain('codecommit:GitPush');
});

test('no published code loads the IAM data', () => {
  const files = execFileSync('grep', ['-rl', 'cloud-copilot', 'lib', 'rules'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  expect(files.trim().split('\n').sort()).toEqual([
    'lib/aws/iam/action-kinds.ts',
    'lib/aws/iam/iam-actions.ts',
  ]);
});

test('the accounts of load balancers are those that the CDK knows', () => {
  const known = RegionInfo.regions.flatMap(({ elbv2Account }) => elbv2Account ?? []);
  expect(LOAD_BALANCER_ACCOUNTS).toEqual([...new Set(known)].sort());
});
