import rule from '../../../rules/key-management/tls-certificates-managed-by-acm';
import { testRule } from '../../rule-tester';
import { distribution as anyDistribution } from '../encryption-in-transit/distribution-fixtures';

const ACM = 'arn:aws:acm:eu-west-1:111122223333:certificate/0a1b2c3d-1111-2222-3333-444455556666';
const IAM = 'arn:aws:iam::111122223333:server-certificate/shop';

const listener = (CertificateArn: unknown) => ({
  LoadBalancerArn:
    'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/shop/0123456789abcdef',
  Port: 443,
  Protocol: 'HTTPS',
  SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
  Certificates: [{ CertificateArn }],
  DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }],
});
const withResource = (certificate: unknown) => ({
  Resources: {
    Listener: { Type: 'AWS::ElasticLoadBalancingV2::Listener', Properties: listener({ Ref: 'Certificate' }) },
    Certificate: certificate,
  },
});
const classic = (SSLCertificateId: unknown) => ({
  Type: 'AWS::ElasticLoadBalancing::LoadBalancer',
  Properties: {
    Subnets: ['subnet-0123456789abcdef0'],
    Listeners: [{ Protocol: 'HTTPS', LoadBalancerPort: '443', InstancePort: '8080', SSLCertificateId }],
  },
});
const distribution = (ViewerCertificate: unknown) => ({
  Type: 'AWS::CloudFront::Distribution',
  Properties: anyDistribution({ ViewerCertificate }),
});
const viewer = { SslSupportMethod: 'sni-only', MinimumProtocolVersion: 'TLSv1.2_2021' };
const message = 'the certificate is one of IAM, which does not renew it; ACM does';
const ofDistribution = 'the certificate is one of IAM; AcmCertificateArn names one of ACM';
const AT = 'Properties.Certificates[0].CertificateArn';

testRule(rule, {
  pass: {
    'a certificate of ACM': listener(ACM),
    'in whatever partition and Region': listener({
      'Fn::Sub': 'arn:${AWS::Partition}:acm:${AWS::Region}:${AWS::AccountId}:certificate/shop',
    }),
    'requested in the template': withResource({
      Type: 'AWS::CertificateManager::Certificate',
      Properties: { DomainName: 'shop.example.com', ValidationMethod: 'DNS' },
    }),
    'a Classic Load Balancer with one of ACM': classic(ACM),
    'a distribution with one of ACM': distribution({
      ...viewer,
      AcmCertificateArn: ACM.replace('eu-west-1', 'us-east-1'),
    }),
    'a distribution with its default': distribution({ CloudFrontDefaultCertificate: true }),
  },
  fail: {
    'a certificate of IAM': [listener(IAM), `warning Listener ${AT}: ${message}`],
    'a certificate of IAM, in whatever account': [
      listener({ 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:server-certificate/shop' }),
      `warning Listener ${AT}: ${message}`,
    ],
    'a further certificate': [
      {
        Type: 'AWS::ElasticLoadBalancingV2::ListenerCertificate',
        Properties: {
          ListenerArn:
            'arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/shop/0123456789abcdef/0123456789abcdef',
          Certificates: [{ CertificateArn: IAM }],
        },
      },
      `warning ListenerCertificate ${AT}: ${message}`,
    ],
    'uploaded by the template': [
      {
        Resources: {
          Listener: {
            Type: 'AWS::ElasticLoadBalancingV2::Listener',
            Properties: listener({ 'Fn::GetAtt': ['Certificate', 'Arn'] }),
          },
          Certificate: {
            Type: 'AWS::IAM::ServerCertificate',
            Properties: { CertificateBody: { Ref: 'Body' }, PrivateKey: { Ref: 'Key' } },
          },
        },
      },
      [
        `warning Listener ${AT}: ${message}`,
        'warning Certificate Properties.CertificateBody: the certificate is uploaded to IAM, which does not renew it; ACM does',
      ],
    ],
    'a Classic Load Balancer with one of IAM': [
      classic(IAM),
      `warning LoadBalancer Properties.Listeners[0].SSLCertificateId: ${message}`,
    ],
    'a distribution with one of IAM, as in China': [
      distribution({ ...viewer, IamCertificateId: 'ASCAEXAMPLE' }),
      `warning Distribution Properties.DistributionConfig.ViewerCertificate.IamCertificateId: ${ofDistribution}`,
    ],
    'one of IAM outside production': [
      listener({ 'Fn::If': ['IsProd', ACM, IAM] }),
      `info Listener ${AT} when IsProd is false (Stage is dev): ${message}`,
    ],
  },
  review: {
    'a certificate from a parameter': [
      listener({ Ref: 'CertificateArn' }),
      `review Listener ${AT}: CertificateArn has no default, so it is only known at deployment`,
    ],
  },
});
