import { TRAIL } from '../../lib/aws/trails/trails';
import { rule } from '../../lib/rule';

export default rule({
  id: 'cloudtrail-log-file-validation-enabled',
  title: 'CloudTrail signs digests of its log files',
  severity: 'warning',
  control: 'CLOUDTRAIL-BUCKET-PROTECTED',
  resources: [TRAIL],
  why: 'Without digests nobody can prove that a log file is the one that CloudTrail wrote: whoever broke in may have changed or removed lines.',
  fix: 'Set EnableLogFileValidation to true.',
  docs: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-intro.html',

  check: (trail) =>
    trail
      .property('EnableLogFileValidation')
      .mustBe(true, 'log file validation is off, so a changed or deleted log file goes unnoticed'),
});
