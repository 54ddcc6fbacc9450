import rule from '../../../rules/network/eks-public-endpoint-restricted';
import { testRule } from '../../rule-tester';

const cluster = (access: object) => ({
  Type: 'AWS::EKS::Cluster',
  Properties: {
    RoleArn: 'arn:aws:iam::111122223333:role/cluster',
    ResourcesVpcConfig: { SubnetIds: [{ Ref: 'SubnetA' }, { Ref: 'SubnetB' }], ...access },
  },
});
const ofCdk = (access: object) => ({
  Resources: {
    Cluster: {
      Type: 'Custom::AWSCDK-EKS-Cluster',
      Properties: {
        ServiceToken: { Ref: 'Provider' },
        Config: { version: '1.33', resourcesVpcConfig: { subnetIds: [{ Ref: 'SubnetA' }], ...access } },
      },
    },
  },
});
const path = 'Cluster Properties.ResourcesVpcConfig.PublicAccessCidrs';
const byDefault = 'the API is public, and open to 0.0.0.0/0 where PublicAccessCidrs lists no ranges';

testRule(rule, {
  pass: {
    'private only': cluster({ EndpointPublicAccess: false, EndpointPrivateAccess: true }),
    'open to an office': cluster({ PublicAccessCidrs: ['203.0.113.0/24'] }),
    'private, whatever the ranges say': cluster({
      EndpointPublicAccess: false,
      EndpointPrivateAccess: true,
      PublicAccessCidrs: ['0.0.0.0/0'],
    }),
    'one address from a parameter': cluster({ PublicAccessCidrs: [{ 'Fn::Sub': '${Office}/32' }] }),
    'private, by the CDK': ofCdk({ endpointPublicAccess: false, endpointPrivateAccess: true }),
  },
  fail: {
    'by default': [cluster({}), `warning ${path}: ${byDefault}`],
    'without ranges': [
      cluster({ EndpointPublicAccess: true, EndpointPrivateAccess: true }),
      `warning ${path}: ${byDefault}`,
    ],
    'open to everybody': [
      cluster({ PublicAccessCidrs: ['203.0.113.0/24', '0.0.0.0/0'] }),
      `warning ${path}[1]: the API is public, and open to 0.0.0.0/0`,
    ],
    'open to the halves of the internet': [
      cluster({ PublicAccessCidrs: ['0.0.0.0/1', '128.0.0.0/1'] }),
      [
        `warning ${path}[0]: the API is public, and open to 0.0.0.0/1`,
        `warning ${path}[1]: the API is public, and open to 128.0.0.0/1`,
      ],
    ],
    'public outside production': [
      cluster({ EndpointPublicAccess: { 'Fn::If': ['IsProd', false, true] } }),
      `info ${path} when IsProd is false (Stage is dev): ${byDefault}`,
    ],
    'the default of the CDK': [
      ofCdk({ endpointPublicAccess: true, endpointPrivateAccess: true }),
      `warning Cluster Properties.Config.resourcesVpcConfig.publicAccessCidrs: ${byDefault}`,
    ],
  },
  review: {
    'public if a parameter says so': [
      cluster({ EndpointPublicAccess: { Ref: 'Public' } }),
      `review ${path}: Public has no default, so it is only known at deployment`,
    ],
    'ranges from a parameter': [
      {
        Parameters: { Ranges: { Type: 'CommaDelimitedList' } },
        Resources: { Cluster: cluster({ PublicAccessCidrs: { Ref: 'Ranges' } }) },
      },
      `review ${path}: Ranges has no default, so it is only known at deployment`,
    ],
  },
});
