import { isOfOneAccount } from '../../lib/aws/iam/policy-conditions';
import type { Resource } from '../../lib/model/entity';
import type { Outcome } from '../../lib/model/expectation';
import type { Value } from '../../lib/model/value';
import { fail, rule } from '../../lib/rule';

export default rule({
  id: 'lambda-permissions-limit-source',
  title: 'A service may call a function for a known source only',
  severity: 'warning',
  control: 'LEAST-PRIVILEGE',
  alsoControls: ['LAMBDA-LEAST-PRIVILEGE'],
  resources: ['AWS::Lambda::Permission'],
  why: 'A service works for every customer of AWS: without a source, an API, a rule or a bucket in any account can have it call the function, with whatever input.',
  fix: 'Set SourceArn to the ARN of the rule, API, topic or bucket that calls the function, and SourceAccount where the ARN holds no account, as that of a bucket; EventSourceToken to the id of an Alexa skill.',
  docs: [
    'https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html',
    'https://docs.aws.amazon.com/lambda/latest/dg/API_AddPermission.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html#cross-service-confused-deputy-prevention',
    'https://docs.aws.amazon.com/lambda/latest/dg/with-s3.html',
  ],

  check: (permission) =>
    permission
      .property('SourceArn')
      .expect((source) => judged(permission, source))
      .when(() => isService(permission.get('Principal')))
      .unless(() => OTHER_LIMITS.some((key) => permission.get(key).isPresent)),
});

const OTHER_LIMITS = ['SourceAccount', 'PrincipalOrgID', 'EventSourceToken'];

function judged(permission: Resource, source: Value): Outcome | undefined {
  const { outline: service } = permission.get('Principal');
  if (source.isAbsent)
    return fail(`${service} may call the function for anyone: no SourceArn or SourceAccount says for whom`);
  if (!isOfOneAccount(source))
    return fail(`${service} may call the function for anyone: ${source.outline} fits every account`);
  return service.startsWith('s3.')
    ? fail(
        'the ARN of a bucket holds no account: without SourceAccount, whoever takes the name of a deleted bucket may call the function',
        { severity: 'info' },
      )
    : undefined;
}

/** `events.amazonaws.com`, `logs.${AWS::Region}.amazonaws.com`, `alexa-appkit.amazon.com`; not an account, a role or everyone. */
const isService = (principal: Value): boolean =>
  SERVICE.test(principal.outline) || (principal.isWhollyUnknown && principal.matches(SERVICE));

const SERVICE = /^([\w.-]|\$\{AWS::Region\})+\.(amazonaws\.com(\.cn)?|amazon\.com|\$\{AWS::URLSuffix\})$/;
