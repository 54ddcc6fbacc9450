/**
 * Providers that make tokens for everybody's projects, with the claims by which these are told apart. A tenant may have
 * a provider of its own beside them (`token.actions.githubusercontent.com/octo-org`), which is not shared.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html
 */
export const SHARED_PROVIDERS: readonly (readonly [RegExp, string, readonly string[]])[] = [
  [
    /^(vs)?token\.actions\.githubusercontent\.com$/,
    'any repository on GitHub',
    [
      'sub',
      'job_workflow_ref',
      'repository',
      'repository_id',
      'repository_owner',
      'repository_owner_id',
      'enterprise',
      'enterprise_id',
    ],
  ],
  [/^oidc-configuration\.audit-log\.githubusercontent\.com$/, 'any enterprise on GitHub', ['sub']],
  [
    /^gitlab\.com$/,
    'any project on gitlab.com',
    ['sub', 'project_id', 'namespace_id', 'project_path', 'namespace_path'],
  ],
  [/^app\.terraform\.io$/, 'any organization in HCP Terraform', ['sub']],
  [
    /^agent\.buildkite\.com$/,
    'any organization in Buildkite',
    ['sub', 'organization_id', 'organization_slug', 'pipeline_id'],
  ],
  [/^oidc\.codefresh\.io$/, 'any account of Codefresh', ['sub']],
  [/^studio\.datachain\.ai\/api$/, 'any team in DVC Studio', ['sub']],
  [/^scalr\.io$/, 'any account of Scalr', ['sub']],
  [/^tokens\.cloud\.shisho\.dev$/, 'any organization in Shisho Cloud', ['sub']],
  [/^proidc\.upbound\.io$/, 'any account of Upbound', ['sub']],
  [/^api\.pulumi\.com\/oidc$/, 'any organization in Pulumi Cloud', ['aud', 'sub']],
  [/^sandboxes\.cloud$/, 'any customer of sandboxes.cloud', ['aud', 'sub']],
  [/^oidc\.vercel\.com$/, 'any team of Vercel', ['aud', 'sub']],
  [
    /^sts\.windows\.net\/33e01921-4d64-4f8c-a055-5bdaffd5e33d$/,
    'any workspace of Microsoft Sentinel',
    ['sts:RoleSessionName'],
  ],
  [/^cognito-identity[\w.-]*\.amazonaws\.com/, 'any identity pool of Cognito in any account', ['aud', 'sub']],
  [/^accounts\.google\.com$/, 'anyone with an account of Google', ['aud', 'sub', 'oaud']],
  [/^graph\.facebook\.com$/, 'anyone with an account of Facebook', ['app_id', 'id']],
  [/^www\.amazon\.com$/, 'anyone with an account of Amazon', ['app_id', 'user_id']],
  // Every pod of a cluster has the same audience: https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
  [/^oidc\.eks\.|openidconnectissuer/i, 'any pod of the EKS cluster', ['sub']],
];
