type Properties = { readonly [name: string]: unknown };

export const behavior = (ViewerProtocolPolicy: unknown, TargetOriginId = 'shop') => ({
  TargetOriginId,
  CachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6',
  ViewerProtocolPolicy,
});

export const origin = (
  OriginProtocolPolicy: unknown,
  { Id = 'shop', DomainName = 'origin.example.com', ...config }: Properties = {},
) => ({ Id, DomainName, CustomOriginConfig: { OriginProtocolPolicy, ...config } });

/** The properties of a distribution in which nothing is wrong but what is given. */
export const distribution = (config: Properties = {}) => ({
  DistributionConfig: {
    Enabled: true,
    DefaultCacheBehavior: behavior('redirect-to-https'),
    Origins: [origin('https-only')],
    ...config,
  },
});
