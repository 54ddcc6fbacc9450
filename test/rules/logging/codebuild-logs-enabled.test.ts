import rule from '../../../rules/logging/codebuild-logs-enabled';
import { testRule } from '../../rule-tester';

type Properties = { readonly [name: string]: unknown };

const project = (LogsConfig?: unknown): Properties => ({
  ServiceRole: 'arn:aws:iam::111122223333:role/build',
  Artifacts: { Type: 'NO_ARTIFACTS' },
  Source: { Type: 'CODECOMMIT', Location: 'https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/shop' },
  Environment: {
    Type: 'LINUX_CONTAINER',
    ComputeType: 'BUILD_GENERAL1_SMALL',
    Image: 'aws/codebuild/amazonlinux2-x86_64-standard:5.0',
  },
  ...(LogsConfig === undefined ? {} : { LogsConfig }),
});
const off = { Status: 'DISABLED' };
const on = { Status: 'ENABLED' };
const toBucket = { Status: 'ENABLED', Location: 'build-logs/shop' };
const message = 'CloudWatch Logs are switched off, and S3Logs are not switched on';
const place = 'Project Properties.LogsConfig.CloudWatchLogs.Status';

testRule(rule, {
  pass: {
    'nothing is said about logs': project(),
    'to CloudWatch Logs': project({ CloudWatchLogs: { ...on, GroupName: 'builds' } }),
    'to a bucket instead': project({ CloudWatchLogs: off, S3Logs: toBucket }),
    'only a bucket is named': project({ S3Logs: toBucket }),
    'neither switch is written': project({ S3Logs: off }),
    'one or the other': project({
      'Fn::If': ['IsProd', { CloudWatchLogs: on }, { CloudWatchLogs: off, S3Logs: toBucket }],
    }),
    'a status by default': {
      Parameters: { BuildLogs: { Type: 'String', Default: 'ENABLED' } },
      Resources: {
        Project: {
          Type: 'AWS::CodeBuild::Project',
          Properties: project({ CloudWatchLogs: { Status: { Ref: 'BuildLogs' } } }),
        },
      },
    },
  },
  fail: {
    'switched off': [project({ CloudWatchLogs: off }), `warning ${place}: ${message}`],
    'both switched off': [project({ CloudWatchLogs: off, S3Logs: off }), `warning ${place}: ${message}`],
    'off outside production': [
      project({ CloudWatchLogs: { Status: { 'Fn::If': ['IsProd', 'ENABLED', 'DISABLED'] } } }),
      `info ${place} when IsProd is false (Stage is dev): ${message}`,
    ],
    'the bucket only gets those of production': [
      project({
        CloudWatchLogs: off,
        S3Logs: { 'Fn::If': ['IsProd', toBucket, { Ref: 'AWS::NoValue' }] },
      }),
      `info ${place} when IsProd is false (Stage is dev): ${message}`,
    ],
    'a project of production': [
      {
        Type: 'AWS::CodeBuild::Project',
        Condition: 'IsProd',
        Properties: project({ CloudWatchLogs: off }),
      },
      `warning ${place}: ${message}`,
    ],
  },
  review: {
    'a status by a parameter': [
      project({ CloudWatchLogs: { Status: { Ref: 'BuildLogs' } } }),
      `review ${place}: BuildLogs has no default, so it is only known at deployment`,
    ],
    'the bucket by a parameter': [
      project({ CloudWatchLogs: off, S3Logs: { Status: { Ref: 'BucketLogs' } } }),
      `review ${place}: BucketLogs has no default, so it is only known at deployment`,
    ],
  },
});
