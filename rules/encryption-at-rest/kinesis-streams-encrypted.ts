import { regionByCondition, regionOf } from '../../lib/aws/regions/regions';
import type { Template } from '../../lib/model/template';
import { fail, rule } from '../../lib/rule';

/** Where the CDK leaves encryption out, under a condition on the Region, because the service lacks it there. */
const WITHOUT_ENCRYPTION = ['cn-north-1', 'cn-northwest-1'];

export default rule({
  id: 'kinesis-streams-encrypted',
  title: 'Kinesis data streams are encrypted',
  severity: 'error',
  control: 'ENCRYPTION-AT-REST',
  resources: ['AWS::Kinesis::Stream'],
  why: 'A stream keeps every record for a day to a year, for every consumer to come, and encrypts none of them unless told to.',
  fix: 'Set StreamEncryption to EncryptionType KMS and KeyId alias/aws/kinesis, or a key of your own.',
  docs: [
    'https://docs.aws.amazon.com/streams/latest/dev/what-is-sse.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-kinesis-stream.html#cfn-kinesis-stream-streamencryption',
  ],

  check: (stream) =>
    stream.property('StreamEncryption.EncryptionType').expect((type) => {
      if (type.is('KMS') || cannotBeEncrypted(stream.template)) return undefined;
      const found = type.isPresent ? type.outline : 'not set';
      return fail(`records are not encrypted: StreamEncryption.EncryptionType is ${found}`);
    }),
});

const cannotBeEncrypted = (template: Template): boolean =>
  WITHOUT_ENCRYPTION.includes(regionOf(template) ?? regionByCondition(template) ?? '');
