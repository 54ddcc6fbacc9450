import { isInCluster } from '../../lib/aws/data/rds';
import { LOAD_BALANCER } from '../../lib/aws/network/load-balancers';
import type { App } from '../../lib/model/app';
import type { Resource } from '../../lib/model/entity';
import type { Outcome, OutcomeOptions } from '../../lib/model/expectation';
import { remember } from '../../lib/model/remember';
import type { Value } from '../../lib/model/value';
import { fail, review, rule } from '../../lib/rule';

/** Where each type names its groups: in one of these properties, or interface by interface. */
interface Groups {
  paths: readonly [string, ...string[]];
  interfaces?: readonly [list: string, groups: string];
  /** Whether it has no groups, or has them from elsewhere. */
  unless?: (resource: Resource) => boolean;
}

const SEARCH_DOMAIN: Groups = {
  paths: ['VPCOptions.SecurityGroupIds'],
  unless: (domain) => domain.get('VPCOptions').isAbsent,
};

/** What gets the default group of its VPC where it names none; each type's page, or that of its creation in the API, says so. */
const GROUPS: { readonly [type: string]: Groups } = {
  'AWS::EC2::Instance': {
    paths: ['SecurityGroupIds', 'SecurityGroups'],
    interfaces: ['NetworkInterfaces', 'GroupSet'],
    unless: (instance) => launchTemplateOf(instance) !== undefined,
  },
  'AWS::EC2::LaunchTemplate': {
    paths: ['LaunchTemplateData.SecurityGroupIds', 'LaunchTemplateData.SecurityGroups'],
    interfaces: ['LaunchTemplateData.NetworkInterfaces', 'Groups'],
    unless: (template) => template.referrers.some(({ from }) => from.exists && givesGroups(from)),
  },
  'AWS::AutoScaling::LaunchConfiguration': { paths: ['SecurityGroups'] },
  [LOAD_BALANCER]: {
    paths: ['SecurityGroups'],
    unless: (loadBalancer) => loadBalancer.get('Type').is('gateway'),
  },
  'AWS::RDS::DBInstance': { paths: ['VPCSecurityGroups', 'DBSecurityGroups'], unless: isInCluster },
  'AWS::RDS::DBCluster': { paths: ['VpcSecurityGroupIds'] },
  'AWS::DocDB::DBCluster': { paths: ['VpcSecurityGroupIds'] },
  'AWS::Neptune::DBCluster': { paths: ['VpcSecurityGroupIds'] },
  'AWS::ElastiCache::ReplicationGroup': { paths: ['SecurityGroupIds', 'CacheSecurityGroupNames'] },
  'AWS::ElastiCache::CacheCluster': { paths: ['VpcSecurityGroupIds', 'CacheSecurityGroupNames'] },
  'AWS::ElastiCache::ServerlessCache': { paths: ['SecurityGroupIds'] },
  'AWS::MemoryDB::Cluster': { paths: ['SecurityGroupIds'] },
  'AWS::Redshift::Cluster': { paths: ['VpcSecurityGroupIds', 'ClusterSecurityGroups'] },
  'AWS::DAX::Cluster': { paths: ['SecurityGroupIds'] },
  'AWS::EFS::MountTarget': { paths: ['SecurityGroups'] },
  'AWS::MSK::Cluster': { paths: ['BrokerNodeGroupInfo.SecurityGroups'] },
  'AWS::OpenSearchService::Domain': SEARCH_DOMAIN,
  'AWS::Elasticsearch::Domain': SEARCH_DOMAIN,
  'AWS::DMS::ReplicationInstance': { paths: ['VpcSecurityGroupIds'] },
  'AWS::EC2::VPCEndpoint': {
    paths: ['SecurityGroupIds'],
    unless: (endpoint) => !endpoint.get('VpcEndpointType').is('Interface'),
  },
  'AWS::ECS::Service': {
    paths: ['NetworkConfiguration.AwsvpcConfiguration.SecurityGroups'],
    unless: (service) => service.get('NetworkConfiguration.AwsvpcConfiguration').isAbsent,
  },
};

export default rule({
  id: 'resources-use-explicit-security-groups',
  title: 'Resources name the security groups they are in',
  severity: 'warning',
  control: 'SG-TIGHT',
  resources: Object.keys(GROUPS),
  why: 'What names no group is in the default group of its VPC, where everything may reach everything: nobody decided that, and nobody notices.',
  fix: 'Attach a security group that is made for the purpose, and leave the default group without rules.',
  docs: [
    'https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html',
    'https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-vpcendpoint.html#cfn-ec2-vpcendpoint-securitygroupids',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-ecs-service-awsvpcconfiguration.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-msk-cluster-brokernodegroupinfo.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-opensearchservice-domain-vpcoptions.html',
  ],

  check: (resource) => {
    const { paths, interfaces, unless } = GROUPS[resource.type] as Groups;
    const [list, groups] = interfaces ?? [];
    const eachInterface = list && groups ? resource.all(`${list}[]`) : [];
    return [
      ...paths.map((path) =>
        resource.property(path).expect((value) => (isNamed(value) ? byDefault(value, resource) : undefined)),
      ),
      resource
        .property(paths[0])
        .expect(() => unnamed(resource))
        .unless(() => paths.some((path) => isNamed(resource.get(path))))
        .unless(() => list !== undefined && isNamed(resource.get(list)))
        .unless(() => unless?.(resource) ?? false),
      ...eachInterface.map((one) =>
        one
          .property(groups as string)
          .expect((value) => (isNamed(value) ? byDefault(value, resource) : unnamed(resource)))
          .unless(() => one.value.get('NetworkInterfaceId').isPresent),
      ),
    ];
  },
});

const isNamed = (list: Value): boolean => list.isPresent && !(list.isList && list.items().length === 0);

/** The default group of a VPC of the app, by name. */
function byDefault(list: Value, resource: Resource): Outcome | undefined {
  const at = (list.isList ? list.items() : [list]).find(
    ({ reference }) => reference?.attribute === 'DefaultSecurityGroup',
  );
  return (
    at &&
    fail(`it is in the default security group of ${at.reference?.resource.logicalId}`, {
      at,
      ...severityFor(resource),
    })
  );
}

function unnamed(resource: Resource): Outcome {
  if (resource.type === 'AWS::EC2::Instance' && resource.get('LaunchTemplate').isPresent)
    return review('whether the launch template names security groups is not in the template');
  if (isNetworkLoadBalancer(resource))
    return fail('no security group is named, so it is left to the targets whom they let in', {
      severity: 'info',
    });
  return fail('no security group is named, so it is in the default group of its VPC', severityFor(resource));
}

const isNetworkLoadBalancer = (resource: Resource): boolean =>
  resource.type === LOAD_BALANCER && resource.get('Type').is('network');

/** A default group without rules lets nothing in. */
const severityFor = (resource: Resource): OutcomeOptions =>
  restrictions(resource.app).some((one) => one.exists) ? { severity: 'info' } : {};

/** What the CDK takes the rules out of a default group with: restrictDefaultSecurityGroup. */
const restrictions = remember((app: App) => app.resourcesOf('Custom::VpcRestrictDefaultSG'));

/** The launch template of the app that an instance is launched from: it is looked at itself. */
function launchTemplateOf(instance: Resource): Resource | undefined {
  const template = instance.get('LaunchTemplate');
  return (template.get('LaunchTemplateId').reference ?? template.get('LaunchTemplateName').reference)
    ?.resource;
}

/** Node groups put the group of their cluster on a launch template without one, and compute environments their own. */
const givesGroups = (user: Resource): boolean =>
  ['AWS::EKS::Nodegroup', 'AWS::Batch::ComputeEnvironment'].includes(user.type) ||
  (user.type === 'AWS::EC2::Instance' && isNamed(user.get('SecurityGroupIds')));
