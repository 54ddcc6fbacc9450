import rule from '../../../rules/resilience/vpn-connections-redundant';
import { testRule } from '../../rule-tester';

const of = (type: string, properties: object = {}, more: object = {}) => ({
  Type: `AWS::${type}`,
  Properties: properties,
  ...more,
});
const office = (IpAddress: unknown = '198.51.100.1') =>
  of('EC2::CustomerGateway', { Type: 'ipsec.1', BgpAsn: 65000, IpAddress });
const vpnGateway = of('EC2::VPNGateway', { Type: 'ipsec.1' });
const transitGateway = of('EC2::TransitGateway', { Description: 'hub' });
const connection = (
  customer: string,
  more: object = {},
  gateway: object = { VpnGatewayId: { Ref: 'Gateway' } },
) => of('EC2::VPNConnection', { Type: 'ipsec.1', CustomerGatewayId: { Ref: customer }, ...gateway }, more);
const to = (CustomerGatewayId: unknown, gateway: object = { VpnGatewayId: { Ref: 'Gateway' } }) =>
  of('EC2::VPNConnection', { Type: 'ipsec.1', CustomerGatewayId, ...gateway });
const transit = { TransitGatewayId: { Ref: 'Gateway' } };
const lone = (id: string) =>
  `Properties.CustomerGatewayId: all VPN connections of Gateway end at ${id}: add one to a second customer gateway`;

testRule(rule, {
  pass: {
    'connections to two customer gateways': {
      Resources: {
        Gateway: vpnGateway,
        Office: office(),
        Branch: office('203.0.113.1'),
        ToOffice: connection('Office'),
        ToBranch: connection('Branch'),
      },
    },
    'of a transit gateway': {
      Resources: {
        Gateway: transitGateway,
        ToOffice: connection('Office', {}, transit),
        ToBranch: connection('Branch', {}, transit),
      },
    },
    'a second one that may be asked for': {
      Conditions: { HasSecond: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'SecondAddress' }, ''] }] } },
      Parameters: { SecondAddress: { Type: 'String', Default: '' } },
      Resources: {
        Gateway: vpnGateway,
        Office: office(),
        Second: { ...office({ Ref: 'SecondAddress' }), Condition: 'HasSecond' },
        ToOffice: connection('Office'),
        ToSecond: connection('Second', { Condition: 'HasSecond' }),
      },
    },
    'customer gateways from parameters': {
      Resources: { Gateway: vpnGateway, One: connection('FirstId'), Two: connection('SecondId') },
    },
    'customer gateways of another stack': {
      Resources: {
        Gateway: vpnGateway,
        One: to({ 'Fn::ImportValue': 'office' }),
        Two: to({ 'Fn::ImportValue': 'branch' }),
      },
    },
    'the back-up of Direct Connect': {
      Resources: {
        Gateway: vpnGateway,
        Office: office(),
        ToOffice: connection('Office'),
        Line: of('DirectConnect::Connection', {
          ConnectionName: 'office',
          Bandwidth: '1Gbps',
          Location: 'EqDC2',
        }),
      },
    },
    'a concentrator of many sites': {
      Resources: {
        Office: office(),
        ToOffice: connection('Office', {}, { VpnConcentratorId: 'vpnc-0123456789abcdef0' }),
      },
    },
    'a connection that is never created': {
      Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
      Resources: {
        Gateway: vpnGateway,
        Office: office(),
        ToOffice: connection('Office', { Condition: 'Never' }),
      },
    },
  },
  fail: {
    'a single connection': [
      { Resources: { Gateway: vpnGateway, Office: office(), ToOffice: connection('Office') } },
      `warning ToOffice ${lone('Office')}`,
    ],
    'a single connection, to another customer gateway in production': [
      {
        Resources: {
          Gateway: vpnGateway,
          Office: office(),
          Lab: office('203.0.113.1'),
          One: to({ 'Fn::If': ['IsProd', { Ref: 'Office' }, { Ref: 'Lab' }] }),
        },
      },
      [
        `warning One ${lone('Office').replace(':', ' when IsProd is true (Stage is prod):')}`,
        `info One ${lone('Lab').replace(':', ' when IsProd is false (Stage is dev):')}`,
      ],
    ],
    'a single connection to a customer gateway of another stack': [
      { Resources: { Gateway: vpnGateway, One: to({ 'Fn::ImportValue': 'office' }) } },
      `warning One ${lone('the import office')}`,
    ],
    'two connections to one customer gateway, said once': [
      {
        Resources: {
          Gateway: transitGateway,
          Office: office(),
          One: connection('Office', {}, transit),
          Two: connection('Office', {}, transit),
        },
      },
      `warning One ${lone('Office')}`,
    ],
    'two customer gateways with one address': [
      {
        Resources: {
          Gateway: vpnGateway,
          Office: office(),
          Again: office(),
          One: connection('Office'),
          Two: connection('Again'),
        },
      },
      `warning One ${lone('Office')}`,
    ],
    'each gateway for itself': [
      {
        Resources: {
          Gateway: vpnGateway,
          Other: vpnGateway,
          Office: office(),
          Branch: office('203.0.113.1'),
          ToOffice: connection('Office'),
          ToBranch: connection('Branch', {}, { VpnGatewayId: { Ref: 'Other' } }),
        },
      },
      [
        `warning ToOffice ${lone('Office')}`,
        `warning ToBranch ${lone('Branch').replace('of Gateway', 'of Other')}`,
      ],
    ],
    'the first of them is there in production only': [
      {
        Resources: {
          Gateway: vpnGateway,
          Office: office(),
          One: connection('Office', { Condition: 'IsProd' }),
          Two: connection('Office'),
        },
      },
      [
        `warning One ${lone('Office')}`,
        `info Two ${lone('Office').replace(':', ' when IsProd is false (Stage is dev):')}`,
      ],
    ],
    'Direct Connect in production only': [
      {
        Resources: {
          Gateway: vpnGateway,
          Office: office(),
          ToOffice: connection('Office'),
          Line: of(
            'DirectConnect::Connection',
            { ConnectionName: 'office', Bandwidth: '1Gbps', Location: 'EqDC2' },
            { Condition: 'IsProd' },
          ),
        },
      },
      `info ToOffice ${lone('Office').replace(':', ' when IsProd is false (Stage is dev):')}`,
    ],
  },
  review: {
    'the gateway of another stack, by an import': [
      {
        Resources: {
          Office: office(),
          One: to({ Ref: 'Office' }, { TransitGatewayId: { 'Fn::ImportValue': 'hub' } }),
        },
      },
      'review One Properties.CustomerGatewayId: all VPN connections of the import hub end at Office here, but the import hub, which is not in the templates, may lead to more: confirm that one ends at another customer gateway',
    ],
    'a gateway that is not in the template': [
      {
        Resources: {
          Office: office(),
          ToOffice: connection('Office', {}, { TransitGatewayId: { Ref: 'Hub' } }),
        },
      },
      'review ToOffice Properties.CustomerGatewayId: all VPN connections of Hub end at Office here, but Hub, which is not in the templates, may lead to more: confirm that one ends at another customer gateway',
    ],
    'a gateway that is exported': [
      {
        Resources: { Gateway: vpnGateway, Office: office(), ToOffice: connection('Office') },
        Outputs: { GatewayId: { Value: { Ref: 'Gateway' }, Export: { Name: 'vpn-gateway' } } },
      },
      'review ToOffice Properties.CustomerGatewayId: all VPN connections of Gateway end at Office here, but the export GatewayId may lead to more: confirm that one ends at another customer gateway',
    ],
  },
  options: {
    'outside production': [
      { Resources: { Gateway: vpnGateway, Office: office(), ToOffice: connection('Office') } },
      { environment: 'non-production' },
      `info ToOffice ${lone('Office')}`,
    ],
  },
});
