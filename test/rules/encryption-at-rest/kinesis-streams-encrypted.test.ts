import rule from '../../../rules/encryption-at-rest/kinesis-streams-encrypted';
import { testRule } from '../../rule-tester';

const managed = { EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' };
const region = (name: string) => ({ 'Fn::Equals': [{ Ref: 'AWS::Region' }, name] });
const unlessUnsupported = (...regions: object[]) => ({
  Conditions: { Unsupported: { 'Fn::Or': regions } },
  Resources: {
    Stream: {
      Type: 'AWS::Kinesis::Stream',
      Properties: {
        ShardCount: 1,
        StreamEncryption: { 'Fn::If': ['Unsupported', { Ref: 'AWS::NoValue' }, managed] },
      },
    },
  },
});

testRule(rule, {
  pass: {
    'with the key of Kinesis': { ShardCount: 1, StreamEncryption: managed },
    'with a key of one’s own': {
      StreamModeDetails: { StreamMode: 'ON_DEMAND' },
      StreamEncryption: { EncryptionType: 'KMS', KeyId: { Ref: 'Key' } },
    },
    'left out where the Region has no encryption, as the CDK writes it': unlessUnsupported(
      region('cn-north-1'),
      region('cn-northwest-1'),
    ),
  },
  fail: {
    'nothing is said about encryption': [
      { ShardCount: 1 },
      'error Stream Properties.StreamEncryption.EncryptionType: records are not encrypted: StreamEncryption.EncryptionType is not set',
    ],
    'nothing is said outside production': [
      { ShardCount: 1, StreamEncryption: { 'Fn::If': ['IsProd', managed, { Ref: 'AWS::NoValue' }] } },
      'warning Stream Properties.StreamEncryption.EncryptionType when IsProd is false (Stage is dev): records are not encrypted: StreamEncryption.EncryptionType is not set',
    ],
    'left out in Regions that have encryption': [
      unlessUnsupported(region('eu-west-3'), region('eu-north-1')),
      'warning Stream Properties.StreamEncryption.EncryptionType when Unsupported is true: records are not encrypted: StreamEncryption.EncryptionType is not set',
    ],
  },
  review: {
    'the type is a parameter': [
      { ShardCount: 1, StreamEncryption: { EncryptionType: { Ref: 'Encryption' }, KeyId: { Ref: 'Key' } } },
      'review Stream Properties.StreamEncryption.EncryptionType: Encryption has no default, so it is only known at deployment',
    ],
  },
  options: {
    'left out in China': [{ ShardCount: 2 }, { parameters: { 'AWS::Region': 'cn-north-1' } }, []],
  },
});
