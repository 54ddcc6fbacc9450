import { writtenName } from '../../lib/aws/named-resources';
import { DISTRIBUTION } from '../../lib/aws/network/cloudfront';
import type { Resource } from '../../lib/model/entity';
import { remember } from '../../lib/model/remember';
import type { Template } from '../../lib/model/template';
import { fail, rule } from '../../lib/rule';

const URL = 'AWS::Lambda::Url';
const PERMISSION = 'AWS::Lambda::Permission';

/** Where each type says who may call a function's URL. */
const AUTH_TYPE: { readonly [type: string]: string } = {
  [URL]: 'AuthType',
  'AWS::Serverless::Function': 'FunctionUrlConfig.AuthType',
  [PERMISSION]: 'FunctionUrlAuthType',
};

export default rule({
  id: 'lambda-function-urls-authorized',
  title: 'Function URLs only take requests of callers that IAM lets in',
  severity: 'error',
  control: 'API-AUTHORIZED',
  resources: Object.keys(AUTH_TYPE),
  why: 'A function URL without authorization runs the function for whoever finds its address, at your cost and with its permissions.',
  fix: 'Set AuthType to AWS_IAM; behind CloudFront with an origin access control, which signs the requests. Waive it for a webhook that checks signatures itself.',
  docs: [
    'https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html',
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-lambda.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-lambda-permission.html#cfn-lambda-permission-functionurlauthtype',
  ],

  check: (resource) =>
    resource
      .property(AUTH_TYPE[resource.type] as string)
      .expect((authType) => (authType.is('NONE') ? fail(messageOf(resource)) : undefined))
      .when(() => resource.type !== PERMISSION || opensUrlElsewhere(resource)),
});

function messageOf(resource: Resource): string {
  if (resource.type === PERMISSION) return 'the function may be called by anyone at a URL with AuthType NONE';
  const [distribution] = resource.referring(DISTRIBUTION, 'DistributionConfig.Origins.DomainName');
  return distribution
    ? `AuthType NONE lets anyone call the function past ${distribution.logicalId}, which could sign its requests for AWS_IAM`
    : 'AuthType NONE lets anyone call the function';
}

/** For everyone, to a URL that is not in the app: one that is speaks for itself. */
const opensUrlElsewhere = (permission: Resource): boolean =>
  permission.get('Principal').is('*') && !isOfKnownUrl(permission);

function isOfKnownUrl(permission: Resource): boolean {
  const named = permission.get('FunctionName').reference?.resource;
  return named
    ? named.type === URL || hasUrl(named) || named.written('FunctionUrlConfig') !== undefined
    : namesWithUrl(permission.template).has(writtenName(permission.written('FunctionName')));
}

/** The functions that URLs are for by their names, as they are written. */
const namesWithUrl = remember(
  (template: Template): ReadonlySet<string | undefined> =>
    new Set(template.resourcesOf(URL).flatMap((url) => writtenName(url.written('TargetFunctionArn')) ?? [])),
);

/** An alias has one by itself, or by its function, whose URL then says which alias it is for. */
const hasUrl = remember((called: Resource) =>
  [called, ...called.referred('AWS::Lambda::Function', 'FunctionName')].some(
    (one) => one.referring(URL, 'TargetFunctionArn').length > 0,
  ),
);
