import rule from '../../../rules/region-portability/region-mappings-cover-target-regions';
import { testRule } from '../../rule-tester';

const region = { Ref: 'AWS::Region' };
const ami = (id: string) => ({ Linux: `ami-${id}` });
const withMapping = (mapping: object, image: unknown, more: object = {}) => ({
  Mappings: { Images: mapping },
  Resources: { Server: { Type: 'AWS::EC2::Instance', Properties: { ImageId: image }, ...more } },
});
const lookup = (key: unknown, ...more: object[]) => ({ 'Fn::FindInMap': ['Images', region, key, ...more] });
const uneven = {
  'eu-west-1': { ...ami('0a1b2c3d'), Windows: 'ami-0a1b2c3e' },
  'us-east-1': ami('0a1b2c3f'),
  'us-west-2': ami('0a1b2c40'),
};

testRule(rule, {
  pass: {
    'every Region has the key': withMapping(
      { 'eu-west-1': ami('0a1b2c3d'), 'us-east-1': ami('0a1b2c3f') },
      lookup('Linux'),
    ),
    'what one Region lacks is not looked up': withMapping(uneven, lookup('Linux')),
    'a default for what is not there': {
      Transform: 'AWS::LanguageExtensions',
      ...withMapping(uneven, lookup('Windows', { DefaultValue: 'ami-0a1b2c41' })),
    },
    'looked up by something else': withMapping(uneven, {
      'Fn::FindInMap': ['Images', { Ref: 'ImageRegion' }, 'Windows'],
    }),
    'a mapping by environment': {
      Mappings: { Sizes: { prod: { Web: 'm5.large', Jobs: 'm5.large' }, dev: { Web: 't3.micro' } } },
      Resources: {
        Server: {
          Type: 'AWS::EC2::Instance',
          Properties: { InstanceType: { 'Fn::FindInMap': ['Sizes', { Ref: 'Stage' }, 'Jobs'] } },
        },
      },
    },
    'a key by parameter that every Region has': withMapping(
      { 'eu-west-1': ami('0a1b2c3d'), 'us-east-1': ami('0a1b2c3f') },
      lookup({ Ref: 'System' }),
    ),
    'a key by parameter that may only be what every Region has': {
      Parameters: { System: { Type: 'String', Default: 'Linux', AllowedValues: ['Linux'] } },
      ...withMapping(uneven, lookup({ Ref: 'System' })),
    },
    'a mapping that nothing looks up': {
      Mappings: { Images: uneven },
      Resources: { Topic: { Type: 'AWS::SNS::Topic' } },
    },
    'no Region among its keys': withMapping({ default: ami('0a1b2c3d') }, lookup('Windows')),
  },
  fail: {
    'some Regions lack the key': [
      withMapping(uneven, lookup('Windows')),
      'warning Images Mappings.Images: it is looked up by AWS::Region, and has no Windows for us-east-1 and us-west-2',
    ],
    'no Region has the key': [
      withMapping({ 'eu-west-1': ami('0a1b2c3d') }, lookup('Bsd')),
      'warning Images Mappings.Images: it is looked up by AWS::Region, and has no Bsd for eu-west-1',
    ],
    'the key is set by a parameter': [
      withMapping(uneven, lookup({ Ref: 'System' })),
      'warning Images Mappings.Images: it is looked up by AWS::Region, and has no Windows for us-east-1 and us-west-2',
    ],
    'different keys are missing': [
      withMapping(
        { 'eu-west-1': { Arm: 'ami-0a1b2c3d' }, 'us-east-1': { Intel: 'ami-0a1b2c3f' } },
        { 'Fn::If': ['IsProd', lookup('Arm'), lookup('Intel')] },
      ),
      'warning Images Mappings.Images: it is looked up by AWS::Region, and has no Arm for us-east-1, no Intel for eu-west-1',
    ],
    'looked up inside Fn::Sub': [
      withMapping(uneven, { 'Fn::Sub': ['${Id}', { Id: lookup('Windows') }] }),
      'warning Images Mappings.Images: it is looked up by AWS::Region, and has no Windows for us-east-1 and us-west-2',
    ],
    'in a resource of one environment': [
      withMapping(uneven, lookup('Windows'), { Condition: 'IsProd' }),
      'warning Images Mappings.Images: it is looked up by AWS::Region, and has no Windows for us-east-1 and us-west-2',
    ],
    'in an output': [
      {
        ...withMapping(uneven, lookup('Linux')),
        Outputs: { Windows: { Value: lookup('Windows') } },
      },
      'warning Images Mappings.Images: it is looked up by AWS::Region, and has no Windows for us-east-1 and us-west-2',
    ],
    'in a condition': [
      {
        Conditions: { HasWindows: { 'Fn::Not': [{ 'Fn::Equals': [lookup('Windows'), ''] }] } },
        ...withMapping(uneven, lookup('Linux')),
      },
      'warning Images Mappings.Images: it is looked up by AWS::Region, and has no Windows for us-east-1 and us-west-2',
    ],
    'one of two lookups has no default': [
      {
        Transform: 'AWS::LanguageExtensions',
        ...withMapping(uneven, lookup('Windows', { DefaultValue: 'ami-0a1b2c41' })),
        Outputs: { Windows: { Value: lookup('Windows') } },
      },
      'warning Images Mappings.Images: it is looked up by AWS::Region, and has no Windows for us-east-1 and us-west-2',
    ],
  },
  options: {
    'a target Region is not in the mapping': [
      withMapping({ 'eu-west-1': ami('0a1b2c3d'), 'us-east-1': ami('0a1b2c3f') }, lookup('Linux')),
      { ruleOptions: { targetRegions: ['eu-west-1', 'eu-central-1', 'ap-south-1'] } },
      'warning Images Mappings.Images: it is looked up by AWS::Region, and has nothing for eu-central-1 and ap-south-1',
    ],
    'every target Region is in the mapping': [
      withMapping({ 'eu-west-1': ami('0a1b2c3d'), 'us-east-1': ami('0a1b2c3f') }, lookup('Linux')),
      { ruleOptions: { targetRegions: ['eu-west-1'] } },
      [],
    ],
    'a default for what is not there, in a target Region too': [
      {
        Transform: 'AWS::LanguageExtensions',
        ...withMapping({ 'eu-west-1': ami('0a1b2c3d') }, lookup('Linux', { DefaultValue: 'ami-0a1b2c41' })),
      },
      { ruleOptions: { targetRegions: ['us-east-1'] } },
      [],
    ],
  },
});
