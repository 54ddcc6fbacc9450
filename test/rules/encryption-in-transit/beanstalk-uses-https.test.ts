import rule from '../../../rules/encryption-in-transit/beanstalk-uses-https';
import { testRule } from '../../rule-tester';

const option = (Namespace: unknown, OptionName: string, Value: unknown) => ({ Namespace, OptionName, Value });
const environment = (...OptionSettings: unknown[]) => ({
  ApplicationName: 'shop',
  SolutionStackName: '64bit Amazon Linux 2023 v4.3.0 running Python 3.12',
  ...(OptionSettings.length > 0 ? { OptionSettings } : {}),
});
const general = (name: string, value: string) => option('aws:elasticbeanstalk:environment', name, value);
const https = option('aws:elbv2:listener:443', 'Protocol', 'HTTPS');
const certificate = option(
  'aws:elbv2:listener:443',
  'SSLCertificateArns',
  'arn:aws:acm:eu-west-1:111122223333:certificate/shop',
);
const closed = (value: unknown = 'false') => option('aws:elbv2:listener:default', 'ListenerEnabled', value);
const withTemplate = (settings: unknown[]) => ({
  Resources: {
    Environment: {
      Type: 'AWS::ElasticBeanstalk::Environment',
      Properties: { ApplicationName: 'shop', TemplateName: { Ref: 'Saved' } },
    },
    Saved: { Type: 'AWS::ElasticBeanstalk::ConfigurationTemplate', Properties: environment(...settings) },
  },
});
const unseen = 'no HTTPS listener is set here; .ebextensions of the application may set one';
const open = 'port 80 stays open beside HTTPS; only .ebextensions of the application can make it redirect';
const plain = 'the load balancer listens for HTTP only; a listener for HTTPS encrypts requests';

testRule(rule, {
  pass: {
    'TLS only, on a Network or Classic Load Balancer': {
      Resources: Object.fromEntries(
        ['SSL', 'TLS'].map((protocol) => [
          protocol,
          {
            Type: 'AWS::ElasticBeanstalk::Environment',
            Properties: environment(option('aws:elbv2:listener:443', 'Protocol', protocol), closed()),
          },
        ]),
      ),
    },
    'port 80 closed by its own listener': {
      Resources: {
        New: {
          Type: 'AWS::ElasticBeanstalk::Environment',
          Properties: environment(https, option('aws:elbv2:listener:80', 'ListenerEnabled', 'false')),
        },
        Old: {
          Type: 'AWS::ElasticBeanstalk::Environment',
          Properties: environment(
            option('aws:elb:listener:443', 'ListenerProtocol', 'HTTPS'),
            option('aws:elb:listener:80', 'ListenerEnabled', 'false'),
          ),
        },
      },
    },
    'HTTPS only': environment(https, certificate, closed()),
    'HTTPS only, on a Classic Load Balancer': environment(
      option('aws:elb:listener:443', 'ListenerProtocol', 'HTTPS'),
      option('aws:elb:listener', 'ListenerEnabled', 'false'),
    ),
    'HTTPS only, in the oldest way': environment(
      option('aws:elb:loadbalancer', 'LoadBalancerHTTPSPort', '443'),
      option('aws:elb:loadbalancer', 'LoadBalancerHTTPPort', 'OFF'),
    ),
    'HTTPS only, by its configuration template': withTemplate([https, certificate, closed()]),
    'a worker': { ...environment(), Tier: { Name: 'Worker', Type: 'SQS/HTTP' } },
    'a single instance, without a load balancer': environment(general('EnvironmentType', 'SingleInstance')),
    'a shared load balancer, with listeners of its own': environment(general('LoadBalancerIsShared', 'true')),
  },
  fail: {
    'HTTP alone': [
      environment(option('aws:elbv2:listener:80', 'Protocol', 'HTTP')),
      `warning Environment Properties.OptionSettings[0].Value: ${plain}`,
    ],
    'HTTP alone, by its configuration template': [
      withTemplate([option('aws:elb:listener:80', 'ListenerProtocol', 'HTTP')]),
      `warning Saved Properties.OptionSettings[0].Value: ${plain}`,
    ],
    'HTTP alone outside production': [
      environment(
        option({ 'Fn::Sub': 'aws:elbv2:listener:${Port}' }, 'Protocol', {
          'Fn::If': ['IsProd', 'HTTPS', 'HTTP'],
        }),
        closed(),
      ),
      `info Environment Properties.OptionSettings[0].Value when IsProd is false (Stage is dev): ${plain}`,
    ],
  },
  review: {
    'nothing is said of listeners': [
      environment(),
      `review Environment Properties.OptionSettings: ${unseen}`,
    ],
    'a configuration template on its own': [
      { Type: 'AWS::ElasticBeanstalk::ConfigurationTemplate', Properties: environment(https, certificate) },
      `review ConfigurationTemplate Properties.OptionSettings: ${open}`,
    ],
    'HTTP beside HTTPS': [
      environment(https, certificate, closed('true')),
      `review Environment Properties.OptionSettings: ${open}`,
    ],
    'port 80 by a parameter': [
      environment(https, certificate, closed({ Ref: 'Http' })),
      `review Environment Properties.OptionSettings: ${open}`,
    ],
  },
});
