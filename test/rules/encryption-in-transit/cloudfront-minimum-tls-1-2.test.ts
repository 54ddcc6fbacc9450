import rule from '../../../rules/encryption-in-transit/cloudfront-minimum-tls-1-2';
import { testRule } from '../../rule-tester';
import { distribution as anyDistribution } from './distribution-fixtures';

const certificate = (MinimumProtocolVersion?: unknown) => ({
  AcmCertificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/shop',
  SslSupportMethod: 'sni-only',
  ...(MinimumProtocolVersion ? { MinimumProtocolVersion } : {}),
});
const distribution = (ViewerCertificate?: unknown) =>
  anyDistribution(ViewerCertificate ? { ViewerCertificate } : {});
const CERTIFICATE = 'Distribution Properties.DistributionConfig.ViewerCertificate';
const MINIMUM = `${CERTIFICATE}.MinimumProtocolVersion`;
const byDefault =
  'the default certificate of cloudfront.net comes with TLS 1.0; a domain name of your own allows TLSv1.2_2021';
const older = (version: string) => `${version} accepts versions older than TLS 1.2; TLSv1.2_2021 does not`;

testRule(rule, {
  pass: {
    'TLS 1.2': distribution(certificate('TLSv1.2_2021')),
    'TLS 1.2, with the ciphers of 2018': distribution(certificate('TLSv1.2_2018')),
    'TLS 1.3': distribution(certificate('TLSv1.3_2025')),
    'an IAM certificate': distribution({
      IamCertificateId: 'ASCAEXAMPLE',
      SslSupportMethod: 'sni-only',
      MinimumProtocolVersion: 'TLSv1.2_2021',
    }),
    'a certificate in either branch': distribution({
      'Fn::If': ['IsProd', certificate('TLSv1.3_2025'), certificate('TLSv1.2_2021')],
    }),
  },
  fail: {
    'TLS 1.1': [distribution(certificate('TLSv1.1_2016')), `warning ${MINIMUM}: ${older('TLSv1.1_2016')}`],
    'no minimum': [
      distribution(certificate()),
      `warning ${MINIMUM}: without MinimumProtocolVersion TLS 1.0 is accepted; TLSv1.2_2021 is not`,
    ],
    'the default certificate': [
      distribution({ CloudFrontDefaultCertificate: true }),
      `info ${CERTIFICATE}: ${byDefault}`,
    ],
    'the default certificate, for which CloudFront ignores the minimum': [
      distribution({ CloudFrontDefaultCertificate: true, MinimumProtocolVersion: 'TLSv1.2_2021' }),
      `info ${CERTIFICATE}: ${byDefault}`,
    ],
    'no certificate': [distribution(), `info ${CERTIFICATE}: ${byDefault}`],
    'the default certificate outside production': [
      distribution({ 'Fn::If': ['IsProd', certificate('TLSv1.2_2021'), { Ref: 'AWS::NoValue' }] }),
      `info ${CERTIFICATE} when IsProd is false (Stage is dev): ${byDefault}`,
    ],
    'older outside production': [
      distribution(certificate({ 'Fn::If': ['IsProd', 'TLSv1.2_2021', 'TLSv1'] })),
      `info ${MINIMUM} when IsProd is false (Stage is dev): ${older('TLSv1')}`,
    ],
  },
  review: {
    'a minimum from a parameter': [
      distribution(certificate({ Ref: 'Minimum' })),
      `review ${MINIMUM}: Minimum has no default, so it is only known at deployment`,
    ],
  },
});
