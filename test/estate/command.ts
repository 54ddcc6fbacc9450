import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from '../../scripts/registry';

export const BIN = join(ROOT, 'bin', 'competency-nag.js');

/** A folder of its own for each test, and the real command run in it. */
export function inFolder() {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'competency-nag-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  return {
    path: (file: string) => join(folder, file),
    read: (file: string) => readFileSync(join(folder, file), 'utf8'),
    write: (file: string, text: string) => {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    },
    run: (...args: string[]) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], {
        cwd: folder,
        encoding: 'utf8',
        env: { ...process.env, FORCE_COLOR: undefined },
        maxBuffer: 64 * 1024 * 1024,
      });
      return { status, stdout, stderr };
    },
  };
}

export type Command = ReturnType<typeof inFolder>;

/** Writes an estate with some of everything that a run puts together. */
export function writeEstate({ write }: Command): void {
  for (let n = 1; n <= 5; n++) write(`apps/app${n}.yaml`, app(n));
  write('apps/parent.yaml', PARENT);
  write('apps/nested/child.yaml', CHILD);
  write('apps/broken.yaml', 'Resources:\n  A:\n    Type: AWS::S3::Bucket\n   B: 1\n');
  write('apps/twice.yaml', 'Resources:\n  A: { Type: AWS::SNS::Topic, Type: AWS::SNS::Topic }\n');
  write('apps/package.json', '{"name": "x"}');
  write('cdk.out/manifest.json', JSON.stringify(MANIFEST));
  write('cdk.out/Shop.template.json', JSON.stringify(SHOP));
  write('cdk.out/Shop.assets.json', JSON.stringify(ASSETS));
  write('cdk.out/asset.abc/Dockerfile', 'FROM node:20\nENV DB_PASSWORD=hunter2hunter2\n');
  write('competency-nag.yaml', CONFIGURATION);
  write('competency-nag.waivers.yaml', WAIVERS);
  write('rules/own.js', OWN_RULE);
}

const app = (n: number) => `Parameters:
  DbPassword: { Type: String, Default: secret-${n}${n}${n}${n} }
Resources:
  Group${n}:
    Type: AWS::CodeDeploy::DeploymentGroup
    Properties:
      ApplicationName: shop
      ServiceRoleArn: arn:aws:iam::111122223333:role/deploy
  Database:
    Type: AWS::RDS::DBInstance
    Properties: { MasterUserPassword: !Ref DbPassword, StorageEncrypted: ${n % 2 === 0} }
  Looped: { Type: AWS::SNS::Topic, Properties: { TopicName: !Sub 'secret-${n}${n}${n}${n}' } }
  Fn::Transform: { Name: AWS::Include, Parameters: { Location: s3://bucket/x.yaml } }
`;
const PARENT = `Resources:
  Child:
    Type: AWS::CloudFormation::Stack
    Properties: { TemplateURL: nested/child.yaml, Parameters: { Rollback: 'false' } }
`;
const CHILD = `Parameters:
  Rollback: { Type: String }
Resources:
  Group:
    Type: AWS::CodeDeploy::DeploymentGroup
    Properties:
      ApplicationName: shop
      ServiceRoleArn: arn:aws:iam::111122223333:role/deploy
      AutoRollbackConfiguration: { Enabled: !Ref Rollback, Events: [DEPLOYMENT_FAILURE] }
`;
const MANIFEST = {
  version: '48.0.0',
  artifacts: {
    'Shop.assets': { type: 'cdk:asset-manifest', properties: { file: 'Shop.assets.json' } },
    Shop: {
      type: 'aws:cloudformation:stack',
      environment: 'aws://111122223333/eu-west-1',
      properties: { templateFile: 'Shop.template.json' },
      dependencies: ['Shop.assets'],
      displayName: 'Shop',
    },
  },
};
const SHOP = { Resources: { Bucket: { Type: 'AWS::S3::Bucket' } } };
const ASSETS = {
  version: '48.0.0',
  files: {},
  dockerImages: { abc: { source: { directory: 'asset.abc' }, destinations: {} } },
};
const CONFIGURATION = `ownRules: ./rules
rules: { kms-key-rotation-enabled: off }
overrides:
  - { files: apps/app1.yaml, environment: non-production }
`;
const WAIVERS = `waivers:
  - { rule: codedeploy-rollback-enabled, place: '*', file: apps/app2.yaml, reason: old, expires: '2020-01-01' }
  - { rule: codedeploy-rollback-enabled, place: '*', file: apps/app3.yaml, reason: agreed }
  - { rule: rds-storage-encrypted, place: '*', file: apps/app5.yaml, reason: agreed, expires: '${soon()}' }
  - { rule: rds-storage-encrypted, place: '*', file: apps/app1.yaml, reason: agreed, expires: '${soon()}' }
  - { rule: codedeploy-rollback-enabled, place: '*', file: nowhere.yaml, reason: none }
`;
const OWN_RULE = `module.exports = {
  id: 'own-rule', title: 'Own', severity: 'info', control: 'OWN-1', why: 'So.', fix: 'Do.', docs: [],
  resources: ['AWS::SNS::Topic'],
  check: (topic) => [topic.property('DisplayName').mustBePresent('has no name')],
};
`;

function soon(): string {
  const day = new Date();
  day.setUTCDate(day.getUTCDate() + 7);
  return day.toISOString().slice(0, 10);
}
