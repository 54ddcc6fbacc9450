import rule from '../../../rules/logging/eks-control-plane-logs-enabled';
import { testRule } from '../../rule-tester';

type Properties = { readonly [name: string]: unknown };

const cluster = (more: Properties = {}): Properties => ({
  RoleArn: 'arn:aws:iam::111122223333:role/cluster',
  ResourcesVpcConfig: { SubnetIds: ['subnet-11111111', 'subnet-22222222'] },
  ...more,
});
const logging = (types: unknown) => cluster({ Logging: { ClusterLogging: { EnabledTypes: types } } });
const types = (...names: string[]) => names.map((Type) => ({ Type }));
const wanted = types('api', 'audit', 'authenticator');
const place = 'Cluster Properties.Logging.ClusterLogging.EnabledTypes';
const none = 'no log of the control plane is enabled: api, audit, authenticator show who did what';

const ofCdk = (clusterLogging: unknown) => ({
  Resources: {
    Cluster: {
      Type: 'Custom::AWSCDK-EKS-Cluster',
      Properties: {
        ServiceToken: 'arn:aws:lambda:eu-west-1:111122223333:function:provider',
        Config: { version: '1.33', logging: { clusterLogging } },
      },
    },
  },
});

testRule(rule, {
  pass: {
    'the three that show who did what': logging(wanted),
    'all five': logging(types('api', 'audit', 'authenticator', 'controllerManager', 'scheduler')),
    'the same with a conditional fourth': logging([
      ...wanted,
      { 'Fn::If': ['IsProd', { Type: 'scheduler' }, { Ref: 'AWS::NoValue' }] },
    ]),
    'a cluster of the first EKS library of the CDK': ofCdk([
      { enabled: true, types: ['api', 'audit', 'authenticator'] },
    ]),
    'the same, in two setups': ofCdk([
      { enabled: true, types: ['api', 'audit'] },
      { enabled: true, types: ['authenticator'] },
    ]),
  },
  fail: {
    'nothing is said about logs': [cluster(), `warning ${place}: ${none}`],
    'an empty list': [logging([]), `warning ${place}: ${none}`],
    'one is missing': [
      logging(types('api', 'audit', 'scheduler')),
      `warning ${place}: the authenticator log is not enabled`,
    ],
    'two are missing': [
      logging(types('audit')),
      `warning ${place}: the api and authenticator logs are not enabled`,
    ],
    'only in production': [
      logging({ 'Fn::If': ['IsProd', wanted, { Ref: 'AWS::NoValue' }] }),
      `info ${place} when IsProd is false (Stage is dev): ${none}`,
    ],
    'a cluster of production': [
      { Type: 'AWS::EKS::Cluster', Condition: 'IsProd', Properties: logging(types('api', 'audit')) },
      `warning ${place}: the authenticator log is not enabled`,
    ],
    'a cluster of the first EKS library of the CDK, switched off': [
      ofCdk([{ enabled: false, types: ['api', 'audit', 'authenticator'] }]),
      `warning Cluster Properties.Config.logging.clusterLogging: ${none}`,
    ],
  },
  review: {
    'a type by a parameter': [
      logging([...types('api', 'audit'), { Type: { Ref: 'ThirdLog' } }]),
      `review ${place}: ThirdLog has no default, so it is only known at deployment`,
    ],
  },
  options: {
    'outside production': [cluster(), { environment: 'non-production' }, `info ${place}: ${none}`],
  },
});
