import type { Template } from '../../model/template';

const NAME =
  /(?:[a-z]{2}|eusc-[a-z]{2})(?:-(?:gov|iso[a-z]?))?-(?:(?:north|south)(?:east|west)?|east|west|central)-[1-9]\d?/
    .source;

/**
 * The name of a Region inside a text. A pattern rather than a list, because AWS opens Regions every year;
 * a letter or digit after it makes an Availability Zone of it. Includes the Regions of China, GovCloud, the
 * isolated partitions (`us-isob-east-1`) and the European Sovereign Cloud (`eusc-de-east-1`).
 * https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
 */
export const REGION = new RegExp(`(?<![A-Za-z0-9])${NAME}(?![0-9A-Za-z])`);

/**
 * A text that is the name of an Availability Zone (`us-east-1a`), or its id (`use1-az1`). Local Zones
 * (`us-west-2-lax-1a`) name their Region.
 * https://docs.aws.amazon.com/global-infrastructure/latest/regions/az-ids.html
 */
export const ZONE = new RegExp(`^(?:(?<region>${NAME})[a-z]|[a-z]{2}g?(?:[ns][ew]?|[cew])\\d-az\\d{1,2})$`);

/** The Region that a template is deployed to, where that is known: its stack has an environment, or it was given. */
export const regionOf = (template: Template): string | undefined =>
  template.context.pseudoParameters?.get('AWS::Region');

/** The Region in the scenario being looked at, where a condition on it settles that. */
export function regionByCondition(template: Template): string | undefined {
  const { scenario } = template.app;
  if (!scenario.isConditional || regionOf(template)) return undefined;
  return scenario.settledValue(template.app.pseudoParameter('AWS::Region', template));
}

/** A Region that a text names. */
export interface RegionMention {
  region: string;
  index: number;
  /** What stands before and after it in its line, as far as it matters. */
  before: string;
  after: string;
}

/** The Regions that a text names in order to use them: not in comments or comparisons, not in tables of Regions. */
export function regionsUsedIn(text: string): RegionMention[] {
  const matches = [...text.matchAll(EVERY_REGION)].slice(0, MAX_MENTIONS);
  const mentions = matches.map((match) => mentionAt(text, match.index, match[0]));
  const words = new Set(mentions.filter(isWord).map(({ region }) => region));
  if (words.size > 2 || LIST.test(text)) return [];
  return mentions.filter((mention) => !NO_USE.some((isNoUse) => isNoUse(mention)));
}

/** More than this in one text are not told apart. */
const MAX_MENTIONS = 200;
const EVERY_REGION = new RegExp(REGION, 'g');
const LIST = new RegExp(`^\\s*${REGION.source}(?:[\\s,;]+${REGION.source})+\\s*$`);

/** It stands alone, and not in an ARN, a host or another name. */
const isWord = ({ before, after }: RegionMention): boolean =>
  /(?:^|[\s"'`,[({=])$/.test(before) && /^(?:[\s"'`,\])}:]|$)/.test(after);

function mentionAt(text: string, index: number, region: string): RegionMention {
  const start = text.lastIndexOf('\n', index) + 1;
  const end = text.indexOf('\n', index);
  const after = index + region.length;
  return {
    region,
    index,
    before: text.slice(Math.max(start, index - CONTEXT), index),
    after: text.slice(after, Math.min(end === -1 ? text.length : end, after + CONTEXT)),
  };
}

/** Characters of the line that are looked at on either side. */
const CONTEXT = 300;

const NO_USE: readonly ((mention: RegionMention) => boolean)[] = [
  // A comment, of a line or at its end, or of a document.
  ({ before }) =>
    /^\s*(?:#(?!!)|\/\/|\*\s|--\s)|\s(?:#|\/\/)\s|["']?(?:Comment|Description)["']?\s*:\s*["'][^"']*$/i.test(
      before,
    ),
  // Compared with the Region there is: if, case, in, startswith.
  ({ before }) =>
    /(?:[=!]==?|\s-(?:eq|ne)|\[\s[^\][]{0,99}\s=|\b(?:in|startswith|endswith|startsWith|endsWith|includes|contains|equals|case)\b[\s([]*(?:["'][^)\]]*,)?)\s*["'`]?$/.test(
      before,
    ),
  ({ after }) => /^["'`]\s*[=!]==?/.test(after),
  ({ before, after }) => /^[\s"'|]*$/.test(before) && /^["']?\)/.test(after),
  // The key of a table in code.
  ({ after }) => /^["'`]\s*:/.test(after),
  // What is taken when the environment names no Region: ${AWS_REGION:-us-east-1}, getenv('AWS_REGION', 'us-east-1').
  ({ before }) => /REGION["']?[)\]]?\s*(?:,|\|\||\?\?|:-|:=|\bor\b)\s*["'`]?$/i.test(before),
  // Replaced by another: sed s/us-east-1/…/, replace('us-east-1', …).
  ({ before }) => /\bsed\b.*\bs([/|#,@])[^/|#,@]*$|\breplace(?:All)?\(\s*["'`]?$/.test(before),
];

/**
 * The accounts that write the access logs of load balancers, each in one Region. Newer Regions have none:
 * there, and today anywhere, the principal logdelivery.elasticloadbalancing.amazonaws.com does it.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 */
export const LOG_DELIVERY_ACCOUNTS: { readonly [account: string]: string } = {
  '098369216593': 'af-south-1',
  '754344448648': 'ap-east-1',
  '582318560864': 'ap-northeast-1',
  '600734575887': 'ap-northeast-2',
  '383597477331': 'ap-northeast-3',
  '718504428378': 'ap-south-1',
  '114774131450': 'ap-southeast-1',
  '783225319266': 'ap-southeast-2',
  '589379963580': 'ap-southeast-3',
  '985666609251': 'ca-central-1',
  '638102146993': 'cn-north-1',
  '037604701340': 'cn-northwest-1',
  '054676820928': 'eu-central-1',
  '897822967062': 'eu-north-1',
  '635631232127': 'eu-south-1',
  '156460612806': 'eu-west-1',
  '652711504416': 'eu-west-2',
  '009996457667': 'eu-west-3',
  '076674570225': 'me-south-1',
  '507241528517': 'sa-east-1',
  '127311923021': 'us-east-1',
  '033677994240': 'us-east-2',
  '190560391635': 'us-gov-east-1',
  '048591011584': 'us-gov-west-1',
  '027434742980': 'us-west-1',
  '797873946194': 'us-west-2',
};
