import type { Resource } from '../../lib/model/entity';
import { rule } from '../../lib/rule';

/** A stream that reads from one of these buffers nothing of its own: the source encrypts. */
const SOURCES = ['KinesisStreamSourceConfiguration', 'MSKSourceConfiguration', 'DatabaseSourceConfiguration'];

export default rule({
  id: 'firehose-encrypted',
  title: 'Firehose streams that producers write to are encrypted',
  // The destination encrypts in any case: what is at stake is the data that waits for delivery.
  severity: 'warning',
  control: 'ENCRYPTION-AT-REST',
  resources: ['AWS::KinesisFirehose::DeliveryStream'],
  why: 'Firehose keeps records that are put into it for up to a day while the destination cannot be reached, and encrypts them only when asked to.',
  fix: 'Set DeliveryStreamEncryptionConfigurationInput with KeyType AWS_OWNED_CMK, or CUSTOMER_MANAGED_CMK and KeyARN.',
  docs: [
    'https://docs.aws.amazon.com/firehose/latest/dev/encryption.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-kinesisfirehose-deliverystream-deliverystreamencryptionconfigurationinput.html',
  ],

  check: (stream) =>
    stream
      .property('DeliveryStreamEncryptionConfigurationInput')
      .mustBePresent(
        'records put into the stream are not encrypted: DeliveryStreamEncryptionConfigurationInput is not set',
      )
      .when(() => isWrittenByProducers(stream)),
});

/** DirectPut is the type where none is given. */
const isWrittenByProducers = (stream: Resource): boolean => {
  const type = stream.get('DeliveryStreamType');
  return (type.isAbsent || type.is('DirectPut')) && !SOURCES.some((source) => stream.get(source).isPresent);
};
