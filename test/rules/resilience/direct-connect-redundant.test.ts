import rule from '../../../rules/resilience/direct-connect-redundant';
import { testRule } from '../../rule-tester';

const of = (type: string, properties: object = {}, more: object = {}) => ({
  Type: `AWS::${type}`,
  Properties: properties,
  ...more,
});
const line = (Location: unknown, more: object = {}) =>
  of('DirectConnect::Connection', { ConnectionName: 'office', Bandwidth: '1Gbps', Location }, more);
const lag = (Location: unknown) =>
  of('DirectConnect::Lag', { LagName: 'office', ConnectionsBandwidth: '10Gbps', Location });
const carried = (ConnectionId: unknown) =>
  of('DirectConnect::PrivateVirtualInterface', {
    VirtualInterfaceName: 'office',
    Vlan: 101,
    ConnectionId,
    BgpPeers: [{ AddressFamily: 'ipv4', Asn: '65000' }],
    DirectConnectGatewayId: '11112222-3333-4444-5555-666677778888',
  });
const vpn = (more: object = {}) =>
  of(
    'EC2::VPNConnection',
    { Type: 'ipsec.1', CustomerGatewayId: { Ref: 'Office' }, VpnGatewayId: { Ref: 'Gateway' } },
    more,
  );
const one = (location: string) =>
  `Properties.Location: all Direct Connect lines lead through one location, ${location}, and no VPN stands in`;

testRule(rule, {
  pass: {
    'lines through two locations': { Resources: { First: line('EqDC2'), Second: line('EqSV5') } },
    'a line and a group of lines elsewhere': { Resources: { First: line('EqDC2'), Group: lag('EqSV5') } },
    'a VPN stands in': { Resources: { First: line('EqDC2'), StandIn: vpn() } },
    'locations from parameters': {
      Resources: { First: line({ Ref: 'FirstLocation' }), Second: line({ Ref: 'SecondLocation' }) },
    },
    'locations that other stacks tell': {
      Resources: { First: line({ 'Fn::ImportValue': 'one' }), Second: line({ 'Fn::ImportValue': 'two' }) },
    },
    'a VPN stands in for a line that was ordered elsewhere': {
      Resources: { Carried: carried('dxcon-fexample'), StandIn: vpn() },
    },
    'a second line wherever there is a first': {
      Resources: {
        First: line('EqDC2', { Condition: 'IsProd' }),
        Second: line('EqSV5', { Condition: 'IsProd' }),
      },
    },
    'what is carried over lines of two locations': {
      Resources: {
        First: line('EqDC2'),
        Second: line('EqSV5'),
        Carried: carried({ Ref: 'First' }),
        CarriedToo: carried({ Ref: 'Second' }),
      },
    },
  },
  fail: {
    'a single line': [line('EqDC2'), `warning Connection ${one('EqDC2')}`],
    'two lines through one location, said once': [
      { Resources: { First: line('EqDC2'), Second: line('EqDC2'), Carried: carried({ Ref: 'First' }) } },
      `warning First ${one('EqDC2')}`,
    ],
    'a group of lines': [lag('EqDC2'), `warning Lag ${one('EqDC2')}`],
    'a location from a parameter': [
      { Resources: { First: line({ Ref: 'Place' }), Second: line({ Ref: 'Place' }) } },
      `warning First ${one('Place')}`,
    ],
    'a second location in production only': [
      { Resources: { First: line('EqDC2'), Second: line('EqSV5', { Condition: 'IsProd' }) } },
      `info First ${one('EqDC2').replace(':', ' when IsProd is false (Stage is dev):')}`,
    ],
    'a VPN in production only': [
      { Resources: { First: line('EqDC2'), StandIn: vpn({ Condition: 'IsProd' }) } },
      `info First ${one('EqDC2').replace(':', ' when IsProd is false (Stage is dev):')}`,
    ],
  },
  review: {
    'what is carried over a line of another stack': [
      carried({ 'Fn::ImportValue': 'line' }),
      'review PrivateVirtualInterface Properties.ConnectionId: the location of the import line is not in the templates: confirm that another location, or a VPN, stands in when it fails',
    ],
    'a line that was ordered elsewhere': [
      { Resources: { Carried: carried('dxcon-fexample') } },
      'review Carried Properties.ConnectionId: the location of dxcon-fexample is not in the templates: confirm that another location, or a VPN, stands in when it fails',
    ],
    'one line here, and one that was ordered elsewhere': [
      { Resources: { First: line('EqDC2'), Carried: carried({ Ref: 'Ordered' }) } },
      'review First Properties.Location: the location of Ordered is not in the templates: confirm that another location, or a VPN, stands in when it fails',
    ],
  },
  options: {
    'outside production': [
      line('EqDC2'),
      { environment: 'non-production' },
      `info Connection ${one('EqDC2')}`,
    ],
  },
});
