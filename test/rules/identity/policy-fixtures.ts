export type Statement = { [key: string]: unknown };

/** A statement that allows an action; on everything, if it does not say on what. */
export const allow = (action: unknown, more: Statement = { Resource: '*' }): Statement => ({
  Effect: 'Allow',
  Action: action,
  ...more,
});

export const document = (...Statement: unknown[]) => ({ Version: '2012-10-17', Statement });

/** The properties of a policy of a role. */
export const policy = (...statements: unknown[]) => ({
  PolicyName: 'app',
  Roles: ['app'],
  PolicyDocument: document(...statements),
});

/** A template with a function of SAM. */
export const samFunction = (properties: Statement) => ({
  Transform: 'AWS::Serverless-2016-10-31',
  Resources: {
    Orders: {
      Type: 'AWS::Serverless::Function',
      Properties: { Handler: 'orders.handler', Runtime: 'nodejs22.x', CodeUri: 'src/', ...properties },
    },
  },
});
