import rule from '../../../rules/public-access/s3-no-public-acl';
import { testRule } from '../../rule-tester';

const owned = (ObjectOwnership: string) => ({ OwnershipControls: { Rules: [{ ObjectOwnership }] } });
const withAcl = (AccessControl: unknown, more: object = {}) => ({
  AccessControl,
  ...owned('ObjectWriter'),
  ...more,
});
const website = { WebsiteConfiguration: { IndexDocument: 'index.html' } };
const read = 'PublicRead lets anyone list the bucket';
const readWrite = 'PublicReadWrite lets anyone list the bucket, and write to it';
const forWebsite = `${read}: a website needs only s3:GetObject, by a bucket policy`;
const refused = (said: string) => `${said}, as soon as what refuses it is taken away`;

testRule(rule, {
  pass: {
    'no ACL': { BucketName: 'orders' },
    private: withAcl('Private'),
    'for access logs of S3': withAcl('LogDeliveryWrite'),
    'for its owner': withAcl('BucketOwnerFullControl'),
    'for the owner to read': withAcl('BucketOwnerRead'),
    'for EC2 to read images': withAcl('AwsExecRead'),
    'a branch that is no ACL at all': withAcl({ 'Fn::If': ['IsProd', { Ref: 'AWS::NoValue' }, 'Private'] }),
    'a branch that cannot happen': {
      Type: 'AWS::S3::Bucket',
      Condition: 'IsProd',
      Properties: withAcl({ 'Fn::If': ['IsProd', 'Private', 'PublicRead'] }),
    },
  },
  fail: {
    'anyone may read': [withAcl('PublicRead'), `error Bucket Properties.AccessControl: ${read}`],
    'anyone may write': [withAcl('PublicReadWrite'), `error Bucket Properties.AccessControl: ${readWrite}`],
    'anyone with an AWS account may read': [
      withAcl('AuthenticatedRead'),
      'error Bucket Properties.AccessControl: AuthenticatedRead lets anyone with an AWS account list the bucket',
    ],
    'a website': [withAcl('PublicRead', website), `warning Bucket Properties.AccessControl: ${forWebsite}`],
    'a website that anyone may write to': [
      withAcl('PublicReadWrite', website),
      `error Bucket Properties.AccessControl: ${readWrite}`,
    ],
    'a website for everyone with an AWS account': [
      withAcl('AuthenticatedRead', website),
      'error Bucket Properties.AccessControl: AuthenticatedRead lets anyone with an AWS account list the bucket',
    ],
    'without effect, because the bucket ignores public ACLs': [
      withAcl('PublicRead', { PublicAccessBlockConfiguration: { IgnorePublicAcls: true } }),
      `warning Bucket Properties.AccessControl: ${refused(read)}`,
    ],
    'without effect, because ACLs are disabled': [
      { AccessControl: 'AuthenticatedRead', ...owned('BucketOwnerEnforced') },
      `warning Bucket Properties.AccessControl: ${refused('AuthenticatedRead lets anyone with an AWS account list the bucket')}`,
    ],
    'writing is not excused by what blocks it today': [
      withAcl('PublicReadWrite', { PublicAccessBlockConfiguration: { BlockPublicAcls: true } }),
      `error Bucket Properties.AccessControl: ${refused(readWrite)}`,
    ],
    'outside production': [
      withAcl({ 'Fn::If': ['IsProd', 'Private', 'PublicRead'] }),
      `warning Bucket Properties.AccessControl when IsProd is false (Stage is dev): ${read}`,
    ],
    'the default of a parameter': [
      {
        Parameters: { Access: { Type: 'String', Default: 'PublicRead' } },
        Resources: { Files: { Type: 'AWS::S3::Bucket', Properties: withAcl({ Ref: 'Access' }) } },
      },
      `error Files Properties.AccessControl when Access is PublicRead: ${read}`,
    ],
  },
  review: {
    'a parameter': [
      withAcl({ Ref: 'Access' }),
      'review Bucket Properties.AccessControl: Access has no default, so it is only known at deployment',
    ],
  },
});
