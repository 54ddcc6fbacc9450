import rule from '../../../rules/encryption-at-rest/workspaces-volumes-encrypted';
import { testRule } from '../../rule-tester';

const desktop = (properties: object) => ({
  BundleId: 'wsb-0123456789',
  DirectoryId: 'd-0123456789',
  UserName: 'alex',
  ...properties,
});
const both = (value: unknown) => ({ RootVolumeEncryptionEnabled: value, UserVolumeEncryptionEnabled: value });

testRule(rule, {
  pass: {
    'both volumes are encrypted': desktop({ ...both(true), VolumeEncryptionKey: 'alias/aws/workspaces' }),
    'encryption written as text': desktop({ ...both('true'), VolumeEncryptionKey: { Ref: 'Key' } }),
  },
  fail: {
    'nothing is said about encryption': [
      desktop({}),
      [
        'error Workspace Properties.RootVolumeEncryptionEnabled: the root volume is not encrypted: RootVolumeEncryptionEnabled is not set, and the default is false',
        'error Workspace Properties.UserVolumeEncryptionEnabled: the user volume is not encrypted: UserVolumeEncryptionEnabled is not set, and the default is false',
      ],
    ],
    'only the user volume is encrypted': [
      desktop({ UserVolumeEncryptionEnabled: true, VolumeEncryptionKey: 'alias/aws/workspaces' }),
      'error Workspace Properties.RootVolumeEncryptionEnabled: the root volume is not encrypted: RootVolumeEncryptionEnabled is not set, and the default is false',
    ],
    'the user volume only in production': [
      desktop({
        RootVolumeEncryptionEnabled: true,
        UserVolumeEncryptionEnabled: { 'Fn::If': ['IsProd', true, false] },
        VolumeEncryptionKey: 'alias/aws/workspaces',
      }),
      'warning Workspace Properties.UserVolumeEncryptionEnabled when IsProd is false (Stage is dev): the user volume is not encrypted: UserVolumeEncryptionEnabled is false',
    ],
  },
  review: {
    'set by a parameter': [
      desktop({ RootVolumeEncryptionEnabled: { Ref: 'Encrypt' }, UserVolumeEncryptionEnabled: true }),
      'review Workspace Properties.RootVolumeEncryptionEnabled: Encrypt has no default, so it is only known at deployment',
    ],
  },
});
