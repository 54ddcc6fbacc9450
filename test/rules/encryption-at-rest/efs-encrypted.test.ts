import rule from '../../../rules/encryption-at-rest/efs-encrypted';
import { testRule } from '../../rule-tester';

testRule(rule, {
  pass: {
    'encryption is on, as the CDK writes it': { Encrypted: true },
    'encryption with a key of one’s own': { Encrypted: 'true', KmsKeyId: { Ref: 'Key' } },
    'both branches are encrypted': { Encrypted: { 'Fn::If': ['IsProd', true, 'true'] } },
    'a parameter that is true unless said otherwise': {
      Parameters: { Encrypt: { Type: 'String', Default: 'true' } },
      Resources: { Files: { Type: 'AWS::EFS::FileSystem', Properties: { Encrypted: { Ref: 'Encrypt' } } } },
    },
  },
  fail: {
    'nothing is said about encryption': [
      { PerformanceMode: 'generalPurpose' },
      'error FileSystem Properties.Encrypted: the file system is not encrypted: Encrypted is not set, and the default is false',
    ],
    'encryption is off': [
      { Encrypted: false },
      'error FileSystem Properties.Encrypted: the file system is not encrypted: Encrypted is false',
    ],
    'nothing is said outside production': [
      { Encrypted: { 'Fn::If': ['IsProd', true, { Ref: 'AWS::NoValue' }] } },
      'warning FileSystem Properties.Encrypted when IsProd is false (Stage is dev): the file system is not encrypted: Encrypted is not set, and the default is false',
    ],
    'a file system that only exists in production': [
      {
        Type: 'AWS::EFS::FileSystem',
        Condition: 'IsProd',
        Properties: { Encrypted: { 'Fn::If': ['IsProd', false, true] } },
      },
      'error FileSystem Properties.Encrypted: the file system is not encrypted: Encrypted is false',
    ],
  },
  review: {
    'set by a parameter': [
      { Encrypted: { Ref: 'Encrypt' } },
      'review FileSystem Properties.Encrypted: Encrypt has no default, so it is only known at deployment',
    ],
  },
});
