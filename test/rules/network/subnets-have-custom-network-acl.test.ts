import rule from '../../../rules/network/subnets-have-custom-network-acl';
import { testRule } from '../../rule-tester';
import { subnet, vpc } from './vpc-fixtures';

const acl = { Type: 'AWS::EC2::NetworkAcl', Properties: { VpcId: { Ref: 'Vpc' } } };
const association = (name: string, NetworkAclId: unknown = { Ref: 'Acl' }) => ({
  Type: 'AWS::EC2::SubnetNetworkAclAssociation',
  Properties: { SubnetId: { Ref: name }, NetworkAclId },
});
const app = (more: object) => ({
  Resources: { Web: subnet(), Data: subnet({ CidrBlock: '10.0.1.0/24' }), ...more },
});
const ofVpc = { 'Fn::GetAtt': ['Vpc', 'DefaultNetworkAcl'] };
const none = 'has a network ACL of its own, and the default one allows everything';
const unlike =
  'the subnet has no network ACL of its own, unlike others, and the default one allows everything';

testRule(rule, {
  pass: {
    'an ACL for each subnet': app({
      Vpc: vpc(),
      Acl: acl,
      WebAcl: association('Web'),
      DataAcl: association('Data'),
    }),
    'an ACL of another stack': app({
      WebAcl: association('Web', { Ref: 'AclId' }),
      DataAcl: association('Data', { Ref: 'AclId' }),
    }),
    'a VPC without subnets': { Resources: { Vpc: vpc() } },
    'subnets that are never there': {
      Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
      Resources: { Vpc: vpc(), Web: { Condition: 'Never', ...subnet() } },
    },
  },
  fail: {
    'no ACL in the VPC': [app({ Vpc: vpc() }), `warning Vpc Properties: no subnet of the VPC ${none}`],
    'no ACL in a VPC of another stack': [app({}), `warning Web Properties: no subnet of its VPC ${none}`],
    'an ACL that no subnet is associated with': [
      app({ Vpc: vpc(), Acl: acl }),
      `warning Vpc Properties: no subnet of the VPC ${none}`,
    ],
    'the default ACL for all': [
      app({ Vpc: vpc(), WebAcl: association('Web', ofVpc), DataAcl: association('Data', ofVpc) }),
      `warning Vpc Properties: no subnet of the VPC ${none}`,
    ],
    'one subnet of two': [
      app({ Vpc: vpc(), Acl: acl, WebAcl: association('Web') }),
      `warning Data Properties: ${unlike}`,
    ],
    'the default ACL for one': [
      app({
        Vpc: vpc(),
        WebAcl: association('Web', 'acl-0123456789abcdef0'),
        DataAcl: association('Data', ofVpc),
      }),
      `warning Data Properties: ${unlike}`,
    ],
    'an ACL in production only': [
      app({
        Vpc: vpc(),
        Acl: acl,
        WebAcl: association('Web'),
        DataAcl: { Condition: 'IsProd', ...association('Data') },
      }),
      `info Data Properties when IsProd is false (Stage is dev): ${unlike}`,
    ],
  },
  review: {
    'an ACL for a subnet that is picked at deployment': [
      app({ Vpc: vpc(), Acl: acl, SomeAcl: association('Subnet') }),
      'review Vpc Properties: which subnet SomeAcl gives a network ACL is only known at deployment',
    ],
  },
});
