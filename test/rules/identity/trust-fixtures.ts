/** A role that its statements let others assume. */
export const trusting = (...statements: object[]) => ({
  AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: statements },
});

/** A statement by which a principal may assume the role. */
export const trust = (principal: unknown, condition?: object) => ({
  Effect: 'Allow',
  Principal: principal,
  Action: 'sts:AssumeRole',
  ...(condition && { Condition: condition }),
});

/** A statement by which those who hold a token of an OpenID Connect provider may. */
export const webIdentity = (provider: unknown, condition?: object) => ({
  ...trust({ Federated: provider }, condition),
  Action: 'sts:AssumeRoleWithWebIdentity',
});
