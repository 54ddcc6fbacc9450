type Properties = { readonly [name: string]: unknown };

export const VisibilityConfig = {
  CloudWatchMetricsEnabled: true,
  MetricName: 'shop',
  SampledRequestsEnabled: true,
};

export const acl = (Rules?: unknown[], more: Properties = {}) => ({
  Scope: 'REGIONAL',
  DefaultAction: { Allow: {} },
  VisibilityConfig,
  ...(Rules ? { Rules } : {}),
  ...more,
});

export const aclRule = (Name: string, Statement: unknown, action: Properties) => ({
  Name,
  Priority: 1,
  Statement,
  VisibilityConfig,
  ...action,
});

export const group = (Arn: unknown) =>
  aclRule('group', { RuleGroupReferenceStatement: { Arn } }, { OverrideAction: { None: {} } });
