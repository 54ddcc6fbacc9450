import { Property } from '../../lib/model/property';
import { fail, rule } from '../../lib/rule';
import { credentialOf } from '../../lib/secrets/aws-credential-parameters';

export default rule({
  id: 'no-aws-credential-parameters',
  title: 'No parameter asks for AWS credentials',
  severity: 'error',
  control: 'CROSS-ACCOUNT-ROLES',
  alsoControls: ['SECRETS', 'ACCESS-KEYS-LIMITED'],
  why: 'Whoever deploys must make an access key that never expires and hand it over, and it lives on in stacks, scripts and instances where nobody rotates it. NoEcho only hides it in the console.',
  fix: 'Give what needs access a role: that of the instance, task or function, or in another account one that it assumes by sts:AssumeRole with an external id. Ask for the ARN of that role.',
  docs: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html#securing_access-keys',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security-best-practices.html#creds',
  ],

  checkTemplate: ({ parameters }) =>
    [...parameters.values()].map((parameter) => {
      const credential = credentialOf(parameter);
      if (!credential) return undefined;
      const asked = `${parameter.name} asks for ${credential}`;
      return Property.root(parameter).expect(() =>
        fail(parameter.noEcho ? `${asked}, and NoEcho only hides it` : asked),
      );
    }),
});
