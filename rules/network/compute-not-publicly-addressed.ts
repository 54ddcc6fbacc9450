import { mapsPublicAddresses, SUBNET } from '../../lib/aws/network/subnets';
import type { Resource } from '../../lib/model/entity';
import type { Outcome } from '../../lib/model/expectation';
import type { Value } from '../../lib/model/value';
import { type Expectations, fail, review, rule } from '../../lib/rule';

/** Properties that ask for a public address: nothing is given one without them, or by a subnet only. */
const SWITCHES: { readonly [type: string]: readonly [path: string, on: string | true] } = {
  'AWS::EC2::LaunchTemplate': ['LaunchTemplateData.NetworkInterfaces[].AssociatePublicIpAddress', true],
  'AWS::EC2::SpotFleet': [
    'SpotFleetRequestConfigData.LaunchSpecifications[].NetworkInterfaces[].AssociatePublicIpAddress',
    true,
  ],
  'AWS::AutoScaling::LaunchConfiguration': ['AssociatePublicIpAddress', true],
  'AWS::ECS::Service': ['NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp', 'ENABLED'],
  'AWS::ECS::TaskSet': ['NetworkConfiguration.AwsVpcConfiguration.AssignPublicIp', 'ENABLED'],
  'AWS::Events::Rule': [
    'Targets[].EcsParameters.NetworkConfiguration.AwsVpcConfiguration.AssignPublicIp',
    'ENABLED',
  ],
  'AWS::Scheduler::Schedule': [
    'Target.EcsParameters.NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp',
    'ENABLED',
  ],
};

const CHECKS: { readonly [type: string]: (resource: Resource) => Expectations } = {
  'AWS::EC2::Instance': (instance) => [
    ...instance.all('NetworkInterfaces[]').map((one) => one.expect(addressOf)),
    instance
      .property('SubnetId')
      .expect((subnet) => (subnet.isPresent ? addressFrom(subnet) : addressByDefault(instance)))
      .when(() => instance.get('NetworkInterfaces').isAbsent),
  ],
  'AWS::AutoScaling::AutoScalingGroup': (group) =>
    group
      .property('VPCZoneIdentifier')
      .expect((subnets) => (subnets.isPresent ? addressFromAny(subnets) : BY_DEFAULT))
      .unless(() => isToldAtLaunch(group)),
  'AWS::EC2::EIP': (address) => associated(address),
  'AWS::EC2::EIPAssociation': (address) => associated(address),
  'AWS::SageMaker::NotebookInstance': (notebook) =>
    notebook.property('DirectInternetAccess').expect((direct) => {
      if (direct.is('Disabled')) return undefined;
      return fail(
        direct.isPresent
          ? 'the notebook reaches the internet outside of the VPC: DirectInternetAccess is Enabled'
          : 'the notebook reaches the internet outside of the VPC: DirectInternetAccess is not set, and Enabled by default',
      );
    }),
  'AWS::Batch::ComputeEnvironment': (environment) =>
    environment
      .all('ComputeResources.Subnets[]')
      .map((subnet) => subnet.expect(addressFrom).when(() => runsInstances(environment))),
};

export default rule({
  id: 'compute-not-publicly-addressed',
  title: 'Instances, tasks and notebooks have no public address',
  severity: 'warning',
  control: 'SG-TIGHT',
  resources: [...Object.keys(SWITCHES), ...Object.keys(CHECKS)],
  why: 'What has a public address is one wide security group away from the internet; behind a load balancer and a NAT gateway nobody can connect to it.',
  fix: 'Place it in private subnets behind a load balancer, with a NAT gateway or VPC endpoints for the way out, and log in with Session Manager. Bastions and appliances that need an address take a waiver with the reason.',
  docs: [
    'https://docs.aws.amazon.com/vpc/latest/userguide/subnet-public-ip.html',
    'https://docs.aws.amazon.com/vpc/latest/userguide/default-subnet.html',
    'https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-in-vpc.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-ecs-service-awsvpcconfiguration.html#cfn-ecs-service-awsvpcconfiguration-assignpublicip',
    'https://docs.aws.amazon.com/sagemaker/latest/dg/appendix-additional-considerations.html#appendix-notebook-and-internet-access',
  ],

  check: (resource) => {
    const [path, on] = SWITCHES[resource.type] ?? [];
    if (path === undefined || on === undefined) return CHECKS[resource.type]?.(resource);
    const name = path.slice(path.lastIndexOf('.') + 1);
    return resource
      .all(path)
      .map((value) => value.mustNotBe(on, `it gets a public address: ${name} is ${on}`));
  },
});

/** The address of an interface that is made with the instance. Only the first can have one. */
function addressOf(networkInterface: Value): Outcome | undefined {
  const asked = networkInterface.get('AssociatePublicIpAddress');
  if (asked.is(true))
    return fail('it gets a public address: AssociatePublicIpAddress is true', { at: asked });
  if (asked.isPresent || networkInterface.get('NetworkInterfaceId').isPresent) return undefined;
  const isFirst = networkInterface.get('DeviceIndex').is(0);
  const subnet = networkInterface.get('SubnetId');
  return isFirst && subnet.isPresent ? addressFrom(subnet) : undefined;
}

/** What a subnet gives to instances that do not say otherwise. */
function addressFrom(subnet: Value): Outcome | undefined {
  const resource = subnet.reference?.resource;
  if (resource?.type !== SUBNET) {
    const name = subnet.isKnown ? `${subnet.outline} is not in the template` : subnet.why;
    return review(`${name}: confirm that the subnet gives no public addresses`, { at: subnet });
  }
  return mapsPublicAddresses(resource)
    ? fail(`it gets a public address: MapPublicIpOnLaunch of ${resource.logicalId} is true`, { at: subnet })
    : undefined;
}

/** Without subnet an instance starts in one of the default VPC, unless its launch template names one. */
const addressByDefault = (instance: Resource): Outcome | undefined =>
  instance.get('LaunchTemplate').isPresent ? undefined : BY_DEFAULT;

const BY_DEFAULT = fail('no subnet is named, so it starts in a default one, which gives it a public address');

/** One subnet is enough for some instances to have an address. */
function addressFromAny(subnets: Value): Outcome | undefined {
  const outcomes = subnets.items().map(addressFrom);
  return outcomes.find((outcome) => outcome?.verdict === 'fail') ?? outcomes.find((outcome) => outcome);
}

/** Whether what a group launches from says whether instances get an address: it is looked at itself. */
function isToldAtLaunch(group: Resource): boolean {
  const configuration = group.get('LaunchConfigurationName').reference?.resource;
  if (configuration) return configuration.get('AssociatePublicIpAddress').isPresent;
  const template = LAUNCH_TEMPLATES.map((path) => group.get(path).reference?.resource).find(Boolean);
  const interfaces = template?.get('LaunchTemplateData.NetworkInterfaces').items() ?? [];
  return interfaces.some((one) => one.get('AssociatePublicIpAddress').isPresent);
}

const LAUNCH_TEMPLATES = [
  'LaunchTemplate.LaunchTemplateId',
  'MixedInstancesPolicy.LaunchTemplate.LaunchTemplateSpecification.LaunchTemplateId',
];

const associated = (address: Resource): Expectations =>
  address
    .property('InstanceId')
    .expect((instance) =>
      instance.isPresent
        ? fail(`${instance.reference?.resource.logicalId ?? 'an instance'} gets a public address that stays`)
        : undefined,
    );

const runsInstances = (environment: Resource): boolean =>
  environment.get('ComputeResources.Type').isOneOf(['EC2', 'SPOT']);
