import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { changingActions } from '../../lib/aws/iam-actions';
import { LOAD_BALANCER_ACCOUNTS } from '../../lib/aws/log-delivery';
import { iamActions } from '../../scripts/iam-actions';
import { ROOT } from '../../scripts/registry';

test('the actions of services are those that the generator takes from the IAM data', async () => {
  expect(readFileSync(join(ROOT, 'lib', 'aws', 'iam-actions.json'), 'utf8')).toBe(await iamActions());
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
  expect(files.trim().split('\n')).toEqual(['lib/aws/iam-actions.ts']);
});

test('the accounts of load balancers are those that the CDK knows', () => {
  const known = RegionInfo.regions.flatMap(({ elbv2Account }) => elbv2Account ?? []);
  expect(LOAD_BALANCER_ACCOUNTS).toEqual([...new Set(known)].sort());
});
