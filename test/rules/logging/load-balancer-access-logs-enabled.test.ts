import rule from '../../../rules/logging/load-balancer-access-logs-enabled';
import { testRule } from '../../rule-tester';

const application = { Subnets: ['subnet-0a1b2c3d', 'subnet-1a2b3c4d'] };
const network = { ...application, Type: 'network' };
const internal = { ...application, Scheme: 'internal' };
const enabled = (value: unknown) => ({ Key: 'access_logs.s3.enabled', Value: value });
const bucket = { Key: 'access_logs.s3.bucket', Value: 'central-logs' };
const idle = { Key: 'idle_timeout.timeout_seconds', Value: '60' };

const classic = (properties: object) => ({
  Type: 'AWS::ElasticLoadBalancing::LoadBalancer',
  Properties: {
    Subnets: ['subnet-0a1b2c3d'],
    Listeners: [{ LoadBalancerPort: '443', InstancePort: '80', Protocol: 'TCP' }],
    ...properties,
  },
});

const withListener = (Protocol: string, others: object = {}, condition?: string) => ({
  Resources: {
    LoadBalancer: { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: network },
    Listener: {
      Type: 'AWS::ElasticLoadBalancingV2::Listener',
      ...(condition && { Condition: condition }),
      Properties: {
        LoadBalancerArn: { Ref: 'LoadBalancer' },
        Port: 443,
        Protocol,
        ...(Protocol === 'TLS' && {
          Certificates: [{ CertificateArn: 'arn:aws:acm:eu-central-1:111122223333:certificate/1' }],
        }),
        DefaultActions: [{ Type: 'forward', TargetGroupArn: 'arn:aws:targets' }],
      },
    },
    ...others,
  },
});

const delivery = {
  DeliverySource: {
    Type: 'AWS::Logs::DeliverySource',
    Properties: {
      Name: 'nlb-access-logs',
      LogType: 'NLB_ACCESS_LOGS',
      ResourceArn: { Ref: 'LoadBalancer' },
    },
  },
};
const delivered = {
  ...delivery,
  Delivery: {
    Type: 'AWS::Logs::Delivery',
    Properties: {
      DeliverySourceName: { Ref: 'DeliverySource' },
      DeliveryDestinationArn: 'arn:aws:logs:eu-central-1:111122223333:delivery-destination:logs',
    },
  },
};

const notSet = 'requests are not logged: access_logs.s3.enabled is not set, and the default is false';

testRule(rule, {
  pass: {
    'logs to a bucket': { ...application, LoadBalancerAttributes: [enabled('true'), bucket] },
    'logs in both branches': {
      ...application,
      LoadBalancerAttributes: {
        'Fn::If': ['IsProd', [enabled('true'), bucket], [bucket, enabled(true), idle]],
      },
    },
    'only where it exists': {
      Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
      Condition: 'IsProd',
      Properties: {
        ...application,
        LoadBalancerAttributes: [{ 'Fn::If': ['IsProd', enabled('true'), { Ref: 'AWS::NoValue' }] }, bucket],
      },
    },
    'a Classic Load Balancer logs': classic({
      AccessLoggingPolicy: { Enabled: true, S3BucketName: 'central-logs' },
    }),
    'a Gateway Load Balancer has no access logs': {
      Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
      Properties: { ...application, Type: 'gateway' },
    },
    'a Network Load Balancer without TLS has nothing to log': withListener('TCP'),
    'CloudWatch delivers the logs of a Network Load Balancer': withListener('TLS', delivered),
  },
  fail: {
    'a delivery source that nothing delivers from': [
      withListener('TLS', delivery),
      `warning LoadBalancer Properties.LoadBalancerAttributes: ${notSet}`,
    ],
    'nothing is said about logs': [
      { ...application, LoadBalancerAttributes: [idle] },
      `warning LoadBalancer Properties.LoadBalancerAttributes: ${notSet}`,
    ],
    'no attributes at all': [
      application,
      `warning LoadBalancer Properties.LoadBalancerAttributes: ${notSet}`,
    ],
    'turned off': [
      { ...application, LoadBalancerAttributes: [idle, enabled('false')] },
      'warning LoadBalancer Properties.LoadBalancerAttributes[1].Value: requests are not logged: access_logs.s3.enabled is false',
    ],
    'in production only': [
      {
        ...application,
        LoadBalancerAttributes: [enabled({ 'Fn::If': ['IsProd', 'true', 'false'] }), bucket],
      },
      'info LoadBalancer Properties.LoadBalancerAttributes[0].Value when IsProd is false (Stage is dev): requests are not logged: access_logs.s3.enabled is false',
    ],
    'not in production': [
      {
        ...application,
        LoadBalancerAttributes: [{ 'Fn::If': ['IsProd', { Ref: 'AWS::NoValue' }, enabled('true')] }, idle],
      },
      `warning LoadBalancer Properties.LoadBalancerAttributes when IsProd is true (Stage is prod): ${notSet}`,
    ],
    'by a default': [
      {
        Parameters: { Logs: { Type: 'String', Default: 'false' } },
        Resources: {
          LoadBalancer: {
            Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
            Properties: { ...application, LoadBalancerAttributes: [enabled({ Ref: 'Logs' }), bucket] },
          },
        },
      },
      'warning LoadBalancer Properties.LoadBalancerAttributes[0].Value when Logs is false: requests are not logged: access_logs.s3.enabled is false',
    ],
    'an internal load balancer': [internal, `info LoadBalancer Properties.LoadBalancerAttributes: ${notSet}`],
    'a Network Load Balancer with a TLS listener': [
      withListener('TLS'),
      `warning LoadBalancer Properties.LoadBalancerAttributes: ${notSet}`,
    ],
    'a Network Load Balancer that has its TLS listener in production': [
      withListener('TLS', {}, 'IsProd'),
      `warning LoadBalancer Properties.LoadBalancerAttributes: ${notSet}`,
    ],
    'a Classic Load Balancer': [
      classic({}),
      'warning LoadBalancer Properties.AccessLoggingPolicy.Enabled: requests are not logged: AccessLoggingPolicy.Enabled is not set, and the default is false',
    ],
    'a Classic Load Balancer that is internal': [
      classic({ Scheme: 'internal', AccessLoggingPolicy: { Enabled: false, S3BucketName: 'central-logs' } }),
      'info LoadBalancer Properties.AccessLoggingPolicy.Enabled: requests are not logged: AccessLoggingPolicy.Enabled is false',
    ],
  },
  review: {
    'by a parameter': [
      { ...application, LoadBalancerAttributes: [enabled({ Ref: 'Logs' }), bucket] },
      'review LoadBalancer Properties.LoadBalancerAttributes[0].Value: Logs has no default, so it is only known at deployment',
    ],
    'made by a macro': [
      { ...application, LoadBalancerAttributes: { 'Fn::Transform': { Name: 'Logs', Parameters: {} } } },
      'review LoadBalancer Properties.LoadBalancerAttributes: Fn::Transform is only known at deployment',
    ],
  },
  options: {
    'outside production': [
      application,
      { environment: 'non-production' },
      `info LoadBalancer Properties.LoadBalancerAttributes: ${notSet}`,
    ],
  },
});
