import type { Value } from '../../model/value';
import { SHARED_PROVIDERS } from './oidc-providers';
import { coveredBy } from './policy-actions';
import { type ConditionTest, conditionsOf } from './policy-conditions';

/** Whom of an OpenID Connect provider's users a statement of a trust policy lets in. */
export type Admitted =
  /** Certain claims. */
  | { kind: 'named' }
  /** Everyone for whom the provider makes tokens: what is missing, or what fits everyone. */
  | { kind: 'everyone'; who: string; needs: string; at?: Value }
  /** Certain claims, or a token without them. */
  | { kind: 'loose'; who: string; by: 'ForAllValues' | 'IfExists'; at: Value }
  /** Its audience is named, which is enough unless the provider, which is not known, has many customers. */
  | { kind: 'audience only' };

/** Those whom a federated principal of the statement admits; undefined where it takes no tokens of OpenID Connect. */
export function admittedBy(provider: Value, statement: Value): Admitted | undefined {
  const issuer = issuerOf(provider);
  if (issuer === SAML || coveredBy(statement, [ASSUME]).length === 0) return undefined;
  const tests = conditionsOf(statement);
  const shared = SHARED_PROVIDERS.find(([pattern]) =>
    [issuer, ...tests.filter(isAboutClaim).map(issuerIn)].some((one) => pattern.test(one)),
  );
  const [, who = 'anyone to whom the provider gives a token', claims = ['sub', 'aud']] = shared ?? [];
  const relevant = tests.filter((one) =>
    shared ? claims.some((claim) => isAbout(one, claim)) : isAboutClaim(one),
  );
  const isFew = (one: ConditionTest) => (value: Value) => namesFew(one, value, shared !== undefined);
  const telling = relevant.filter((one) => one.values.every(isFew(one)));
  const strict = telling.filter(({ operator }) => OPERATORS.has(operator));
  const [loose] = telling.filter(({ operator }) => OPERATORS.has(strictly(operator)));
  if (strict.length > 0) {
    const isUnsure = isUnknown(issuer) && !shared && strict.every(({ key }) => claimIn(key) === 'aud');
    return { kind: isUnsure ? 'audience only' : 'named' };
  }
  if (loose?.values[0]) {
    const by = loose.operator.startsWith('forallvalues:') ? 'ForAllValues' : 'IfExists';
    return { kind: 'loose', who, by, at: loose.values[0] };
  }
  const [at] = relevant.flatMap((one) => one.values.filter((value) => !isFew(one)(value)));
  return { kind: 'everyone', who, needs: shared ? (claims[0] as string) : 'sub or aud', ...(at && { at }) };
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
  return text.replace(/^.*:oidc-provider\/|^https:\/\/|\/$/g, '').toLowerCase();
}

const isUnknown = (issuer: string): boolean => issuer === '' || issuer.startsWith('${');

/** `token.actions.githubusercontent.com:sub`, also where a function makes the first part of the key. */
const isAboutClaim = ({ operator, key }: ConditionTest): boolean =>
  OPERATORS.has(strictly(operator)) && /:[\w-]+$/.test(key) && !/^(aws|sts|saml):/.test(key);
const OPERATORS = new Set(['stringequals', 'stringequalsignorecase', 'stringlike']);

/** Without what lets it hold where the key is missing. */
const strictly = (operator: string): string => operator.replace(/^forallvalues:|ifexists$/g, '');

const claimIn = (key: string): string => key.slice(key.lastIndexOf(':') + 1);
const issuerIn = ({ key }: ConditionTest): string => key.slice(0, key.lastIndexOf(':')).replace(/\/$/, '');

/** About a claim of the provider, or by a key of its own, as `sts:RoleSessionName`. */
const isAbout = (test: ConditionTest, claim: string): boolean =>
  test.key === claim.toLowerCase() || (isAboutClaim(test) && claimIn(test.key) === claim);

/** Of a provider with many customers a value must tell whose it is: `repo:octo-org/*`, not `repo:*` or `repo:octo*`. */
function namesFew({ operator }: ConditionTest, value: Value, isShared: boolean): boolean {
  if (strictly(operator) !== 'stringlike') return true;
  const { outline } = value;
  if (value.isWhollyUnknown) return !value.matches(ALL);
  if (!/[*?]/.test(outline)) return true;
  const fixed = outline.slice(0, outline.search(/[*?]/)).replace(/\$\{[^}]*\}/g, 'known');
  if (fixed.startsWith(PODS)) return fixed !== PODS;
  return isShared ? OWNER.test(fixed) : fixed !== '';
}

/** Before the namespace. */
const PODS = 'system:serviceaccount:';
const ALL = /^(\w+:)?[*?]/;
/**
 * `repo:octo-org/`, `project_path:group/`, `organization:acme:`, also after other claims (`environment:prod:repo:octo-org/`),
 * or the owner alone, `octo-org/`. Not what anyone can call something of his own: `environment:prod:`, `pulumi:deploy:`.
 */
const OWNER =
  /(^|:)(account|credentials|enterprise(_id)?|job|job_workflow_ref|mcp|namespace_(id|path)|org(anization)?(_id|_slug)?|owner|project_(id|path)|repo|repository(_id|_owner|_owner_id)?|team):[^:/@]+[:/@]|^[\w.-]+\/|^https:\/\/[^/]+\/[^/]+\//;
