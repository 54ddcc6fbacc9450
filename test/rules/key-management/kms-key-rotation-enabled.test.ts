import rule from '../../../rules/key-management/kms-key-rotation-enabled';
import { testRule } from '../../rule-tester';

const key = (properties: object) => ({
  KeyPolicy: {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } },
        Action: 'kms:*',
        Resource: '*',
      },
    ],
  },
  ...properties,
});

testRule(rule, {
  pass: {
    'rotation is on': key({ EnableKeyRotation: true }),
    'rotation every ninety days': key({ EnableKeyRotation: 'true', RotationPeriodInDays: 90 }),
    'an asymmetric key cannot rotate': key({ KeySpec: 'RSA_4096', KeyUsage: 'SIGN_VERIFY' }),
    'an HMAC key cannot rotate': key({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }),
    'imported material does not rotate by itself': key({ Origin: 'EXTERNAL' }),
    'rotation of symmetric keys only': {
      Parameters: {
        KeySpec: { Type: 'String', AllowedValues: ['SYMMETRIC_DEFAULT', 'RSA_2048'], Default: 'RSA_2048' },
      },
      Conditions: { IsSymmetric: { 'Fn::Equals': [{ Ref: 'KeySpec' }, 'SYMMETRIC_DEFAULT'] } },
      Resources: {
        Key: {
          Type: 'AWS::KMS::Key',
          Properties: key({
            KeySpec: { Ref: 'KeySpec' },
            KeyUsage: { 'Fn::If': ['IsSymmetric', 'ENCRYPT_DECRYPT', 'SIGN_VERIFY'] },
            EnableKeyRotation: { 'Fn::If': ['IsSymmetric', true, false] },
          }),
        },
      },
    },
  },
  fail: {
    'nothing is said about rotation': [
      key({}),
      'warning Key Properties.EnableKeyRotation: the key is never rotated: EnableKeyRotation is not set, and the default is false',
    ],
    'rotation is off': [
      key({ KeySpec: 'SYMMETRIC_DEFAULT', KeyUsage: 'ENCRYPT_DECRYPT', EnableKeyRotation: false }),
      'warning Key Properties.EnableKeyRotation: the key is never rotated: EnableKeyRotation is false',
    ],
    'a multi-Region key, whose replicas follow it': [
      key({ MultiRegion: true, Origin: 'AWS_KMS' }),
      'warning Key Properties.EnableKeyRotation: the key is never rotated: EnableKeyRotation is not set, and the default is false',
    ],
    'off outside production': [
      key({ EnableKeyRotation: { 'Fn::If': ['IsProd', true, false] } }),
      'info Key Properties.EnableKeyRotation when IsProd is false (Stage is dev): the key is never rotated: EnableKeyRotation is false',
    ],
  },
  review: {
    'set by a parameter': [
      key({ EnableKeyRotation: { Ref: 'Rotate' } }),
      'review Key Properties.EnableKeyRotation: Rotate has no default, so it is only known at deployment',
    ],
    'the kind of key is a parameter': [
      key({ KeySpec: { Ref: 'Spec' } }),
      'review Key Properties.EnableKeyRotation: Spec has no default, so it is only known at deployment',
    ],
  },
});
