import fc, { type Arbitrary } from 'fast-check';
import { stringify } from 'yaml';
import { check, type Finding, type Rule, rules } from '../../lib';
import {
  at,
  type Data,
  declaring,
  isMap,
  placesIn,
  renamed,
  scalarAt,
  type TemplateData,
  withValue,
} from './rewriting';
import { fixtures, RUNS, SEED, templates } from './templates';

let anyTemplate: Arbitrary<TemplateData>;
beforeAll(async () => {
  anyTemplate = templates(await fixtures());
});

const holds = <T>(cases: Arbitrary<T>, property: (value: T) => void) =>
  fc.assert(fc.property(cases, property), { seed: SEED, numRuns: RUNS });

type Told = Pick<Finding, 'ruleId' | 'verdict' | 'severity' | 'logicalId' | 'path' | 'scenario' | 'message'>;

/** What is found, without its place in the file. */
function found(template: TemplateData | string, ruleSet: readonly Rule[] = rules): Told[] {
  const text = typeof template === 'string' ? template : JSON.stringify(template, null, 2);
  return check([{ file: 'template', text }], { ruleSet }).findings.map(
    ({ ruleId, verdict, severity, logicalId, path, scenario, message }) => ({
      ruleId,
      verdict,
      severity,
      logicalId,
      path,
      scenario,
      message,
    }),
  );
}

/** The same in an order of their own, each once. */
const inOrder = (findings: readonly object[]): string[] =>
  [...new Set(findings.map((finding) => JSON.stringify(finding)))].sort();

test('no template makes a rule fail', () => {
  holds(anyTemplate, (template) => {
    const { errors } = check([{ file: 'template', text: JSON.stringify(template) }]);
    expect(errors.filter(({ message }) => message.startsWith('the rule '))).toEqual([]);
  });
});

test('YAML says what JSON says', () => {
  holds(anyTemplate, (template) => {
    const yaml = stringify(template, { aliasDuplicateObjects: false, version: '1.1' });
    expect(inOrder(found(yaml))).toEqual(inOrder(found(template)));
  });
});

/** With the keys of every map in another order. */
function shuffled(data: Data, seed: number): Data {
  if (Array.isArray(data)) return data.map((item) => shuffled(item, seed));
  if (!isMap(data)) return data;
  const rank = (key: string) =>
    [...key].reduce((sum, char) => (sum * 31 + char.charCodeAt(0) * seed) % 9973, seed);
  const keys = Object.keys(data).sort((one, other) => rank(one) - rank(other));
  return Object.fromEntries(keys.map((key) => [key, shuffled(data[key] as Data, seed)]));
}

/** Of several places, or branches, that are as bad, the first is told: which that is hangs on their order. */
const TOLD_ONCE: { readonly [ruleId: string]: string } = {
  'outputs-no-secrets': 'at the first place in the metadata of a resource that shows a parameter',
  'vpn-connections-redundant': 'at the first connection of a gateway',
};

test('the order of keys and resources means nothing', () => {
  // Several findings of a rule may differ by nothing else, so they are counted.
  const counted = (template: TemplateData) =>
    found(template)
      .filter(({ ruleId }) => !(ruleId in TOLD_ONCE))
      .map(({ ruleId, verdict, severity }) => [ruleId, verdict, severity].join(' '))
      .sort();
  holds(fc.tuple(anyTemplate, fc.integer({ min: 1, max: 9972 })), ([template, order]) => {
    expect(counted(shuffled(template, order) as TemplateData)).toEqual(counted(template));
  });
});

test('a resource that is about something else changes nothing', () => {
  const unrelated = { Type: 'AWS::CloudFormation::WaitConditionHandle' };
  holds(anyTemplate, (template) => {
    expect(inOrder(found(declaring(template, 'Resources', 'Unrelated', unrelated)))).toEqual(
      inOrder(found(template)),
    );
  });
});

/** Digits belong to no word, so that a name says with them what it says without. */
const MARK = '90417';
/** A letter at the end tells one of several: `NodesA`. */
const marked = (name: string) => name.replace(/([A-Z]?)$/, `${MARK}$1`);

/** What an exact logical id tells, it does not tell under another. */
const NAMES_TELL: { readonly [ruleId: string]: string } = {
  'auto-scaling-groups-can-scale': 'Elastic Beanstalk makes a group under an id of its own',
  'auto-scaling-groups-multi-az': 'groups of one zone each go by the end of their names',
  'lambda-errors-and-throttles-alarmed': 'CDK makes functions under ids of its own',
  'ssm-parameters-no-plaintext-secrets': 'CDK ends ids with eight digits of a hash, which is no word',
};

test('under other logical ids there are the same findings', () => {
  // What SAM makes, and a hook, name resources in ways of their own.
  const namesAll = (template: TemplateData) => !('Transform' in template || 'Hooks' in template);
  const counts = ({ ruleId }: Told) => !(ruleId in NAMES_TELL);
  holds(anyTemplate.filter(namesAll), (template) => {
    const others = found(renamed(template, { Resources: marked })).filter(counts);
    for (const { logicalId } of others)
      expect(Object.keys(template.Resources ?? {})).not.toContain(logicalId);
    const again: Told[] = JSON.parse(JSON.stringify(others).replaceAll(MARK, ''));
    expect(inOrder(again)).toEqual(inOrder(found(template).filter(counts)));
  });
});

const WRITTEN = 'it finds what belongs together by what is written';
const ONCE = 'of what is equal it tells once, and branches are places of their own';
const MANY = 'unknown actions come to more scenarios than are looked at';

/** Rules for which a function makes a difference though the value is the same, and why. */
const MINDS_FUNCTIONS: { readonly [ruleId: string]: string } = {
  'api-gateway-access-logs-enabled': WRITTEN,
  'api-gateway-caching-enabled': WRITTEN,
  'auto-scaling-groups-can-scale': WRITTEN,
  'auto-scaling-rolling-updates-verified': WRITTEN,
  'components-have-alarms': WRITTEN,
  'deployments-do-not-disable-rollback': WRITTEN,
  'ecs-services-auto-scale': WRITTEN,
  'ecs-services-min-two-tasks': WRITTEN,
  'eks-nodegroups-multi-az': WRITTEN,
  'iam-access-key-users-network-restricted': WRITTEN,
  'lambda-errors-and-throttles-alarmed': WRITTEN,
  'lambda-failures-captured': WRITTEN,
  'lambda-roles-can-write-logs': ONCE,
  'no-hardcoded-availability-zones': ONCE,
  'no-hardcoded-regional-resource-ids': ONCE,
  'no-hardcoded-regions': ONCE,
  'outbound-endpoints-use-https': WRITTEN,
  'pipeline-approval-before-production': MANY,
  'pipeline-approver-permissions-dedicated': WRITTEN,
  'pipeline-automated-test-before-production': MANY,
  'pipeline-deploys-to-non-production-first': MANY,
  'pipeline-performance-test-before-production': MANY,
  'pipeline-runs-policy-check': MANY,
  'pipeline-test-or-approval-before-production': MANY,
  'secret-parameters-no-default': WRITTEN,
  'secret-parameters-noecho': WRITTEN,
  'subnets-have-custom-network-acl': WRITTEN,
};

test('a value that is the same in both branches of an Fn::If is that value', () => {
  holds(fc.tuple(anyTemplate, fc.nat(9999)), ([template, number]) => {
    // CloudFormation takes no Fn::If around all properties of a resource.
    const places = placesIn(template).filter((keys) => keys.length > 3);
    const keys = places[number % places.length];
    if (!keys) return;
    const value = at(template, keys) as Data;
    const parameter = declaring(template, 'Parameters', 'Which', { Type: 'String' });
    const condition = declaring(parameter, 'Conditions', 'IsIt', { 'Fn::Equals': [{ Ref: 'Which' }, 'it'] });
    const counts = ({ ruleId }: Told) => !(ruleId in MINDS_FUNCTIONS);
    const before = found(template).filter(counts);
    const after = found(withValue(condition, keys, { 'Fn::If': ['IsIt', value, value] })).filter(counts);
    const failing = (findings: readonly Told[]) =>
      findings
        .filter(({ verdict }) => verdict === 'fail')
        .map(({ ruleId, severity, logicalId }) => ({ ruleId, severity, logicalId }));
    expect(inOrder(failing(after))).toEqual(inOrder(failing(before)));
    // Of several places to review one is told.
    expect(after.map(({ ruleId }) => ruleId)).toEqual(
      expect.arrayContaining(before.map(({ ruleId }) => ruleId)),
    );
  });
});

test('a text in an Fn::Sub, or in an Fn::Join, is that text', () => {
  holds(fc.tuple(anyTemplate, fc.nat(9999), fc.boolean()), ([template, number, isJoin]) => {
    const isPlain = (value: Data | undefined) => typeof value === 'string' && !/\$\{|\{\{/.test(value);
    const places = placesIn(template).filter((keys) => isPlain(at(template, keys)));
    const keys = places[number % places.length];
    if (!keys) return;
    const text = at(template, keys) as string;
    const written = withValue(template, keys, isJoin ? { 'Fn::Join': ['', [text]] } : { 'Fn::Sub': text });
    const counts = ({ ruleId }: Told) => !(ruleId in MINDS_FUNCTIONS);
    expect(inOrder(found(written).filter(counts))).toEqual(inOrder(found(template).filter(counts)));
  });
});

test('each rule finds alone, and in any order, what it finds among the others', () => {
  // What is secret is masked wherever it stands, once a rule has found it.
  const masked = (told: Told) => ({ ...told, message: null });
  holds(fc.tuple(anyTemplate, fc.shuffledSubarray([...rules], { minLength: 1 })), ([template, some]) => {
    const ids = new Set(some.map(({ id }) => id));
    const among = found(template).filter(({ ruleId }) => ids.has(ruleId));
    expect(inOrder(found(template, some).map(masked))).toEqual(inOrder(among.map(masked)));
  });
});

/** Rules that a value from a parameter satisfies, and why. */
const BY_PARAMETER: { readonly [ruleId: string]: string } = {
  'codedeploy-deployment-config-selectable': 'a parameter is what it asks for',
  'no-hardcoded-ami-ids': 'it looks for what is written in the template',
  'no-hardcoded-availability-zones': 'it looks for what is written in the template',
  'no-hardcoded-regional-resource-ids': 'it looks for what is written in the template',
  'no-hardcoded-regions': 'it looks for what is written in the template',
  'environment-variables-no-resolved-secrets': 'secrets from parameters are for secret-parameters-*',
  'environment-variables-no-secrets': 'secrets from parameters are for secret-parameters-*',
  'inline-scripts-no-secrets': 'secrets from parameters are for secret-parameters-*',
  'secret-properties-not-literal': 'secrets from parameters are for secret-parameters-*',
  'secret-references-not-plaintext-ssm': 'secrets from parameters are for secret-parameters-*',
  'ssm-parameters-no-plaintext-secrets': 'secrets from parameters are for secret-parameters-*',
  'template-no-credential-patterns': 'it looks for what is written in the template',
  'deployments-do-not-disable-rollback':
    'it looks for an option in commands that are written in the template',
  'cloudtrail-bucket-access-restricted':
    'who may be let in by name, and other rules review whom a parameter names',
  'cloudtrail-bucket-dedicated': 'what a parameter names is no bucket of the template',
  'cache-clusters-multi-az': 'a count from a parameter is taken for more than one',
  'opensearch-multi-az': 'a count from a parameter is taken for more than one',
  'direct-connect-redundant': 'two names of locations are taken for two locations',
  'iam-no-wildcard-resources': 'beside an ARN that cannot be narrower, an unknown one is passed over',
  'codecommit-git-and-admin-permissions-separated':
    'what an unknown policy allows is reviewed by iam-no-admin-*',
  'config-records-not-deletable': 'what an unknown action is, is reviewed by iam-no-admin-statements',
  'ecr-access-by-roles': 'what an unknown policy allows is reviewed by iam-no-admin-*',
  'internet-endpoints-protected-by-waf':
    'a web ACL of a stage of the API, whose name is not known, is taken for its own',
  'iam-role-trust-restricted': 'a principal from a parameter is taken for a name',
  'outbound-endpoints-use-https': 'only what is written as http:// is told of a private integration',
  'pipeline-approval-permission-scoped': 'what an unknown policy allows is reviewed by iam-no-admin-*',
  'pipeline-approver-permissions-dedicated': 'what an unknown policy allows is reviewed by iam-no-admin-*',
  'security-group-sources-narrow': 'an unknown range is for security-group-open-ingress-front-end-only',
};

test('a violating value that becomes unknown is still found', () => {
  holds(fc.tuple(anyTemplate, fc.nat(999)), ([template, number]) => {
    const values = found(template).flatMap(({ ruleId, verdict, logicalId, path, scenario }) => {
      // Outside what is deployed by default only what is certain is told.
      const counts = verdict === 'fail' && scenario === null && path?.startsWith('Properties.');
      if (!counts || ruleId in BY_PARAMETER) return [];
      const keys = scalarAt(at(template, ['Resources', logicalId as string]), path as string);
      return keys ? [{ ruleId, keys: ['Resources', logicalId as string, ...keys] }] : [];
    });
    const one = values[number % values.length];
    if (!one) return;
    const parameter = declaring(template, 'Parameters', 'Unknown', { Type: 'String' });
    const findings = found(withValue(parameter, one.keys, { Ref: 'Unknown' }));
    expect({ ...one, rules: findings.map(({ ruleId }) => ruleId) }).toEqual({
      ...one,
      rules: expect.arrayContaining([one.ruleId]),
    });
  });
});
