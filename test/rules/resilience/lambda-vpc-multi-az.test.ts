import rule from '../../../rules/resilience/lambda-vpc-multi-az';
import { testRule } from '../../rule-tester';
import { both, network, ref, subnetList, zone } from './zone-fixtures';

const lambda = (SubnetIds: unknown, more: object = {}) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    Code: { ZipFile: 'exports.handler = async () => {}' },
    Handler: 'index.handler',
    Runtime: 'nodejs22.x',
    Role: 'arn:aws:iam::111122223333:role/orders',
    ...(SubnetIds ? { VpcConfig: { SecurityGroupIds: ['sg-0123456789abcdef0'], SubnetIds } } : {}),
  },
  ...more,
});
const app = (SubnetIds: unknown, more: object = {}) => ({
  Resources: { Orders: lambda(SubnetIds), ...more },
});
const at = 'Properties.VpcConfig.SubnetIds';
const single = 'the function is in a single Availability Zone';
const confirm = 'confirm that the function is in two or more Availability Zones';

testRule(rule, {
  pass: {
    'no VPC': lambda(undefined),
    'subnets by parameters': app([ref('SubnetA'), ref('SubnetB')]),
    'subnets in two zones by name': app(both, network('eu-west-1a', 'eu-west-1b')),
    'subnets in two zones of Fn::GetAZs': app(both, network(zone(0), zone(1))),
    'subnets in two zones by parameters': app(both, network(ref('ZoneA'), ref('ZoneB'))),
    'imported subnets': app([{ 'Fn::ImportValue': 'subnet-a' }, { 'Fn::ImportValue': 'subnet-b' }]),
    'elements of a list': {
      ...subnetList(),
      ...app([{ 'Fn::Select': [0, ref('Subnets')] }, { 'Fn::Select': [1, ref('Subnets')] }]),
    },
    'a list that holds two by default': {
      ...subnetList({ Default: 'subnet-11111111,subnet-22222222' }),
      ...app(ref('Subnets')),
    },
    'a function that is never there': {
      Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
      Resources: { Orders: lambda([ref('SubnetA')], { Condition: 'Never' }) },
    },
    'a VPC in one branch only': app({
      'Fn::If': ['IsProd', [ref('SubnetA'), ref('SubnetB')], ref('AWS::NoValue')],
    }),
  },
  fail: {
    'one subnet': [app([ref('SubnetA')]), `warning Orders ${at}: ${single} (the only subnet is SubnetA)`],
    'one subnet twice': [
      app([ref('SubnetA'), { 'Fn::Sub': '${SubnetA}' }]),
      `warning Orders ${at}: ${single} (the only subnet is SubnetA)`,
    ],
    'subnets in one zone': [
      app(both, network('eu-west-1a', { 'Fn::Sub': '${AWS::Region}a' })),
      `warning Orders ${at}: ${single} (SubnetA, SubnetB: eu-west-1a)`,
    ],
    'one subnet outside production': [
      app({ 'Fn::If': ['IsProd', [ref('SubnetA'), ref('SubnetB')], [ref('SubnetA')]] }),
      `info Orders ${at} when IsProd is false (Stage is dev): ${single} (the only subnet is SubnetA)`,
    ],
    'a subnet that is left out': [
      app([ref('SubnetA'), { 'Fn::If': ['IsProd', ref('AWS::NoValue'), ref('SubnetB')] }]),
      `warning Orders ${at} when IsProd is true (Stage is prod): ${single} (the only subnet is SubnetA)`,
    ],
    'a list that holds one by default': [
      { ...subnetList({ Default: 'subnet-11111111' }), ...app(ref('Subnets')) },
      `warning Orders ${at} when Subnets is subnet-11111111: ${single} (the only subnet is subnet-11111111)`,
    ],
    'a SAM function': [
      {
        Transform: 'AWS::Serverless-2016-10-31',
        Resources: {
          Orders: {
            Type: 'AWS::Serverless::Function',
            Properties: {
              InlineCode: 'exports.handler = async () => {}',
              Handler: 'index.handler',
              Runtime: 'nodejs22.x',
              VpcConfig: { SecurityGroupIds: ['sg-0123456789abcdef0'], SubnetIds: ['subnet-11111111'] },
            },
          },
        },
      },
      `warning Orders ${at}: ${single} (the only subnet is subnet-11111111)`,
    ],
  },
  review: {
    'a list from a parameter': [
      { ...subnetList(), ...app(ref('Subnets')) },
      `review Orders ${at}: Subnets has no default, so it is only known at deployment: ${confirm}`,
    ],
    'a list with a placeholder': [
      { ...subnetList({ Default: 'SUBNET_IDS' }), ...app(ref('Subnets')) },
      `review Orders ${at}: the default SUBNET_IDS is no subnet: ${confirm}`,
    ],
    'an imported list': [
      app({ 'Fn::Split': [',', { 'Fn::ImportValue': 'network-private' }] }),
      `review Orders ${at}: what the import network-private lists is only known at deployment: ${confirm}`,
    ],
    'subnets whose zone AWS picks': [
      app(both, network()),
      `review Orders ${at}: the zone that AWS picks for SubnetA and the zone that AWS picks for SubnetB may be the same: ${confirm}`,
    ],
  },
  options: {
    'a list that is given': [
      { ...subnetList(), ...app(ref('Subnets')) },
      { parameters: { Subnets: 'subnet-11111111' } },
      `warning Orders ${at}: ${single} (the only subnet is subnet-11111111)`,
    ],
    'not production': [
      app([ref('SubnetA')]),
      { environment: 'non-production' },
      `info Orders ${at}: ${single} (the only subnet is SubnetA)`,
    ],
  },
});
