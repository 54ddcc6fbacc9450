import rule from '../../../rules/encryption-in-transit/transfer-servers-no-plain-ftp';
import { testRule } from '../../rule-tester';

const server = (settings: object) => ({
  SecurityPolicyName: 'TransferSecurityPolicy-2024-01',
  EndpointType: 'VPC',
  EndpointDetails: { VpcId: 'vpc-0123456789abcdef0', SubnetIds: ['subnet-0123456789abcdef0'] },
  IdentityProviderType: 'AWS_LAMBDA',
  IdentityProviderDetails: { Function: 'arn:aws:lambda:eu-west-1:111122223333:function:users' },
  ...settings,
});
const ftp = 'FTP sends passwords and files unencrypted; SFTP and FTPS do not';

testRule(rule, {
  pass: {
    'SFTP is the default': { SecurityPolicyName: 'TransferSecurityPolicy-2024-01' },
    'SFTP and FTPS': server({ Protocols: ['SFTP', 'FTPS'] }),
  },
  fail: {
    'FTP within a VPC': [
      server({ Protocols: ['SFTP', 'FTP'] }),
      `warning Server Properties.Protocols[1]: ${ftp}`,
    ],
    'FTP, not said to be in a VPC': [
      { SecurityPolicyName: 'TransferSecurityPolicy-2024-01', Protocols: ['FTP'] },
      `error Server Properties.Protocols[0]: ${ftp}`,
    ],
    'FTP outside production': [
      server({ Protocols: ['SFTP', { 'Fn::If': ['IsProd', { Ref: 'AWS::NoValue' }, 'FTP'] }] }),
      `info Server Properties.Protocols[1] when IsProd is false (Stage is dev): ${ftp}`,
    ],
    'an outdated security policy': [
      server({ SecurityPolicyName: 'TransferSecurityPolicy-2020-06' }),
      'info Server Properties.SecurityPolicyName: TransferSecurityPolicy-2020-06 is outdated',
    ],
    'the policy that CloudFormation chooses': [
      { EndpointType: 'PUBLIC' },
      'info Server Properties.SecurityPolicyName: without a SecurityPolicyName CloudFormation chooses TransferSecurityPolicy-2018-11, which is outdated',
    ],
  },
  review: {
    'a protocol from a parameter': [
      server({ Protocols: [{ Ref: 'Protocol' }] }),
      'review Server Properties.Protocols[0]: Protocol has no default, so it is only known at deployment',
    ],
  },
});
