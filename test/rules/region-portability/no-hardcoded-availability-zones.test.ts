import rule from '../../../rules/region-portability/no-hardcoded-availability-zones';
import { testRule } from '../../rule-tester';

const subnet = (zone: object) => ({
  Type: 'AWS::EC2::Subnet',
  Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.1.0/24', ...zone },
});
const inZone = (zone: unknown) => subnet({ AvailabilityZone: zone });
const group = (zones: unknown) => ({
  Type: 'AWS::AutoScaling::AutoScalingGroup',
  Properties: { MinSize: '2', MaxSize: '6', LaunchConfigurationName: 'web', AvailabilityZones: zones },
});
const nth = (index: number) => ({ 'Fn::Select': [index, { 'Fn::GetAZs': '' }] });
const isIreland = { IsIreland: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } };
const zoneParameter = (parameter: object) => ({
  Parameters: { Zone: { Type: 'AWS::EC2::AvailabilityZone::Name', ...parameter } },
  Resources: { Subnet: inZone({ Ref: 'Zone' }) },
});

testRule(rule, {
  pass: {
    'the first zone that there is': inZone(nth(0)),
    'all zones of the Region': group({ 'Fn::GetAZs': { Ref: 'AWS::Region' } }),
    'a parameter without default': zoneParameter({}),
    'a mapping by Region': {
      Mappings: { Zones: { 'us-east-1': { First: 'us-east-1a' }, 'eu-west-1': { First: 'eu-west-1a' } } },
      Resources: { Subnet: inZone({ 'Fn::FindInMap': ['Zones', { Ref: 'AWS::Region' }, 'First'] }) },
    },
    'a tag that names a zone': subnet({
      AvailabilityZone: nth(0),
      Tags: [{ Key: 'Name', Value: 'us-east-1a' }],
    }),
    'a zone of the one Region that the condition names': {
      Conditions: isIreland,
      Resources: { Subnet: inZone({ 'Fn::If': ['IsIreland', 'eu-west-1a', nth(0)] }) },
    },
    'the same by the condition of the resource': {
      Conditions: isIreland,
      Resources: { Subnet: { ...inZone('eu-west-1a'), Condition: 'IsIreland' } },
    },
    'a name that is like the id of a zone': {
      Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
      Properties: { Name: 'web1-az1', Type: 'network', Subnets: [{ Ref: 'Subnet' }] },
    },
    'a name in which a zone stands': {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: { GroupDescription: 'us-east-1a', GroupName: 'app-us-east-1a-web' },
    },
  },
  fail: {
    'the name of a zone': [
      inZone('us-east-1a'),
      'error Subnet Properties.AvailabilityZone: us-east-1a is of one Region: use Fn::GetAZs',
    ],
    'the id of a zone': [
      subnet({ AvailabilityZoneId: 'use1-az1' }),
      'error Subnet Properties.AvailabilityZoneId: use1-az1 is of one Region: use a mapping by AWS::Region',
    ],
    'a list is told once': [
      group(['us-gov-west-1a', 'us-gov-west-1b', 'us-gov-west-1c', nth(3)]),
      'error AutoScalingGroup Properties.AvailabilityZones[0]: us-gov-west-1a, us-gov-west-1b and us-gov-west-1c are of one Region: use Fn::GetAZs',
    ],
    'a long list': [
      group(['us-east-1a', 'us-east-1b', 'us-east-1c', 'us-east-1d']),
      'error AutoScalingGroup Properties.AvailabilityZones[0]: us-east-1a, us-east-1b and 2 more are of one Region: use Fn::GetAZs',
    ],
    'handed to a nested stack': [
      {
        Type: 'AWS::CloudFormation::Stack',
        Properties: {
          TemplateURL: 'https://templates.s3.amazonaws.com/network.yaml',
          Parameters: { Zones: 'us-east-1a, us-east-1b' },
        },
      },
      'error Stack Properties.Parameters.Zones: us-east-1a and us-east-1b are of one Region: use Fn::GetAZs',
    ],
    'in a deep place': [
      {
        Type: 'AWS::EC2::LaunchTemplate',
        Properties: { LaunchTemplateData: { Placement: { AvailabilityZone: 'ap-northeast-1c' } } },
      },
      'error LaunchTemplate Properties.LaunchTemplateData.Placement.AvailabilityZone: ap-northeast-1c is of one Region: use Fn::GetAZs',
    ],
    'only outside production': [
      inZone({ 'Fn::If': ['IsProd', nth(0), 'us-east-1a'] }),
      'warning Subnet Properties.AvailabilityZone when IsProd is false (Stage is dev): us-east-1a is of one Region: use Fn::GetAZs',
    ],
    'a resource of production': [
      { ...inZone('us-east-1a'), Condition: 'IsProd' },
      'error Subnet Properties.AvailabilityZone: us-east-1a is of one Region: use Fn::GetAZs',
    ],
    'of another Region than the condition names': [
      {
        Conditions: isIreland,
        Resources: { Subnet: inZone({ 'Fn::If': ['IsIreland', 'eu-west-2a', nth(0)] }) },
      },
      'error Subnet Properties.AvailabilityZone: eu-west-2a is of one Region: use Fn::GetAZs',
    ],
    'a default': [
      zoneParameter({ Default: 'us-east-1a' }),
      'warning Zone Parameters.Zone.Default: by default this is us-east-1a, of one Region: leave the default out',
    ],
    'a default list': [
      {
        Parameters: { Zones: { Type: 'CommaDelimitedList', Default: 'us-east-1a,us-east-1b' } },
        Resources: { Group: group({ Ref: 'Zones' }) },
      },
      'warning Zones Parameters.Zones.Default: by default this is us-east-1a,us-east-1b, of one Region: leave the default out',
    ],
    'the letter of a zone': [
      inZone({ 'Fn::Sub': '${AWS::Region}b' }),
      'info Subnet Properties.AvailabilityZone: ${AWS::Region}b is not there in every Region: use Fn::GetAZs',
    ],
    'a letter joined to the Region': [
      inZone({ 'Fn::Join': ['', [{ Ref: 'AWS::Region' }, 'c']] }),
      'info Subnet Properties.AvailabilityZone: ${AWS::Region}c is not there in every Region: use Fn::GetAZs',
    ],
  },
  options: {
    'CDK looked the zones up for the stack: told once': [
      {
        Resources: {
          A: inZone('us-east-2a'),
          B: inZone('us-east-2b'),
          C: group(['us-east-2a', 'us-east-2b']),
        },
      },
      { parameters: { 'AWS::Region': 'us-east-2' } },
      'info A Properties.AvailabilityZone: us-east-2a and us-east-2b are of one Region: use Fn::GetAZs',
    ],
    'CDK looked zones up, the first for what is not always there': [
      {
        Resources: { A: { ...inZone('us-east-2a'), Condition: 'IsProd' }, B: inZone('us-east-2b') },
      },
      { parameters: { 'AWS::Region': 'us-east-2', Stage: 'dev' } },
      'info B Properties.AvailabilityZone: us-east-2b is of one Region: use Fn::GetAZs',
    ],
    'a zone of another Region beside one of the stack’s': [
      { Resources: { A: inZone('us-east-2a'), B: inZone('us-east-1b') } },
      { parameters: { 'AWS::Region': 'us-east-2' } },
      [
        'info A Properties.AvailabilityZone: us-east-2a is of one Region: use Fn::GetAZs',
        'error B Properties.AvailabilityZone: us-east-1b is of one Region: use Fn::GetAZs',
      ],
    ],
    'a zone of another Region than the stack’s': [
      { Resources: { Subnet: inZone('us-east-1a') } },
      { parameters: { 'AWS::Region': 'us-east-2' } },
      'error Subnet Properties.AvailabilityZone: us-east-1a is of one Region: use Fn::GetAZs',
    ],
    'another zone is given': [
      zoneParameter({ Default: 'us-east-1a' }),
      { parameters: { Zone: 'eu-west-1a' } },
      [],
    ],
  },
});
