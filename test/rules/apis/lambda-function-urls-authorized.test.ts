import rule from '../../../rules/apis/lambda-function-urls-authorized';
import { testRule } from '../../rule-tester';

const url = {
  TargetFunctionArn: 'arn:aws:lambda:eu-central-1:111122223333:function:shop',
  AuthType: 'AWS_IAM',
};
const open = { ...url, AuthType: 'NONE' };

const sam = (properties: object) => ({
  Transform: 'AWS::Serverless-2016-10-31',
  Resources: {
    Shop: {
      Type: 'AWS::Serverless::Function',
      Properties: {
        Runtime: 'nodejs22.x',
        Handler: 'shop.handler',
        CodeUri: 's3://code/shop.zip',
        ...properties,
      },
    },
  },
});

const permission = (properties: object = {}) => ({
  Type: 'AWS::Lambda::Permission',
  Properties: {
    FunctionName: url.TargetFunctionArn,
    Action: 'lambda:InvokeFunctionUrl',
    Principal: '*',
    FunctionUrlAuthType: 'NONE',
    ...properties,
  },
});

const alias = {
  Type: 'AWS::Lambda::Alias',
  Properties: { FunctionName: 'shop', FunctionVersion: '7', Name: 'live' },
};

const distribution = {
  Type: 'AWS::CloudFront::Distribution',
  Properties: {
    DistributionConfig: {
      Enabled: true,
      DefaultCacheBehavior: { TargetOriginId: 'shop', ViewerProtocolPolicy: 'https-only' },
      Origins: [
        {
          Id: 'shop',
          DomainName: { 'Fn::Select': [2, { 'Fn::Split': ['/', { 'Fn::GetAtt': ['Url', 'FunctionUrl'] }] }] },
          CustomOriginConfig: { OriginProtocolPolicy: 'https-only' },
        },
      ],
    },
  },
};

const anyone = 'AuthType NONE lets anyone call the function';

testRule(rule, {
  pass: {
    'callers that IAM lets in': url,
    'a function of SAM': sam({ FunctionUrlConfig: { AuthType: 'AWS_IAM' } }),
    'a function of SAM without a URL': sam({ MemorySize: 128 }),
    'only for IAM where it exists': {
      Type: 'AWS::Lambda::Url',
      Condition: 'IsProd',
      Properties: { ...url, AuthType: { 'Fn::If': ['IsProd', 'AWS_IAM', 'NONE'] } },
    },
    'a permission for IAM': permission({ FunctionUrlAuthType: 'AWS_IAM' }),
    'a permission that has nothing to do with URLs': {
      Type: 'AWS::Lambda::Permission',
      Properties: { FunctionName: 'shop', Action: 'lambda:InvokeFunction', Principal: 'sns.amazonaws.com' },
    },
    'the permission of one account': permission({ Principal: '111122223333' }),
  },
  fail: {
    'a URL for an alias of the function, and not its permission too': [
      {
        Resources: {
          Shop: {
            Type: 'AWS::Lambda::Function',
            Properties: {
              Runtime: 'nodejs22.x',
              Handler: 'shop.handler',
              Role: 'arn:aws:iam::111122223333:role/shop',
              Code: { S3Bucket: 'code', S3Key: 'shop.zip' },
            },
          },
          Live: { ...alias, Properties: { ...alias.Properties, FunctionName: { Ref: 'Shop' } } },
          Url: {
            Type: 'AWS::Lambda::Url',
            Properties: { ...open, TargetFunctionArn: { Ref: 'Shop' }, Qualifier: 'live' },
          },
          Permission: permission({ FunctionName: { Ref: 'Live' } }),
        },
      },
      `error Url Properties.AuthType: ${anyone}`,
    ],
    'a URL by the name of the function, and not its permission too': [
      {
        Resources: {
          Url: { Type: 'AWS::Lambda::Url', Properties: { ...open, TargetFunctionArn: 'shop' } },
          Permission: permission({ FunctionName: 'shop' }),
        },
      },
      `error Url Properties.AuthType: ${anyone}`,
    ],
    'open to anyone': [open, `error Url Properties.AuthType: ${anyone}`],
    'open by a default': [
      {
        Parameters: { AuthType: { Type: 'String', Default: 'NONE' } },
        Resources: {
          Url: { Type: 'AWS::Lambda::Url', Properties: { ...url, AuthType: { Ref: 'AuthType' } } },
        },
      },
      `error Url Properties.AuthType when AuthType is NONE: ${anyone}`,
    ],
    'open outside production': [
      { ...url, AuthType: { 'Fn::If': ['IsProd', 'AWS_IAM', 'NONE'] } },
      `warning Url Properties.AuthType when IsProd is false (Stage is dev): ${anyone}`,
    ],
    'a function of SAM that is open': [
      sam({ FunctionUrlConfig: { AuthType: 'NONE' } }),
      `error Shop Properties.FunctionUrlConfig.AuthType: ${anyone}`,
    ],
    'functions of SAM that are open by Globals': [
      {
        ...sam({ MemorySize: 256 }),
        Globals: { Function: { FunctionUrlConfig: { AuthType: 'NONE' } } },
      },
      `error Shop Properties.FunctionUrlConfig.AuthType: ${anyone}`,
    ],
    'behind CloudFront': [
      { Resources: { Url: { Type: 'AWS::Lambda::Url', Properties: open }, Distribution: distribution } },
      'error Url Properties.AuthType: AuthType NONE lets anyone call the function past Distribution, which could sign its requests for AWS_IAM',
    ],
    'a permission for a URL that stands elsewhere': [
      permission(),
      'error Permission Properties.FunctionUrlAuthType: the function may be called by anyone at a URL with AuthType NONE',
    ],
    'the URL, and not its permission too': [
      {
        Resources: {
          Live: alias,
          Url: { Type: 'AWS::Lambda::Url', Properties: { ...open, TargetFunctionArn: { Ref: 'Live' } } },
          Permission: permission({ FunctionName: { Ref: 'Live' } }),
        },
      },
      `error Url Properties.AuthType: ${anyone}`,
    ],
    'the URL, and not its permission by the ARN of the URL': [
      {
        Resources: {
          Url: { Type: 'AWS::Lambda::Url', Properties: open },
          Permission: permission({ FunctionName: { 'Fn::GetAtt': ['Url', 'FunctionArn'] } }),
        },
      },
      `error Url Properties.AuthType: ${anyone}`,
    ],
  },
  review: {
    'by a parameter': [
      { ...url, AuthType: { Ref: 'AuthType' } },
      'review Url Properties.AuthType: AuthType has no default, so it is only known at deployment',
    ],
  },
});
