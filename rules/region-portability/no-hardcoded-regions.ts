import { isForPeople } from '../../lib/aws/for-people';
import { namesOtherRegion, reachesOtherRegion } from '../../lib/aws/regions/cross-region';
import { isOfGlobalService, namesGlobalService } from '../../lib/aws/regions/global-services';
import {
  LOG_DELIVERY_ACCOUNTS,
  REGION,
  type RegionMention,
  regionByCondition,
  regionOf,
  regionsUsedIn,
} from '../../lib/aws/regions/regions';
import type { Resource } from '../../lib/model/entity';
import type { Property } from '../../lib/model/property';
import type { Value } from '../../lib/model/value';
import { WrittenText } from '../../lib/model/written-text';
import { fail, rule } from '../../lib/rule';

export default rule({
  id: 'no-hardcoded-regions',
  title: 'No resource is tied to a Region by name',
  severity: 'error',
  control: 'REGION-PORTABLE',
  why: 'In any other Region such a stack cannot be created, or it goes on using what is in the first, also when that one fails.',
  fix: 'Write ${AWS::Region} for the Region of the stack. What is called differently in each Region, such as the layers and images of others, belongs in a mapping by AWS::Region.',
  docs: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/mappings-section-structure.html',
    'https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/global-services.html',
  ],

  checkTemplate: (template) => {
    const resources = [...template.resources.values()];
    const { text } = template.source;
    return [
      REGION.test(text) ? resources.flatMap(regionNames) : [],
      ACCOUNT.test(text) ? resources.flatMap(logDeliveryAccounts) : [],
    ];
  },
});

const ACCOUNT = new RegExp(Object.keys(LOG_DELIVERY_ACCOUNTS).join('|'));

function textsThatMention(resource: Resource, pattern: RegExp): Property[] {
  const properties = resource.attribute('Properties');
  return properties.mentions(pattern) ? properties.texts().filter((text) => text.mentions(pattern)) : [];
}

const regionNames = (resource: Resource) =>
  textsThatMention(resource, REGION).map((text) => text.expect((value) => tied(resource, value)));

function tied(resource: Resource, value: Value) {
  const path = value.path.replace(/^Properties\./, '').replace(/\[\d+\]/g, '');
  if (isForPeople(resource, path) || isWrittenByCdk(resource, path)) return undefined;
  if (namesOtherRegion(resource.type, path)) return undefined;
  const text = WrittenText.of(value, ['template']);
  const mentions = regionsUsedIn(text.text).filter((mention) => !isRight(resource, path, mention));
  const foreign = mentions.filter(({ region }) => region !== regionOf(resource.template));
  return foreign[0]
    ? fail(message(foreign), { range: text.rangeAt(foreign[0].index) })
    : mentions[0] && fail(message(mentions), { range: text.rangeAt(mentions[0].index), ...OWN });
}

/** In a stack with an environment, CDK writes AWS::Region out. */
const OWN = { severity: 'info' } as const;

/** The address of an asset, which CDK writes out for the Region it deploys to. */
const isWrittenByCdk = (resource: Resource, path: string): boolean =>
  path === 'TemplateURL' && resource.attribute('Metadata').value.child('aws:asset:path').isPresent;

const isRight = (resource: Resource, path: string, mention: RegionMention): boolean =>
  mention.region === regionByCondition(resource.template) ||
  reachesOtherRegion(resource.type, mention) ||
  namesGlobalService(mention) ||
  (mention.region === 'us-east-1' && isOfGlobalService(resource, path));

function message(mentions: readonly RegionMention[]): string {
  const regions = [...new Set(mentions.map(({ region }) => region))];
  const remedy = mentions.some(isOfOthers)
    ? 'use a mapping by AWS::Region'
    : mentions.every(isOfBucket)
      ? 'use a bucket in each Region, with ${AWS::Region} in its name'
      : 'use ${AWS::Region}';
  return `${regions.join(' and ')} ${regions.length > 1 ? 'are' : 'is'} written out here: ${remedy}`;
}

/** A layer, or an image in the registry of a fixed account: there is another in each Region. */
const isOfOthers = ({ before, after }: RegionMention): boolean =>
  /\b\d{12}\.dkr\.ecr\.$/.test(before) || /^:\d{12}:layer:/.test(after);

/** The address of a bucket whose name is the same everywhere, so that it is in this Region only. */
const isOfBucket = ({ before, after }: RegionMention): boolean =>
  /(?:^|[/.])s3[.-]$/.test(before) && /^\.amazonaws\.com/.test(after);

/** One or two of these accounts are for a Region; more are a list for every Region. */
function logDeliveryAccounts(resource: Resource) {
  const texts = textsThatMention(resource, ACCOUNT);
  if (texts.length > 2) return [];
  return texts.map((text) =>
    text.expect((value) => {
      const [account] = ACCOUNT.exec(WrittenText.of(value, ['template']).text) ?? [];
      const region = LOG_DELIVERY_ACCOUNTS[account ?? ''];
      if (!region || region === regionByCondition(resource.template)) return undefined;
      return fail(
        `${account} writes the logs of load balancers in ${region} only: use a mapping by AWS::Region`,
        region === regionOf(resource.template) ? OWN : {},
      );
    }),
  );
}
