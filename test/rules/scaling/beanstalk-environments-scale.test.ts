import rule from '../../../rules/scaling/beanstalk-environments-scale';
import { testRule } from '../../rule-tester';

type Option = readonly [namespace: string, name: string, value: unknown];
const type = (value: unknown): Option => ['aws:elasticbeanstalk:environment', 'EnvironmentType', value];
const min = (value: unknown): Option => ['aws:autoscaling:asg', 'MinSize', value];
const max = (value: unknown): Option => ['aws:autoscaling:asg', 'MaxSize', value];
const settings = (options: readonly Option[]) =>
  options.map(([Namespace, OptionName, Value]) => ({ Namespace, OptionName, Value }));
const environment = (options: readonly Option[], more: object = {}) => ({
  ApplicationName: 'shop',
  OptionSettings: settings(options),
  ...more,
});
const template = (...options: Option[]) => ({
  Type: 'AWS::ElasticBeanstalk::ConfigurationTemplate',
  Properties: { ApplicationName: 'shop', OptionSettings: settings(options) },
});
const withTemplate = (options: readonly Option[], ...ofTemplate: Option[]) => ({
  Resources: {
    Template: template(...ofTemplate),
    Shop: {
      Type: 'AWS::ElasticBeanstalk::Environment',
      Properties: environment(options, { TemplateName: { Ref: 'Template' } }),
    },
  },
});

const SINGLE = 'the environment is a single instance';
const fixed = (size: number | string) => `the environment cannot scale: MinSize and MaxSize are both ${size}`;

testRule(rule, {
  pass: {
    'room to scale': environment([type('LoadBalanced'), min('2'), max('6')]),
    'nothing is said: load balanced, from one to four': environment([]),
    'the application may set the smallest size': environment([max('4')]),
    'a worker with room': environment([min('1'), max('4')], { Tier: { Name: 'Worker', Type: 'SQS/HTTP' } }),
    'sizes in the configuration template': withTemplate([max('8')], min('2'), max('2')),
    'a configuration template with room': template(min('2'), max('6')),
    'both branches are load balanced': environment([
      min({ 'Fn::If': ['IsProd', '3', '1'] }),
      max({ 'Fn::If': ['IsProd', '9', '2'] }),
    ]),
    'room by default': {
      Parameters: { Most: { Type: 'Number', Default: 6, AllowedValues: [2, 6] } },
      Resources: {
        Shop: {
          Type: 'AWS::ElasticBeanstalk::Environment',
          Properties: environment([min('2'), max({ Ref: 'Most' })]),
        },
      },
    },
  },
  fail: {
    'a single instance': [
      environment([type('SingleInstance')]),
      `warning Environment Properties.OptionSettings[0].Value: ${SINGLE}`,
    ],
    'a single instance has no sizes': [
      environment([min('1'), max('1'), type('SingleInstance')]),
      `warning Environment Properties.OptionSettings[2].Value: ${SINGLE}`,
    ],
    'no room': [
      environment([min('2'), max(2)]),
      `warning Environment Properties.OptionSettings[1].Value: ${fixed(2)}`,
    ],
    'one at most, and one at least by default': [
      environment([max('1')]),
      `warning Environment Properties.OptionSettings[0].Value: ${fixed(1)}`,
    ],
    'the last setting counts': [
      environment([max('6'), min('2'), max('2')]),
      `warning Environment Properties.OptionSettings[2].Value: ${fixed(2)}`,
    ],
    'one parameter for both sizes': [
      environment([min({ Ref: 'Size' }), max({ Ref: 'Size' })]),
      `warning Environment Properties.OptionSettings[1].Value: ${fixed('${Size}')}`,
    ],
    'a single instance outside production': [
      environment([type({ 'Fn::If': ['IsProd', 'LoadBalanced', 'SingleInstance'] })]),
      `info Environment Properties.OptionSettings[0].Value when IsProd is false (Stage is dev): ${SINGLE}`,
    ],
    'a setting of production only': [
      {
        ApplicationName: 'shop',
        OptionSettings: [
          ...settings([min('2')]),
          { 'Fn::If': ['IsProd', settings([max('2')])[0], { Ref: 'AWS::NoValue' }] },
        ],
      },
      `warning Environment Properties.OptionSettings[1].Value when IsProd is true (Stage is prod): ${fixed(2)}`,
    ],
    'a configuration template by itself': [
      template(type('SingleInstance')),
      `warning ConfigurationTemplate Properties.OptionSettings[0].Value: ${SINGLE}`,
    ],
    'a configuration template is judged with its environment': [
      withTemplate([], type('SingleInstance')),
      `warning Template Properties.OptionSettings[0].Value: ${SINGLE}`,
    ],
    'the sizes of both together': [
      withTemplate([min('4')], max('4')),
      `warning Template Properties.OptionSettings[0].Value: ${fixed(4)}`,
    ],
  },
  review: {
    'the type is set by a parameter': [
      environment([type({ Ref: 'Kind' })]),
      'review Environment Properties.OptionSettings[0].Value: Kind has no default, so it is only known at deployment',
    ],
    'the largest size is set by a parameter': [
      environment([min('2'), max({ Ref: 'Most' })]),
      'review Environment Properties.OptionSettings[1].Value: Most has no default, so it is only known at deployment',
    ],
  },
  options: {
    'outside production': [
      {
        Resources: {
          Shop: {
            Type: 'AWS::ElasticBeanstalk::Environment',
            Properties: environment([type('SingleInstance')]),
          },
        },
      },
      { environment: 'non-production' },
      `info Shop Properties.OptionSettings[0].Value: ${SINGLE}`,
    ],
  },
});
