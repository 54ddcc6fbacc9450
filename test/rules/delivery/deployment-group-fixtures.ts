// What fixtures about CodeDeploy deployment groups are put together from.

export type Fields = { [key: string]: unknown };

export const group = {
  ApplicationName: 'shop',
  ServiceRoleArn: 'arn:aws:iam::111122223333:role/deploy',
};
export const groupOf = (properties: Fields) => ({
  Type: 'AWS::CodeDeploy::DeploymentGroup',
  Properties: { ...group, ...properties },
});

/** Of a Lambda function or an ECS service. */
export const blueGreen = {
  DeploymentStyle: { DeploymentType: 'BLUE_GREEN', DeploymentOption: 'WITH_TRAFFIC_CONTROL' },
};
export const ecs = {
  ...blueGreen,
  ECSServices: [{ ClusterName: 'shop', ServiceName: 'web' }],
};
/** Its instances are found by a tag. */
export const tagged = (value: unknown) => ({
  Ec2TagFilters: [{ Key: 'Name', Value: value, Type: 'KEY_AND_VALUE' }],
});

export const fleet = (properties: Fields = {}, more: Fields = {}) => ({
  Type: 'AWS::AutoScaling::AutoScalingGroup',
  ...more,
  Properties: {
    MinSize: '2',
    MaxSize: '6',
    VPCZoneIdentifier: ['subnet-11111111', 'subnet-22222222'],
    LaunchTemplate: { LaunchTemplateName: 'web', Version: '3' },
    ...properties,
  },
});

/** A function that SAM makes a deployment group for. */
export const samFunction = (properties: Fields) => ({
  Transform: 'AWS::Serverless-2016-10-31',
  Resources: {
    Function: {
      Type: 'AWS::Serverless::Function',
      Properties: {
        CodeUri: './src',
        Handler: 'index.handler',
        Runtime: 'nodejs22.x',
        AutoPublishAlias: 'live',
        ...properties,
      },
    },
  },
});
