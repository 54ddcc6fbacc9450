import {
  environmentVariablesOf,
  TYPES_WITH_ENVIRONMENT,
} from '../../lib/aws/functions/environment-variables';
import type { Outcome } from '../../lib/model/expectation';
import type { Value } from '../../lib/model/value';
import { fail, rule } from '../../lib/rule';
import { mayResolve, resolvedSecretsIn } from '../../lib/secrets/resolved-secrets';

/** Where types keep scripts and texts that everyone may read who may describe the resource. */
const PLAIN_TEXTS: { readonly [type: string]: readonly string[] } = {
  'AWS::AutoScaling::LaunchConfiguration': ['UserData'],
  'AWS::EC2::Instance': ['UserData'],
  'AWS::EC2::LaunchTemplate': ['LaunchTemplateData.UserData'],
  'AWS::EC2::SpotFleet': ['SpotFleetRequestConfigData.LaunchSpecifications[].UserData'],
  'AWS::SSM::Parameter': ['Value'],
};

export default rule({
  id: 'environment-variables-no-resolved-secrets',
  title: 'No secret is resolved into an environment variable, user data or a plain parameter',
  severity: 'warning',
  control: 'CREDENTIALS-ENCRYPTED',
  resources: [...TYPES_WITH_ENVIRONMENT, ...Object.keys(PLAIN_TEXTS)],
  why: 'The template holds no secret, but the resource does: in clear, for everyone who may read its configuration, and with the old value after the secret was rotated.',
  fix: 'Pass the ARN of the secret and fetch it at run time: by Secrets and ValueFrom in a container definition, by the type SECRETS_MANAGER in CodeBuild, or by the SDK.',
  docs: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html',
    'https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-security',
    'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html',
  ],

  check: (resource) => [
    ...environmentVariablesOf(resource)
      .filter(({ property }) => mayResolve(property))
      .map(({ property, name, isPlain }) =>
        property.expect((value) => resolvedInto(name(), value)).when(isPlain),
      ),
    ...(PLAIN_TEXTS[resource.type] ?? [])
      .flatMap((path) => resource.all(path))
      .filter(mayResolve)
      .map((property) => property.expect((value) => resolvedInto(property.key ?? '', value))),
  ],
});

const resolvedInto = (name: string, value: Value): Outcome[] => {
  const sources = resolvedSecretsIn(value)
    .filter(({ name: secret, isHarmless }) => !isHarmless && secret !== OF_ACCESS_KEY)
    .map(({ source }) => source);
  return [...new Set(sources)].map((source) => fail(`${name} holds ${source}, in clear`));
};

/** The secret of an access key is the case of iam-access-key-secret-kept-in-secret-store. */
const OF_ACCESS_KEY = 'SecretAccessKey';
