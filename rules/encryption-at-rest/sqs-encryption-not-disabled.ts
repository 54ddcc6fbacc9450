import { fail, rule } from '../../lib/rule';

export default rule({
  id: 'sqs-encryption-not-disabled',
  title: 'SQS queues do not opt out of encryption',
  severity: 'error',
  control: 'ENCRYPTION-AT-REST',
  resources: ['AWS::SQS::Queue'],
  why: 'SQS encrypts the messages of every queue unless it is told not to; then the bodies wait on disk in the clear for up to fourteen days.',
  fix: 'Remove SqsManagedSseEnabled: false, or set KmsMasterKeyId.',
  docs: [
    'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sqs-queue.html#cfn-sqs-queue-sqsmanagedsseenabled',
  ],

  check: (queue) =>
    queue
      .property('SqsManagedSseEnabled')
      .expect((encrypted) =>
        encrypted.is(false) && !queue.get('KmsMasterKeyId').isGiven
          ? fail(
              'messages are not encrypted: SqsManagedSseEnabled is false, and KmsMasterKeyId names no key instead',
            )
          : undefined,
      ),
});
