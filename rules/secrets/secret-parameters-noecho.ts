import type { Parameter } from '../../lib/model/entity';
import { fail, rule } from '../../lib/rule';
import { credentialOf } from '../../lib/secrets/aws-credential-parameters';
import { whyFed, whySecret } from '../../lib/secrets/secret-parameters';
import { isNameOfSecret, mayBeSecret } from '../../lib/secrets/secret-values';

export default rule({
  id: 'secret-parameters-noecho',
  title: 'Parameters that take a secret are NoEcho',
  severity: 'warning',
  control: 'SECRETS',
  why: 'Without NoEcho the console, the command line and every description of the stack or its events show the value to all who may look at the stack.',
  fix: 'Set NoEcho: true, or better do without the parameter and read the secret from Secrets Manager by a dynamic reference.',
  docs: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security-best-practices.html#creds',
  ],

  checkTemplate: (template) =>
    [...template.parameters.values()].filter(takesSecret).map((parameter) =>
      parameter.attribute('NoEcho').expect(() => {
        if (parameter.noEcho) return undefined;
        return fail(
          `${parameter.name} ${whySecret(parameter)}, and its value shows wherever the stack is described`,
        );
      }),
    ),
});

/** What is only named as a secret may take the name of one: its default or description tells. */
const takesSecret = (parameter: Parameter) =>
  whySecret(parameter) !== undefined &&
  credentialOf(parameter) === undefined && // no-aws-credential-parameters wants it gone, hidden or not
  (whyFed(parameter) !== undefined || !takesName(parameter));

function takesName({ name, variable }: Parameter): boolean {
  const { default: initial = '' } = variable;
  return initial.trim() !== '' && (!mayBeSecret(initial) || isNameOfSecret(name, initial));
}
