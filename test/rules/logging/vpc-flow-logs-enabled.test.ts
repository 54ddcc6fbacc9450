import rule from '../../../rules/logging/vpc-flow-logs-enabled';
import { testRule } from '../../rule-tester';

type Properties = { readonly [name: string]: unknown };

const Vpc = { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } };
const flowLog = (properties: Properties = {}) => ({
  Type: 'AWS::EC2::FlowLog',
  Properties: {
    ResourceId: { Ref: 'Vpc' },
    ResourceType: 'VPC',
    TrafficType: 'ALL',
    LogDestinationType: 's3',
    LogDestination: 'arn:aws:s3:::flow-logs',
    ...properties,
  },
});
const subnet = (CidrBlock: string) => ({
  Type: 'AWS::EC2::Subnet',
  Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock },
});
const ofSubnet = (name: string) => flowLog({ ResourceId: { Ref: name }, ResourceType: 'Subnet' });
const message = 'no flow log records the traffic of the VPC';

testRule(rule, {
  pass: {
    'all traffic': { Resources: { Vpc, Log: flowLog() } },
    'refused traffic': { Resources: { Vpc, Log: flowLog({ TrafficType: 'REJECT' }) } },
    'by the id as an attribute': {
      Resources: { Vpc, Log: flowLog({ ResourceId: { 'Fn::GetAtt': ['Vpc', 'VpcId'] } }) },
    },
    'accepted and refused traffic apart': {
      Resources: { Vpc, In: flowLog({ TrafficType: 'ACCEPT' }), Out: flowLog({ TrafficType: 'REJECT' }) },
    },
    'every subnet': {
      Resources: {
        Vpc,
        A: subnet('10.0.0.0/24'),
        B: subnet('10.0.1.0/24'),
        LogA: ofSubnet('A'),
        LogB: ofSubnet('B'),
      },
    },
    'a VPC of production': {
      Resources: {
        Vpc: { ...Vpc, Condition: 'IsProd' },
        Log: { ...flowLog(), Condition: 'IsProd' },
      },
    },
    'more or less of it': {
      Resources: { Vpc, Log: flowLog({ TrafficType: { 'Fn::If': ['IsProd', 'ALL', 'REJECT'] } }) },
    },
  },
  fail: {
    'no flow log': [{ Resources: { Vpc } }, `warning Vpc Properties: ${message}`],
    'a flow log of another VPC': [
      { Resources: { Vpc, Other: Vpc, Log: flowLog({ ResourceId: { Ref: 'Other' } }) } },
      `warning Vpc Properties: ${message}`,
    ],
    'one of two subnets': [
      {
        Resources: { Vpc, A: subnet('10.0.0.0/24'), B: subnet('10.0.1.0/24'), LogA: ofSubnet('A') },
      },
      `warning Vpc Properties: ${message}`,
    ],
    'accepted traffic only': [
      { Resources: { Vpc, Log: flowLog({ TrafficType: 'ACCEPT' }) } },
      'warning Vpc Properties: Log records accepted traffic only, and not the attempts that are refused',
    ],
    'in production only': [
      { Resources: { Vpc, Log: { ...flowLog(), Condition: 'IsProd' } } },
      `info Vpc Properties when IsProd is false (Stage is dev): ${message}`,
    ],
    'switched by a parameter that is off by default': [
      {
        Parameters: { FlowLogs: { Type: 'String', Default: 'no', AllowedValues: ['yes', 'no'] } },
        Conditions: { HasFlowLogs: { 'Fn::Equals': [{ Ref: 'FlowLogs' }, 'yes'] } },
        Resources: { Vpc, Log: { ...flowLog(), Condition: 'HasFlowLogs' } },
      },
      `warning Vpc Properties when HasFlowLogs is false (FlowLogs is no): ${message}`,
    ],
  },
  review: {
    'a flow log of a VPC that a parameter names': [
      { Resources: { Vpc, Log: flowLog({ ResourceId: { Ref: 'LoggedVpc' } }) } },
      'review Vpc Properties: see whether Log is for this VPC: only deployment tells its ResourceId',
    ],
    'traffic by a parameter': [
      { Resources: { Vpc, Log: flowLog({ TrafficType: { Ref: 'Traffic' } }) } },
      'review Vpc Properties: Traffic has no default, so it is only known at deployment',
    ],
  },
  options: {
    'outside production': [
      { Resources: { Vpc } },
      { environment: 'non-production' },
      `info Vpc Properties: ${message}`,
    ],
  },
});
