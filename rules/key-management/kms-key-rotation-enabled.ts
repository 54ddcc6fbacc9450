import { setToTrue } from '../../lib/aws/defaults';
import type { Resource } from '../../lib/model/entity';
import { rule } from '../../lib/rule';

export default rule({
  id: 'kms-key-rotation-enabled',
  title: 'KMS keys rotate their key material',
  severity: 'warning',
  control: 'KEY-MANAGEMENT',
  resources: ['AWS::KMS::Key'],
  why: 'One key that encrypts everything for ever makes a single leak worth everything; rotation limits it to a year and changes nothing for those who use the key.',
  fix: 'Set EnableKeyRotation to true. KMS keeps the older material, so nothing has to be encrypted again.',
  docs: [
    'https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-kms-key.html#cfn-kms-key-enablekeyrotation',
  ],

  check: (key) =>
    key
      .property('EnableKeyRotation')
      .expect(setToTrue('the key is never rotated'))
      .when(() => canRotate(key)),
});

/** Only symmetric encryption keys whose material KMS made rotate by themselves; these are also the defaults. */
const canRotate = (key: Resource): boolean =>
  is(key, 'KeySpec', 'SYMMETRIC_DEFAULT') &&
  is(key, 'KeyUsage', 'ENCRYPT_DECRYPT') &&
  is(key, 'Origin', 'AWS_KMS');

const is = (key: Resource, property: string, standard: string): boolean => {
  const value = key.get(property);
  return value.isAbsent || value.is(standard);
};
