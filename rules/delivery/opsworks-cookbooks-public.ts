import type { Value } from '../../lib/model/value';
import { fail, rule } from '../../lib/rule';

export default rule({
  id: 'opsworks-cookbooks-public',
  title: 'OpsWorks cookbooks come from a public repository',
  severity: 'warning',
  control: 'COOKBOOKS-PUBLIC',
  resources: ['AWS::OpsWorks::Stack'],
  why: 'Customers can neither read nor run cookbooks that they cannot fetch.',
  fix: 'Publish the cookbooks in a public Git repository and name it in CustomCookbooksSource without SshKey, Username and Password. OpsWorks itself has ended: move to Systems Manager or another tool.',
  docs: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-opsworks-stack-source.html',
    'https://docs.aws.amazon.com/opsworks/latest/userguide/stacks-eol-faqs.html',
  ],

  check: (stack) => [
    stack
      .property('CustomCookbooksSource')
      .expect((source) => {
        const credential = CREDENTIALS.find((name) => isGiven(source.get(name)));
        if (credential)
          return fail(`the cookbooks come from a private repository, as ${credential} is given`, {
            at: source.get(credential),
          });
        const type = source.get('Type');
        return type.is('s3')
          ? fail('the cookbooks come from an S3 bucket, not from a public repository', { at: type })
          : undefined;
      })
      .when(() => stack.get('UseCustomCookbooks').is(true) && stack.get('CustomCookbooksSource').isPresent),
    stack
      .attribute('Type')
      .expect(() => fail('AWS OpsWorks Stacks ended on 26 May 2024', { severity: 'info' })),
  ],
});

/** What only a private repository asks for. */
const CREDENTIALS = ['SshKey', 'Username', 'Password'];

/** A parameter may be empty; a dynamic reference never is. */
const isGiven = (value: Value): boolean => value.outline.startsWith('{{resolve:') || value.isGiven;
