import { fail, rule } from '../../lib/rule';

export default rule({
  id: 'codebuild-logs-enabled',
  title: 'Builds of CodeBuild write their log to CloudWatch Logs or S3',
  severity: 'warning',
  control: 'LOGS-CENTRAL',
  resources: ['AWS::CodeBuild::Project'],
  why: 'Without a log nobody can tell why a build failed, or what it did with the rights of its role.',
  fix: 'Leave LogsConfig out, which logs to CloudWatch Logs, or set the Status of CloudWatchLogs or S3Logs to ENABLED.',
  docs: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-codebuild-project-logsconfig.html',

  check: (project) =>
    project
      .property('LogsConfig.CloudWatchLogs.Status')
      .expect((status) =>
        status.is('DISABLED')
          ? fail('CloudWatch Logs are switched off, and S3Logs are not switched on')
          : undefined,
      )
      .unless(() => project.get('LogsConfig.S3Logs.Status').is('ENABLED')),
});
