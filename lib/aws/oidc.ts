import type { Value } from '../model/value';
import { coveredBy } from './policy-actions';
import { type ConditionTest, conditionsOf } from './policy-conditions';
import { isWhollyUnknown } from './policy-principals';

/** Whom of an OpenID Connect provider's users a statement of a trust policy lets in. */
export type Admitted =
  /** Certain claims. */
  | { kind: 'named' }
  /** Everyone for whom the provider makes tokens: what is missing, or what fits everyone. */
  | { kind: 'everyone'; who: string; needs: string; at?: Value }
  /** Its audience is named, which is enough unless the provider, which is not known, has many customers. */
  | { kind: 'audience only' };

/**
 * Providers that make tokens for everybody's projects, with the claims by which these are told apart.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html
 */
const SHARED: readonly (readonly [RegExp, string, readonly string[]])[] = [
  [
    /^(token|vstoken)\.actions\.githubusercontent\.com/,
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
  [/^oidc-configuration\.audit-log\.githubusercontent\.com/, 'any enterprise on GitHub', ['sub']],
  [
    /^gitlab\.com/,
    'any project on gitlab.com',
    ['sub', 'project_id', 'namespace_id', 'project_path', 'namespace_path'],
  ],
  [/^app\.terraform\.io/, 'any organization in Terraform Cloud', ['sub']],
  [
    /^agent\.buildkite\.com/,
    'any organization in Buildkite',
    ['sub', 'organization_id', 'organization_slug', 'pipeline_id'],
  ],
  [/^oidc\.codefresh\.io/, 'any account of Codefresh', ['sub']],
  [/^scalr\.io/, 'any account of Scalr', ['sub']],
  [/^proidc\.upbound\.io/, 'any account of Upbound', ['sub']],
  [/^api\.pulumi\.com\/oidc/, 'any organization in Pulumi Cloud', ['aud', 'sub']],
  [/^oidc\.vercel\.com$/, 'any team of Vercel', ['aud', 'sub']],
  [/^cognito-identity\.amazonaws\.com/, 'any identity pool of Cognito in any account', ['aud', 'sub']],
  [/^accounts\.google\.com/, 'anyone with an account of Google', ['aud', 'sub', 'oaud']],
  [/^graph\.facebook\.com/, 'anyone with an account of Facebook', ['app_id', 'id']],
  [/^www\.amazon\.com/, 'anyone with an account of Amazon', ['app_id', 'user_id']],
  // Every pod of a cluster has the same audience: https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
  [/^oidc\.eks\.|openidconnectissuer/i, 'any pod of the EKS cluster', ['sub']],
];

/** Those whom a federated principal of the statement admits; undefined where it takes no tokens of OpenID Connect. */
export function admittedBy(provider: Value, statement: Value): Admitted | undefined {
  const issuer = issuerOf(provider);
  if (issuer === SAML || coveredBy(statement, [ASSUME]).length === 0) return undefined;
  const tests = conditionsOf(statement).filter(isAboutClaim);
  const shared = SHARED.find(([pattern]) =>
    [issuer, ...tests.map(issuerIn)].some((one) => pattern.test(one)),
  );
  const [, who = 'anyone to whom the provider gives a token', claims = ['sub', 'aud']] = shared ?? [];
  const needs = claims[0] as string;
  const relevant = tests.filter(({ key }) => !shared || claims.includes(claimIn(key)));
  if (relevant.length === 0) return { kind: 'everyone', who, needs: shared ? needs : 'sub or aud' };
  const telling = relevant.filter((one) =>
    one.values.every((value) => namesFew(one, value, shared !== undefined)),
  );
  const [at] = relevant.flatMap((one) =>
    one.values.filter((value) => !namesFew(one, value, shared !== undefined)),
  );
  if (telling.length === 0) return { kind: 'everyone', who, needs, ...(at && { at }) };
  const isUnsure = isUnknown(issuer) && !shared && telling.every(({ key }) => claimIn(key) === 'aud');
  return { kind: isUnsure ? 'audience only' : 'named' };
}

const ASSUME = 'sts:AssumeRoleWithWebIdentity';
const SAML = 'a provider of SAML';

/** `token.actions.githubusercontent.com`, from the ARN of a provider, from the provider in the template, or as it is. */
function issuerOf(provider: Value): string {
  const resource = provider.reference?.resource;
  if (resource?.type === 'AWS::IAM::SAMLProvider') return SAML;
  // That of CDK is a custom resource, whose property has the same name.
  const text = resource?.get('Url').outline || provider.outline;
  if (text.includes(':saml-provider/')) return SAML;
  return text.replace(/^.*:oidc-provider\/|^https:\/\//, '').toLowerCase();
}

const isUnknown = (issuer: string): boolean => issuer === '' || issuer.startsWith('${');

/** `token.actions.githubusercontent.com:sub`, also where a function makes the first part of the key. */
const isAboutClaim = ({ operator, key }: ConditionTest): boolean =>
  OPERATORS.has(operator) && /:[\w-]+$/.test(key) && !/^(aws|sts|saml):/.test(key);
const OPERATORS = new Set(['stringequals', 'stringequalsignorecase', 'stringlike']);

const claimIn = (key: string): string => key.slice(key.lastIndexOf(':') + 1);
const issuerIn = ({ key }: ConditionTest): string => key.slice(0, key.lastIndexOf(':'));

/** Of a provider with many customers a value must tell whose it is: `repo:octo-org/*`, not `repo:*` or `repo:octo*`. */
function namesFew({ operator }: ConditionTest, value: Value, isShared: boolean): boolean {
  if (operator !== 'stringlike') return true;
  const { outline } = value;
  if (isWhollyUnknown(value)) return !value.matches(ALL);
  if (!/[*?]/.test(outline)) return true;
  const fixed = outline.slice(0, outline.search(/[*?]/)).replace(/\$\{[^}]*\}/g, 'known');
  if (fixed.startsWith(PODS)) return fixed !== PODS;
  return isShared ? OWNER.test(fixed) : fixed !== '';
}

/** Before the namespace. */
const PODS = 'system:serviceaccount:';
const ALL = /^(\w+:)?[*?]/;
/** `repo:octo-org/`, `project_path:group/`, `organization:acme:`, or the owner alone, `octo-org/`. */
const OWNER = /^\w+:[^:/]+[:/]|^[\w.-]+\/|^https:\/\/[^/]+\/[^/]+\//;
