import { isAnywhere, mayBeAnywhere } from '../../lib/aws/network/ip-ranges';
import { fail, rule } from '../../lib/rule';

/** Where a cluster says who reaches its endpoint: its own type, and the custom resource of the CDK's first EKS library. */
const NETWORKING: { readonly [type: string]: readonly [open: string, ranges: string] } = {
  'AWS::EKS::Cluster': ['ResourcesVpcConfig.EndpointPublicAccess', 'ResourcesVpcConfig.PublicAccessCidrs'],
  'Custom::AWSCDK-EKS-Cluster': [
    'Config.resourcesVpcConfig.endpointPublicAccess',
    'Config.resourcesVpcConfig.publicAccessCidrs',
  ],
};

export default rule({
  id: 'eks-public-endpoint-restricted',
  title: 'The Kubernetes API of a cluster is not open to the internet',
  severity: 'warning',
  control: 'SG-TIGHT',
  resources: Object.keys(NETWORKING),
  why: 'Whoever gets hold of a token or finds a flaw of the API server can use it from anywhere.',
  fix: 'Set EndpointPublicAccess to false and EndpointPrivateAccess to true, or list the ranges that may connect in PublicAccessCidrs.',
  docs: [
    'https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-eks-cluster-resourcesvpcconfig.html',
  ],

  check: (cluster) => {
    const [open, ranges] = NETWORKING[cluster.type] as [string, string];
    const isPublic = () => !cluster.get(open).is(false);
    return [
      cluster
        .property(ranges)
        .expect((list) =>
          list.items().length === 0
            ? fail('the API is public, and open to 0.0.0.0/0 where PublicAccessCidrs lists no ranges')
            : undefined,
        )
        .when(isPublic),
      ...cluster
        .all(`${ranges}[]`)
        .map((range) =>
          range
            .expect((cidr) =>
              mayBeAnywhere(cidr) && isAnywhere(cidr.text?.trim() ?? '')
                ? fail(`the API is public, and open to ${cidr.outline}`)
                : undefined,
            )
            .when(isPublic),
        ),
    ];
  },
});
