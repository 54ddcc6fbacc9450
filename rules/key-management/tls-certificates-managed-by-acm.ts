import { DISTRIBUTION } from '../../lib/aws/network/cloudfront';
import { CLASSIC_LOAD_BALANCER, LISTENER } from '../../lib/aws/network/load-balancers';
import type { Value } from '../../lib/model/value';
import { fail, rule } from '../../lib/rule';

const SERVER_CERTIFICATE = 'AWS::IAM::ServerCertificate';

/** Where the ARNs of certificates stand: an IAM server certificate fits wherever one of ACM does. */
const CERTIFICATES: { readonly [type: string]: string } = {
  [LISTENER]: 'Certificates[].CertificateArn',
  'AWS::ElasticLoadBalancingV2::ListenerCertificate': 'Certificates[].CertificateArn',
  [CLASSIC_LOAD_BALANCER]: 'Listeners[].SSLCertificateId',
};

export default rule({
  id: 'tls-certificates-managed-by-acm',
  title: 'TLS certificates are kept in AWS Certificate Manager',
  severity: 'warning',
  control: 'KEY-MANAGEMENT',
  resources: [...Object.keys(CERTIFICATES), DISTRIBUTION, SERVER_CERTIFICATE],
  why: 'IAM neither renews a server certificate nor says that it is about to expire, and the private key has passed through the hands that uploaded it.',
  fix: 'Request the certificate in ACM, which renews it, or import it there. Only CloudFront in the China Regions may still need one in IAM: waive the finding with that reason.',
  docs: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_server-certs.html',
    'https://docs.aws.amazon.com/acm/latest/userguide/managed-renewal.html',
    'https://docs.aws.amazon.com/acm/latest/userguide/import-certificate.html',
    'https://docs.amazonaws.cn/en_us/aws/latest/userguide/cloudfront.html',
  ],

  check: (resource) => {
    if (resource.type === SERVER_CERTIFICATE)
      return resource
        .property('CertificateBody')
        .expect(() => fail('the certificate is uploaded to IAM, which does not renew it; ACM does'));
    if (resource.type === DISTRIBUTION)
      return resource
        .property('DistributionConfig.ViewerCertificate.IamCertificateId')
        .expect((id) =>
          id.isPresent
            ? fail('the certificate is one of IAM; AcmCertificateArn names one of ACM')
            : undefined,
        );
    return resource
      .all(CERTIFICATES[resource.type] as string)
      .map((certificate) =>
        certificate.expect((arn) =>
          isOfIam(arn) ? fail('the certificate is one of IAM, which does not renew it; ACM does') : undefined,
        ),
      );
  },
});

/** Only an ARN that nothing in the template tells is asked for. */
function isOfIam(arn: Value): boolean {
  const { reference, outline } = arn;
  if (reference?.resource.type === SERVER_CERTIFICATE) return true;
  if (reference?.resource.type === 'AWS::CertificateManager::Certificate' || OF_ACM.test(outline))
    return false;
  return OF_IAM.test(outline) || arn.matches(OF_IAM);
}

const OF_ACM = /^arn:\S+?:acm:/;
const OF_IAM = /:server-certificate\//;
