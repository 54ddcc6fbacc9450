import rule from '../../../rules/network/compute-not-publicly-addressed';
import { testRule } from '../../rule-tester';
import { instance } from './security-group-fixtures';
import { subnet } from './vpc-fixtures';

const inSubnet = { SubnetId: { Ref: 'Subnet' } };
const app = (Web: unknown, more: object = {}) => ({ Resources: { Web, ...more } });
const publicSubnet = { Subnet: subnet({ MapPublicIpOnLaunch: true }) };
const interfaceOf = (properties: object) =>
  instance({ NetworkInterfaces: [{ DeviceIndex: '0', ...inSubnet, ...properties }] });
const service = (AssignPublicIp: unknown) => ({
  Type: 'AWS::ECS::Service',
  Properties: {
    LaunchType: 'FARGATE',
    TaskDefinition: { Ref: 'Task' },
    NetworkConfiguration: {
      AwsvpcConfiguration: {
        Subnets: [{ Ref: 'SubnetA' }],
        SecurityGroups: [{ Ref: 'Group' }],
        AssignPublicIp,
      },
    },
  },
});
const launchTemplate = (properties: object) => ({
  Type: 'AWS::EC2::LaunchTemplate',
  Properties: { LaunchTemplateData: { NetworkInterfaces: [{ DeviceIndex: 0, ...properties }] } },
});
const notebook = (properties: object = {}) => ({
  Type: 'AWS::SageMaker::NotebookInstance',
  Properties: {
    InstanceType: 'ml.t3.medium',
    RoleArn: 'arn:aws:iam::111122223333:role/notebook',
    ...properties,
  },
});
const environment = (Type: string) => ({
  Type: 'AWS::Batch::ComputeEnvironment',
  Properties: {
    Type: 'MANAGED',
    ComputeResources: {
      Type,
      MaxvCpus: 8,
      Subnets: [{ Ref: 'Subnet' }],
      SecurityGroupIds: [{ Ref: 'Group' }],
      ...(Type !== 'FARGATE' ? { InstanceRole: 'batch', InstanceTypes: ['optimal'], MinvCpus: 0 } : {}),
    },
  },
});

const fleet = () => ({
  Type: 'AWS::AutoScaling::AutoScalingGroup',
  Properties: {
    MinSize: '1',
    MaxSize: '2',
    VPCZoneIdentifier: [{ Ref: 'Subnet' }],
    LaunchTemplate: { LaunchTemplateId: { Ref: 'Template' }, Version: '1' },
  },
});

const asked = 'it gets a public address: AssociatePublicIpAddress is true';
const mapped = 'it gets a public address: MapPublicIpOnLaunch of Subnet is true';
const byDefault = 'no subnet is named, so it starts in a default one, which gives it a public address';

const configuration = (properties: object = {}) => ({
  Type: 'AWS::AutoScaling::LaunchConfiguration',
  Properties: { ImageId: 'ami-0123456789abcdef0', InstanceType: 't4g.micro', ...properties },
});

testRule(rule, {
  pass: {
    'a fleet whose launch configuration says no': app(
      {
        Type: 'AWS::AutoScaling::AutoScalingGroup',
        Properties: {
          MinSize: '1',
          MaxSize: '2',
          VPCZoneIdentifier: [{ Ref: 'Subnet' }],
          LaunchConfigurationName: { Ref: 'Configuration' },
        },
      },
      { ...publicSubnet, Configuration: configuration({ AssociatePublicIpAddress: false }) },
    ),
    'a mixed fleet whose launch template says no': app(
      {
        Type: 'AWS::AutoScaling::AutoScalingGroup',
        Properties: {
          MinSize: '1',
          MaxSize: '2',
          VPCZoneIdentifier: [{ Ref: 'Subnet' }],
          MixedInstancesPolicy: {
            LaunchTemplate: {
              LaunchTemplateSpecification: { LaunchTemplateId: { Ref: 'Template' }, Version: '1' },
            },
          },
        },
      },
      { ...publicSubnet, Template: launchTemplate({ AssociatePublicIpAddress: false }) },
    ),
    'in a subnet that gives no public addresses': app(instance(inSubnet), { Subnet: subnet() }),
    'told to have none, in a subnet that gives them': app(
      interfaceOf({ AssociatePublicIpAddress: false }),
      publicSubnet,
    ),
    'on an interface that is there already': app(
      instance({ NetworkInterfaces: [{ DeviceIndex: '0', NetworkInterfaceId: { Ref: 'Interface' } }] }),
    ),
    'a second interface, which gets none': app(
      instance({
        NetworkInterfaces: [
          { DeviceIndex: '0', ...inSubnet, AssociatePublicIpAddress: false },
          { DeviceIndex: '1', ...inSubnet },
        ],
      }),
      publicSubnet,
    ),
    'placed by its launch template': app(
      instance({ LaunchTemplate: { LaunchTemplateId: { Ref: 'Template' }, Version: '1' } }),
    ),
    'tasks without public address': service('DISABLED'),
    'a notebook in the VPC only': notebook({
      ...inSubnet,
      SecurityGroupIds: [{ Ref: 'Group' }],
      DirectInternetAccess: 'Disabled',
    }),
    'an address for a NAT gateway': { Type: 'AWS::EC2::EIP', Properties: { Domain: 'vpc' } },
    'a fleet whose launch template says no': app(fleet(), {
      ...publicSubnet,
      Template: launchTemplate({ AssociatePublicIpAddress: false }),
    }),
    'tasks of Batch on Fargate': app(environment('FARGATE'), publicSubnet),
  },
  fail: {
    'spot instances, a task set and a scheduled task': [
      {
        Resources: {
          Spots: {
            Type: 'AWS::EC2::SpotFleet',
            Properties: {
              SpotFleetRequestConfigData: {
                IamFleetRole: 'arn:aws:iam::111122223333:role/fleet',
                TargetCapacity: 1,
                LaunchSpecifications: [
                  {
                    ImageId: 'ami-0123456789abcdef0',
                    NetworkInterfaces: [{ DeviceIndex: 0, AssociatePublicIpAddress: true }],
                  },
                ],
              },
            },
          },
          Tasks: {
            Type: 'AWS::ECS::TaskSet',
            Properties: {
              Cluster: 'shop',
              Service: 'web',
              TaskDefinition: 'web:1',
              NetworkConfiguration: {
                AwsVpcConfiguration: { Subnets: [{ Ref: 'SubnetA' }], AssignPublicIp: 'ENABLED' },
              },
            },
          },
          Nightly: {
            Type: 'AWS::Scheduler::Schedule',
            Properties: {
              FlexibleTimeWindow: { Mode: 'OFF' },
              ScheduleExpression: 'rate(1 day)',
              Target: {
                Arn: 'arn:aws:ecs:eu-west-1:111122223333:cluster/shop',
                RoleArn: 'arn:aws:iam::111122223333:role/nightly',
                EcsParameters: {
                  TaskDefinitionArn: 'arn:aws:ecs:eu-west-1:111122223333:task-definition/nightly:1',
                  NetworkConfiguration: {
                    AwsvpcConfiguration: { Subnets: [{ Ref: 'SubnetA' }], AssignPublicIp: 'ENABLED' },
                  },
                },
              },
            },
          },
        },
      },
      [
        `warning Spots Properties.SpotFleetRequestConfigData.LaunchSpecifications[0].NetworkInterfaces[0].AssociatePublicIpAddress: ${asked}`,
        'warning Tasks Properties.NetworkConfiguration.AwsVpcConfiguration.AssignPublicIp: it gets a public address: AssignPublicIp is ENABLED',
        'warning Nightly Properties.Target.EcsParameters.NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp: it gets a public address: AssignPublicIp is ENABLED',
      ],
    ],
    'an address for an instance of another stack': [
      { Type: 'AWS::EC2::EIP', Properties: { InstanceId: 'i-0123456789abcdef0' } },
      'warning EIP Properties.InstanceId: an instance gets a public address that stays',
    ],
    'a notebook that is told to reach the internet': [
      notebook({ DirectInternetAccess: 'Enabled' }),
      'warning NotebookInstance Properties.DirectInternetAccess: the notebook reaches the internet outside of the VPC: DirectInternetAccess is Enabled',
    ],
    'a fleet with an unknown subnet and a public one': [
      app(
        {
          Type: 'AWS::AutoScaling::AutoScalingGroup',
          Properties: {
            MinSize: '1',
            MaxSize: '2',
            VPCZoneIdentifier: ['subnet-0123456789abcdef0', { Ref: 'Subnet' }],
            LaunchConfigurationName: { Ref: 'Configuration' },
          },
        },
        { ...publicSubnet, Configuration: configuration() },
      ),
      `warning Web Properties.VPCZoneIdentifier[1]: ${mapped}`,
    ],
    'spot instances of Batch': [
      app(environment('SPOT'), publicSubnet),
      `warning Web Properties.ComputeResources.Subnets[0]: ${mapped}`,
    ],
    'an instance that asks for one': [
      app(interfaceOf({ AssociatePublicIpAddress: true })),
      `warning Web Properties.NetworkInterfaces[0].AssociatePublicIpAddress: ${asked}`,
    ],
    'an instance in a subnet that gives them': [
      app(instance(inSubnet), publicSubnet),
      `warning Web Properties.SubnetId: ${mapped}`,
    ],
    'an interface in a subnet that gives them': [
      app(interfaceOf({}), publicSubnet),
      `warning Web Properties.NetworkInterfaces[0].SubnetId: ${mapped}`,
    ],
    'an instance in the default VPC': [app(instance()), `warning Web Properties.SubnetId: ${byDefault}`],
    'outside production': [
      app(interfaceOf({ AssociatePublicIpAddress: { 'Fn::If': ['IsProd', false, true] } })),
      `info Web Properties.NetworkInterfaces[0].AssociatePublicIpAddress when IsProd is false (Stage is dev): ${asked}`,
    ],
    'a launch template': [
      launchTemplate({ AssociatePublicIpAddress: true }),
      `warning LaunchTemplate Properties.LaunchTemplateData.NetworkInterfaces[0].AssociatePublicIpAddress: ${asked}`,
    ],
    'a launch configuration': [
      {
        Type: 'AWS::AutoScaling::LaunchConfiguration',
        Properties: {
          ImageId: 'ami-0123456789abcdef0',
          InstanceType: 't3.micro',
          AssociatePublicIpAddress: true,
        },
      },
      `warning LaunchConfiguration Properties.AssociatePublicIpAddress: ${asked}`,
    ],
    'the tasks of a service': [
      service('ENABLED'),
      'warning Service Properties.NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp: it gets a public address: AssignPublicIp is ENABLED',
    ],
    'a task on a schedule': [
      {
        Type: 'AWS::Events::Rule',
        Properties: {
          ScheduleExpression: 'rate(1 hour)',
          Targets: [
            {
              Id: 'report',
              Arn: { Ref: 'ClusterArn' },
              RoleArn: { Ref: 'RoleArn' },
              EcsParameters: {
                TaskDefinitionArn: { Ref: 'TaskArn' },
                LaunchType: 'FARGATE',
                NetworkConfiguration: {
                  AwsVpcConfiguration: { Subnets: [{ Ref: 'SubnetA' }], AssignPublicIp: 'ENABLED' },
                },
              },
            },
          ],
        },
      },
      'warning Rule Properties.Targets[0].EcsParameters.NetworkConfiguration.AwsVpcConfiguration.AssignPublicIp: it gets a public address: AssignPublicIp is ENABLED',
    ],
    'a notebook, by default': [
      notebook(),
      'warning NotebookInstance Properties.DirectInternetAccess: the notebook reaches the internet outside of the VPC: DirectInternetAccess is not set, and Enabled by default',
    ],
    'an address that stays': [
      app(instance(inSubnet), {
        Subnet: subnet(),
        Address: {
          Type: 'AWS::EC2::EIPAssociation',
          Properties: { AllocationId: 'eipalloc-0123456789abcdef0', InstanceId: { Ref: 'Web' } },
        },
      }),
      'warning Address Properties.InstanceId: Web gets a public address that stays',
    ],
    'a fleet in a subnet that gives them': [
      app(fleet(), { ...publicSubnet, Template: launchTemplate({}) }),
      `warning Web Properties.VPCZoneIdentifier[0]: ${mapped}`,
    ],
    'a fleet in the default VPC': [
      app({
        Type: 'AWS::AutoScaling::AutoScalingGroup',
        Properties: {
          MinSize: '1',
          MaxSize: '2',
          AvailabilityZones: ['eu-west-1a'],
          LaunchTemplate: { LaunchTemplateId: 'lt-0123456789abcdef0', Version: '1' },
        },
      }),
      `warning Web Properties.VPCZoneIdentifier: ${byDefault}`,
    ],
    'instances of Batch': [
      app(environment('EC2'), publicSubnet),
      `warning Web Properties.ComputeResources.Subnets[0]: ${mapped}`,
    ],
  },
  review: {
    'a subnet from a parameter': [
      app(instance(inSubnet)),
      'review Web Properties.SubnetId: Subnet has no default, so it is only known at deployment: confirm that the subnet gives no public addresses',
    ],
    'a subnet by its id': [
      app(instance({ SubnetId: 'subnet-0123456789abcdef0' })),
      'review Web Properties.SubnetId: subnet-0123456789abcdef0 is not in the template: confirm that the subnet gives no public addresses',
    ],
    'asked for by a parameter': [
      launchTemplate({ AssociatePublicIpAddress: { Ref: 'Public' } }),
      'review LaunchTemplate Properties.LaunchTemplateData.NetworkInterfaces[0].AssociatePublicIpAddress: Public has no default, so it is only known at deployment',
    ],
  },
});
