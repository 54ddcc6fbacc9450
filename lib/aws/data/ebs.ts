/**
 * What an organisation may say of its accounts: no template can switch it on.
 * https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html
 */
export const EBS_ENCRYPTION_BY_DEFAULT = {
  assumeEbsEncryptionByDefault: {
    default: false,
    description: 'Every account and Region that is deployed to has EBS encryption by default switched on.',
  },
} as const;
