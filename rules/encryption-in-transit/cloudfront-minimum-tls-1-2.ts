import type { Value } from '../../lib/model/value';
import { fail, rule } from '../../lib/rule';

export default rule({
  id: 'cloudfront-minimum-tls-1-2',
  title: 'CloudFront speaks TLS 1.2 or newer with viewers',
  severity: 'warning',
  control: 'ENCRYPTION-IN-TRANSIT',
  resources: ['AWS::CloudFront::Distribution'],
  why: 'TLS 1.0 and 1.1 are deprecated by the IETF and refused by PCI DSS: their ciphers and hashes no longer keep a determined listener out.',
  fix: 'Set ViewerCertificate.MinimumProtocolVersion to TLSv1.2_2021 or newer. Under the default *.cloudfront.net certificate CloudFront ignores it: serve a domain name of your own with an ACM certificate.',
  docs: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/secure-connections-supported-viewer-protocols-ciphers.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-cloudfront-distribution-viewercertificate.html#cfn-cloudfront-distribution-viewercertificate-minimumprotocolversion',
    'https://datatracker.ietf.org/doc/html/rfc8996',
  ],

  check: (distribution) =>
    distribution.property('DistributionConfig.ViewerCertificate').expect((certificate) => {
      const minimum = certificate.get('MinimumProtocolVersion');
      if (!hasOwnCertificate(certificate))
        return fail(
          'the default certificate of cloudfront.net comes with TLS 1.0; a domain name of your own allows TLSv1.2_2021',
          { severity: 'info' },
        );
      if (minimum.isAbsent)
        return fail('without MinimumProtocolVersion TLS 1.0 is accepted; TLSv1.2_2021 is not', {
          at: minimum,
        });
      return minimum.matches(TLS_1_2_OR_NEWER)
        ? undefined
        : fail(`${minimum.outline} accepts versions older than TLS 1.2; TLSv1.2_2021 does not`, {
            at: minimum,
          });
    }),
});

const TLS_1_2_OR_NEWER = /^TLSv1\.[2-9]/;

const hasOwnCertificate = (certificate: Value): boolean =>
  !certificate.get('CloudFrontDefaultCertificate').is(true) &&
  (certificate.get('AcmCertificateArn').isPresent || certificate.get('IamCertificateId').isPresent);
