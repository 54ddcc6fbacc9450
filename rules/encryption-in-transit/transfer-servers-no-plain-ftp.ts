import type { Outcome } from '../../lib/model/expectation';
import type { Value } from '../../lib/model/value';
import { fail, rule } from '../../lib/rule';

export default rule({
  id: 'transfer-servers-no-plain-ftp',
  title: 'Transfer Family servers do not offer plain FTP',
  severity: 'error',
  control: 'ENCRYPTION-IN-TRANSIT',
  resources: ['AWS::Transfer::Server'],
  why: 'FTP sends passwords and files as they are.',
  fix: 'Take FTP out of Protocols and let clients use SFTP or FTPS; set SecurityPolicyName to a current policy.',
  docs: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-transfer-server.html#cfn-transfer-server-protocols',
    'https://docs.aws.amazon.com/transfer/latest/userguide/security-policies.html',
  ],

  check: (server) => [
    ...server.all('Protocols[]').map((protocol) =>
      protocol.expect((value) => {
        if (!value.is('FTP')) return undefined;
        const inVpc = server.get('EndpointType').isOneOf(['VPC', 'VPC_ENDPOINT']);
        return fail(
          'FTP sends passwords and files unencrypted; SFTP and FTPS do not',
          inVpc ? { severity: 'warning' } : {},
        );
      }),
    ),
    server.property('SecurityPolicyName').expect(current),
  ],
});

/**
 * Policies older than 2022-03 still allow SHA-1. The console and the API choose a newer one by themselves;
 * CloudFormation does not. https://docs.aws.amazon.com/transfer/latest/userguide/security-policies.html
 */
function current(policy: Value): Outcome | undefined {
  if (!policy.isPresent)
    return fail(
      'without a SecurityPolicyName CloudFormation chooses TransferSecurityPolicy-2018-11, which is outdated',
      {
        severity: 'info',
      },
    );
  return policy.matches(/-(2018|2020)-\d\d$/)
    ? fail(`${policy.outline} is outdated`, { severity: 'info' })
    : undefined;
}
