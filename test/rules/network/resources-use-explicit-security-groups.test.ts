import rule from '../../../rules/network/resources-use-explicit-security-groups';
import { testRule } from '../../rule-tester';
import { storesOf } from './data-store-fixtures';
import { instance, loadBalancer } from './security-group-fixtures';
import { vpc } from './vpc-fixtures';

const database = (properties: object = {}) => ({
  Type: 'AWS::RDS::DBInstance',
  Properties: { DBInstanceClass: 'db.t4g.micro', Engine: 'postgres', AllocatedStorage: '20', ...properties },
});
const endpoint = (properties: object) => ({
  Type: 'AWS::EC2::VPCEndpoint',
  Properties: { ServiceName: 'com.amazonaws.eu-west-1.s3', VpcId: { Ref: 'Vpc' }, ...properties },
});
const service = (properties: object) => ({
  Type: 'AWS::ECS::Service',
  Properties: { TaskDefinition: { Ref: 'Task' }, ...properties },
});
const launchTemplate = (data: object = {}) => ({
  Type: 'AWS::EC2::LaunchTemplate',
  Properties: { LaunchTemplateData: { ImageId: 'ami-0123456789abcdef0', ...data } },
});
const ofVpc = { 'Fn::GetAtt': ['Vpc', 'DefaultSecurityGroup'] };
const groups = [{ Ref: 'Group' }];
const inDefault = 'no security group is named, so it is in the default group of its VPC';

testRule(rule, {
  pass: {
    'groups of the years before VPCs': {
      Resources: {
        ...storesOf({
          'AWS::ElastiCache::ReplicationGroup': { CacheSecurityGroupNames: ['sessions'] },
          'AWS::ElastiCache::CacheCluster': { CacheSecurityGroupNames: ['sessions'] },
          'AWS::Redshift::Cluster': { ClusterSecurityGroups: ['sales'] },
        }),
        Database: database({ DBSecurityGroups: ['orders'] }),
        Web: instance({ SecurityGroups: ['web'] }),
        Template: launchTemplate({ SecurityGroups: ['web'] }),
      },
    },
    'an interface of a launch template with groups': launchTemplate({
      NetworkInterfaces: [{ DeviceIndex: 0, Groups: groups }],
    }),
    'an instance that names its launch template and has groups there': {
      Resources: {
        Web: instance({ LaunchTemplate: { LaunchTemplateName: { Ref: 'Template' }, Version: '1' } }),
        Template: launchTemplate({ SecurityGroupIds: groups }),
      },
    },
    'a launch template of an instance with groups of its own': {
      Resources: {
        Template: launchTemplate(),
        Web: instance({
          LaunchTemplate: { LaunchTemplateId: { Ref: 'Template' }, Version: '1' },
          SecurityGroupIds: groups,
        }),
      },
    },
    'a launch template of a compute environment, which gives its groups': {
      Resources: {
        Template: launchTemplate(),
        Compute: {
          Type: 'AWS::Batch::ComputeEnvironment',
          Properties: {
            Type: 'MANAGED',
            ComputeResources: {
              Type: 'EC2',
              MaxvCpus: 4,
              InstanceTypes: ['optimal'],
              Subnets: [{ Ref: 'Subnet' }],
              SecurityGroupIds: groups,
              LaunchTemplate: { LaunchTemplateId: { Ref: 'Template' } },
            },
          },
        },
      },
    },
    'a database with a group': database({ VPCSecurityGroups: groups }),
    'groups from a parameter': {
      Parameters: { Groups: { Type: 'List<AWS::EC2::SecurityGroup::Id>' } },
      Resources: { Database: database({ VPCSecurityGroups: { Ref: 'Groups' } }) },
    },
    'an instance of a cluster, which has the groups': {
      Type: 'AWS::RDS::DBInstance',
      Properties: {
        DBInstanceClass: 'db.r6g.large',
        Engine: 'aurora-mysql',
        DBClusterIdentifier: { Ref: 'Cluster' },
      },
    },
    'a search domain outside of VPCs, which has no groups': {
      Type: 'AWS::OpenSearchService::Domain',
      Properties: { DomainName: 'shop' },
    },
    'an instance with groups on its interface': instance({
      NetworkInterfaces: [{ DeviceIndex: '0', SubnetId: { Ref: 'Subnet' }, GroupSet: groups }],
    }),
    'an interface that is there already': instance({
      NetworkInterfaces: [{ DeviceIndex: '0', NetworkInterfaceId: { Ref: 'Interface' } }],
    }),
    'an instance of a launch template with groups': {
      Resources: {
        Web: instance({ LaunchTemplate: { LaunchTemplateId: { Ref: 'Template' }, Version: '1' } }),
        Template: launchTemplate({ SecurityGroupIds: groups }),
      },
    },
    'a launch template of nodes, which get the group of their cluster': {
      Resources: {
        Template: launchTemplate(),
        Nodes: {
          Type: 'AWS::EKS::Nodegroup',
          Properties: {
            ClusterName: { Ref: 'Cluster' },
            NodeRole: 'arn:aws:iam::111122223333:role/nodes',
            Subnets: [{ Ref: 'Subnet' }],
            LaunchTemplate: { Id: { Ref: 'Template' } },
          },
        },
      },
    },
    'a gateway endpoint, which has no groups': endpoint({}),
    'a Gateway Load Balancer, neither': {
      Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
      Properties: { Type: 'gateway', Subnets: [{ Ref: 'SubnetA' }] },
    },
    'tasks in the network of their host': service({ LaunchType: 'EC2' }),
  },
  fail: {
    'every other kind of store': [
      {
        Resources: storesOf({
          'AWS::RDS::DBCluster': {},
          'AWS::DocDB::DBCluster': {},
          'AWS::Neptune::DBCluster': {},
          'AWS::ElastiCache::ReplicationGroup': {},
          'AWS::ElastiCache::CacheCluster': {},
          'AWS::MemoryDB::Cluster': {},
          'AWS::Redshift::Cluster': {},
          'AWS::DAX::Cluster': {},
          'AWS::EFS::MountTarget': { SecurityGroups: [] },
          'AWS::Elasticsearch::Domain': { VPCOptions: { SubnetIds: [{ Ref: 'SubnetA' }] } },
          'AWS::DMS::ReplicationInstance': {},
        }),
      },
      [
        'RDSDBCluster Properties.VpcSecurityGroupIds',
        'DocDBDBCluster Properties.VpcSecurityGroupIds',
        'NeptuneDBCluster Properties.VpcSecurityGroupIds',
        'ElastiCacheReplicationGroup Properties.SecurityGroupIds',
        'ElastiCacheCacheCluster Properties.VpcSecurityGroupIds',
        'MemoryDBCluster Properties.SecurityGroupIds',
        'RedshiftCluster Properties.VpcSecurityGroupIds',
        'DAXCluster Properties.SecurityGroupIds',
        'EFSMountTarget Properties.SecurityGroups',
        'ElasticsearchDomain Properties.VPCOptions.SecurityGroupIds',
        'DMSReplicationInstance Properties.VpcSecurityGroupIds',
      ].map((at) => `warning ${at}: ${inDefault}`),
    ],
    'a launch configuration': [
      {
        Type: 'AWS::AutoScaling::LaunchConfiguration',
        Properties: { ImageId: 'ami-0123456789abcdef0', InstanceType: 't4g.micro' },
      },
      `warning LaunchConfiguration Properties.SecurityGroups: ${inDefault}`,
    ],
    'an interface of a launch template': [
      launchTemplate({ NetworkInterfaces: [{ DeviceIndex: 0 }] }),
      `warning LaunchTemplate Properties.LaunchTemplateData.NetworkInterfaces[0].Groups: ${inDefault}`,
    ],
    'a launch template of an instance without groups of its own': [
      {
        Resources: {
          Template: launchTemplate(),
          Web: instance({ LaunchTemplate: { LaunchTemplateId: { Ref: 'Template' }, Version: '1' } }),
        },
      },
      `warning Template Properties.LaunchTemplateData.SecurityGroupIds: ${inDefault}`,
    ],
    'the default group, where the CDK took its rules': [
      {
        Resources: {
          Vpc: vpc(),
          Restriction: {
            Type: 'Custom::VpcRestrictDefaultSG',
            Properties: { ServiceToken: { Ref: 'Provider' }, DefaultSecurityGroupId: ofVpc },
          },
          Database: database({ VPCSecurityGroups: [ofVpc] }),
        },
      },
      'info Database Properties.VPCSecurityGroups[0]: it is in the default security group of Vpc',
    ],
    'a search domain in a VPC': [
      {
        Type: 'AWS::OpenSearchService::Domain',
        Properties: { DomainName: 'shop', VPCOptions: { SubnetIds: [{ Ref: 'SubnetA' }] } },
      },
      `warning Domain Properties.VPCOptions.SecurityGroupIds: ${inDefault}`,
    ],
    'brokers of Kafka': [
      {
        Type: 'AWS::MSK::Cluster',
        Properties: {
          ClusterName: 'orders',
          KafkaVersion: '3.9.x',
          NumberOfBrokerNodes: 2,
          BrokerNodeGroupInfo: {
            InstanceType: 'kafka.m7g.large',
            ClientSubnets: [{ Ref: 'SubnetA' }, { Ref: 'SubnetB' }],
          },
        },
      },
      `warning Cluster Properties.BrokerNodeGroupInfo.SecurityGroups: ${inDefault}`,
    ],
    'a serverless cache': [
      {
        Type: 'AWS::ElastiCache::ServerlessCache',
        Properties: { ServerlessCacheName: 'sessions', Engine: 'valkey' },
      },
      `warning ServerlessCache Properties.SecurityGroupIds: ${inDefault}`,
    ],
    'a database': [database(), `warning DBInstance Properties.VPCSecurityGroups: ${inDefault}`],
    'an empty list': [
      database({ VPCSecurityGroups: [] }),
      `warning DBInstance Properties.VPCSecurityGroups: ${inDefault}`,
    ],
    'no group outside production': [
      database({ VPCSecurityGroups: { 'Fn::If': ['IsProd', groups, { Ref: 'AWS::NoValue' }] } }),
      `info DBInstance Properties.VPCSecurityGroups when IsProd is false (Stage is dev): ${inDefault}`,
    ],
    'the default group, by name': [
      { Resources: { Vpc: vpc(), Database: database({ VPCSecurityGroups: [ofVpc] }) } },
      'warning Database Properties.VPCSecurityGroups[0]: it is in the default security group of Vpc',
    ],
    'an instance': [instance(), `warning Instance Properties.SecurityGroupIds: ${inDefault}`],
    'an interface of an instance': [
      instance({ NetworkInterfaces: [{ DeviceIndex: '0', SubnetId: { Ref: 'Subnet' } }] }),
      `warning Instance Properties.NetworkInterfaces[0].GroupSet: ${inDefault}`,
    ],
    'a launch template': [
      launchTemplate(),
      `warning LaunchTemplate Properties.LaunchTemplateData.SecurityGroupIds: ${inDefault}`,
    ],
    'an interface endpoint': [
      endpoint({ VpcEndpointType: 'Interface', SubnetIds: [{ Ref: 'Subnet' }] }),
      `warning VPCEndpoint Properties.SecurityGroupIds: ${inDefault}`,
    ],
    'tasks with a network of their own': [
      service({ NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [{ Ref: 'Subnet' }] } } }),
      `warning Service Properties.NetworkConfiguration.AwsvpcConfiguration.SecurityGroups: ${inDefault}`,
    ],
    'a load balancer': [
      loadBalancer({ SecurityGroups: [] }),
      `warning LoadBalancer Properties.SecurityGroups: ${inDefault}`,
    ],
    'a Network Load Balancer': [
      loadBalancer({ Type: 'network', SecurityGroups: { Ref: 'AWS::NoValue' } }),
      'info LoadBalancer Properties.SecurityGroups: no security group is named, so it is left to the targets whom they let in',
    ],
    'a default group that the CDK took the rules from': [
      {
        Resources: {
          Vpc: vpc(),
          Restriction: {
            Type: 'Custom::VpcRestrictDefaultSG',
            Properties: { ServiceToken: { Ref: 'Provider' }, DefaultSecurityGroupId: ofVpc },
          },
          Database: database(),
        },
      },
      `info Database Properties.VPCSecurityGroups: ${inDefault}`,
    ],
  },
  review: {
    'an instance of a launch template of another stack': [
      instance({ LaunchTemplate: { LaunchTemplateId: { Ref: 'Template' }, Version: '1' } }),
      'review Instance Properties.SecurityGroupIds: whether the launch template names security groups is not in the template',
    ],
    'an endpoint of a type from a parameter': [
      endpoint({ VpcEndpointType: { Ref: 'EndpointType' } }),
      'review VPCEndpoint Properties.SecurityGroupIds: EndpointType has no default, so it is only known at deployment',
    ],
  },
});
