import rule from '../../../rules/region-portability/no-hardcoded-regional-resource-ids';
import { testRule } from '../../rule-tester';

const VPC = 'vpc-0a1b2c3d4e5f60718';
const SUBNET = 'subnet-9bc642ac';
const KEY = '9f8e7d6c-12ab-34cd-56ef-1234567890ab';
const group = (properties: object) => ({
  Type: 'AWS::EC2::SecurityGroup',
  Properties: { GroupDescription: 'orders', ...properties },
});
const project = (vpc: object, more: object = {}) => ({
  Type: 'AWS::CodeBuild::Project',
  Properties: {
    Artifacts: { Type: 'NO_ARTIFACTS' },
    Environment: {
      ComputeType: 'BUILD_GENERAL1_SMALL',
      Image: 'aws/codebuild/standard:7.0',
      Type: 'LINUX_CONTAINER',
    },
    ServiceRole: 'builds',
    Source: { Type: 'NO_SOURCE', BuildSpec: 'version: 0.2' },
    VpcConfig: vpc,
    ...more,
  },
});
const queue = (key: unknown) => ({ Type: 'AWS::SQS::Queue', Properties: { KmsMasterKeyId: key } });
const alias = (zone: unknown) => ({
  Type: 'AWS::Route53::RecordSet',
  Properties: {
    Name: 'shop.example.com',
    Type: 'A',
    HostedZoneId: { Ref: 'Zone' },
    AliasTarget: { DNSName: { Ref: 'LoadBalancerName' }, HostedZoneId: zone },
  },
});
const parameter = (definition: object) => ({
  Parameters: { Vpc: { Type: 'AWS::EC2::VPC::Id', ...definition } },
  Resources: { Group: group({ VpcId: { Ref: 'Vpc' } }) },
});
const isIreland = { IsIreland: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } };
const pipeline = (action: object) => ({
  Type: 'AWS::CodePipeline::Pipeline',
  Properties: {
    RoleArn: 'arn:aws:iam::111122223333:role/deploy',
    ArtifactStore: { Type: 'S3', Location: 'artifacts' },
    Stages: [
      {
        Name: 'Source',
        Actions: [
          {
            Name: 'Source',
            ActionTypeId: { Category: 'Source', Owner: 'AWS', Provider: 'S3', Version: '1' },
            Configuration: { S3Bucket: 'sources', S3ObjectKey: 'app.zip' },
            OutputArtifacts: [{ Name: 'Source' }],
          },
        ],
      },
      {
        Name: 'Deploy',
        Actions: [
          {
            Name: 'Network',
            ActionTypeId: { Category: 'Deploy', Owner: 'AWS', Provider: 'CloudFormation', Version: '1' },
            Configuration: {
              ActionMode: 'CREATE_UPDATE',
              StackName: 'network',
              TemplatePath: 'Source::network.yaml',
              RoleArn: 'arn:aws:iam::111122223333:role/network',
              ParameterOverrides: `{"VpcId": "${VPC}"}`,
            },
            InputArtifacts: [{ Name: 'Source' }],
            ...action,
          },
        ],
      },
    ],
  },
});

testRule(rule, {
  pass: {
    'a parameter without default': parameter({}),
    'an import': group({ VpcId: { 'Fn::ImportValue': 'network-vpc' } }),
    'from Parameter Store': group({ VpcId: '{{resolve:ssm:/network/vpc}}' }),
    'a mapping by Region': {
      Mappings: { Lists: { 'eu-west-1': { S3: 'pl-6da54004' }, 'us-east-1': { S3: 'pl-63a5400a' } } },
      Resources: {
        Group: group({
          VpcId: { Ref: 'Vpc' },
          SecurityGroupEgress: [
            {
              IpProtocol: 'tcp',
              FromPort: 443,
              ToPort: 443,
              DestinationPrefixListId: { 'Fn::FindInMap': ['Lists', { Ref: 'AWS::Region' }, 'S3'] },
            },
          ],
        }),
      },
    },
    'an example in a description': group({ GroupDescription: `for ${VPC}`, VpcId: { Ref: 'Vpc' } }),
    'a name with a date': group({ GroupName: 'app-vpce-20221129', VpcId: { Ref: 'Vpc' } }),
    'a placeholder of zeros': { ...parameter({ Default: 'vpc-00000000' }) },
    'an id under a condition on the Region': {
      Conditions: isIreland,
      Resources: { Group: group({ VpcId: { 'Fn::If': ['IsIreland', VPC, { Ref: 'Vpc' }] } }) },
    },
    'an image, which another rule speaks of': {
      Type: 'AWS::EC2::Instance',
      Properties: { ImageId: 'ami-0abcdef1234567890' },
    },
    'an ARN with its Region, which another rule speaks of': queue(
      `arn:aws:kms:us-east-1:111122223333:key/${KEY}`,
    ),
    'a key that has one id in several Regions': queue('mrk-1234abcd12ab34cd56ef1234567890ab'),
    'a key by its alias': queue('alias/orders'),
    'the hosted zone of CloudFront is the same everywhere': alias('Z2FDTNDATAQYW2'),
    'the hosted zone of a load balancer is asked for': alias({ Ref: 'LoadBalancerZone' }),
    'what a pipeline deploys to a Region that it names': pipeline({ Region: 'us-west-2' }),
  },
  fail: {
    'the id of a VPC': [
      group({ VpcId: VPC }),
      `warning SecurityGroup Properties.VpcId: ${VPC} is of one Region: use a parameter or an import`,
    ],
    'ids beside each other are told once': [
      project({ VpcId: VPC, Subnets: [SUBNET, 'subnet-174fe761'], SecurityGroupIds: ['sg-7f16e910'] }),
      `warning Project Properties.VpcConfig.VpcId: ${VPC}, ${SUBNET} and 2 more are of one Region: use a parameter or an import`,
    ],
    'one subnet of a list': [
      project({
        VpcId: { Ref: 'Vpc' },
        Subnets: [{ Ref: 'Subnet' }, SUBNET],
        SecurityGroupIds: [{ Ref: 'Group' }],
      }),
      `warning Project Properties.VpcConfig.Subnets[1]: ${SUBNET} is of one Region: use a parameter or an import`,
    ],
    'in the ARN of a statement': [
      {
        Type: 'AWS::IAM::ManagedPolicy',
        Properties: {
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Action: 'ec2:RunInstances',
                Resource: { 'Fn::Sub': `arn:aws:ec2:\${AWS::Region}:\${AWS::AccountId}:subnet/${SUBNET}` },
              },
            ],
          },
        },
      },
      `warning ManagedPolicy Properties.PolicyDocument.Statement[0].Resource: ${SUBNET} is of one Region: use a parameter or an import`,
    ],
    'in a script': [
      {
        Type: 'AWS::EC2::LaunchTemplate',
        Properties: {
          LaunchTemplateData: { UserData: { 'Fn::Base64': '#!/bin/bash\nmount -t efs fs-12ab34cd:/ /data' } },
        },
      },
      'warning LaunchTemplate Properties.LaunchTemplateData.UserData: fs-12ab34cd is of one Region: use a parameter or an import',
    ],
    'a prefix list': [
      group({
        VpcId: { Ref: 'Vpc' },
        SecurityGroupEgress: [
          { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, DestinationPrefixListId: 'pl-63a5400a' },
        ],
      }),
      'warning SecurityGroup Properties.SecurityGroupEgress[0].DestinationPrefixListId: pl-63a5400a is of one Region: use a mapping by AWS::Region',
    ],
    'a key by its id': [
      queue(KEY),
      `warning Queue Properties.KmsMasterKeyId: ${KEY} is of one Region: use a parameter or an import`,
    ],
    'a key by its ARN': [
      queue({ 'Fn::Sub': `arn:\${AWS::Partition}:kms:\${AWS::Region}:111122223333:key/${KEY}` }),
      'warning Queue Properties.KmsMasterKeyId: key/9f8e7d6c-12ab-34cd-56ef-1234567890ab is of one Region: use a parameter or an import',
    ],
    'the hosted zone of load balancers': [
      alias('Z32O12XQLNTSW2'),
      'warning RecordSet Properties.AliasTarget.HostedZoneId: Z32O12XQLNTSW2 is the hosted zone of load balancers in one Region: use Fn::GetAtt CanonicalHostedZoneID',
    ],
    'a default': [
      parameter({ Default: VPC }),
      `warning Vpc Parameters.Vpc.Default: by default this is ${VPC}, of one Region: leave the default out`,
    ],
    'a list by default': [
      {
        Parameters: {
          Subnets: { Type: 'List<AWS::EC2::Subnet::Id>', Default: `${SUBNET}, subnet-174fe761` },
        },
        Resources: {
          Project: project({
            VpcId: { Ref: 'Vpc' },
            Subnets: { Ref: 'Subnets' },
            SecurityGroupIds: [{ Ref: 'Group' }],
          }),
        },
      },
      `warning Subnets Parameters.Subnets.Default: by default this is ${SUBNET} and subnet-174fe761, of one Region: leave the default out`,
    ],
    'only in production': [
      group({ VpcId: { 'Fn::If': ['IsProd', VPC, { Ref: 'Vpc' }] } }),
      `warning SecurityGroup Properties.VpcId: ${VPC} is of one Region: use a parameter or an import`,
    ],
    'only outside production': [
      { ...group({ VpcId: { 'Fn::If': ['IsProd', { Ref: 'Vpc' }, VPC] } }) },
      `info SecurityGroup Properties.VpcId when IsProd is false (Stage is dev): ${VPC} is of one Region: use a parameter or an import`,
    ],
    'what a pipeline deploys to its own Region': [
      pipeline({}),
      `warning Pipeline Properties.Stages[1].Actions[0].Configuration.ParameterOverrides: ${VPC} is of one Region: use a parameter or an import`,
    ],
  },
  options: {
    'CDK looked the network up for the stack: told once': [
      {
        Resources: {
          Group: group({ VpcId: VPC }),
          Other: group({ VpcId: VPC }),
          Project: project({ VpcId: VPC, Subnets: [SUBNET], SecurityGroupIds: [{ Ref: 'Group' }] }),
        },
      },
      { parameters: { 'AWS::Region': 'eu-west-1' } },
      `info Group Properties.VpcId: ${VPC} and ${SUBNET} are of one Region: use a parameter or an import`,
    ],
    'CDK looked the network up, the first time for what is not always there': [
      {
        Resources: { Group: { ...group({ VpcId: VPC }), Condition: 'IsProd' }, Other: group({ VpcId: VPC }) },
      },
      { parameters: { 'AWS::Region': 'eu-west-1', Stage: 'dev' } },
      `info Other Properties.VpcId: ${VPC} is of one Region: use a parameter or an import`,
    ],
    'the same network in several places': [
      { Resources: { Group: group({ VpcId: VPC }), Other: group({ VpcId: VPC }) } },
      { parameters: { 'AWS::Region': 'eu-west-1' } },
      `info Group Properties.VpcId: ${VPC} is of one Region: use a parameter or an import`,
    ],
    'another VPC is given': [parameter({ Default: VPC }), { parameters: { Vpc: 'vpc-0fedcba9' } }, []],
  },
});
