import { REGION } from './regions';

/** Ids of what is in one Region: `vpc-0343606e`, `subnet-0c282a6d5e0ce9303`; not an image's, and not a row of zeros or a date. */
const IDS =
  /(?<![\w-])(?:acl|cgw|dopt|eigw|eipalloc|eni|fs|fsap|i|igw|lt|nat|pcx|pl|rtb|sg|snap|subnet|tgw|vgw|vol|vpc|vpce)-(?!0+(?![0-9a-f])|20\d{6}(?![0-9a-f]))(?:[0-9a-f]{17}|[0-9a-f]{8})(?![\w-])/g;

/** A key or certificate by its id, save for a key that has the same one in several Regions (`mrk-…`). */
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/.source;
const IN_ARN = new RegExp(`(?<=:)(?:key|certificate)/${UUID}`, 'g');
const KEY_ID = new RegExp(`^${UUID}$`);
const NAMES_KEY = /kms|encryptionkey/i;

/**
 * Where the names of load balancers live, by kind: Application and Classic ones, then Network ones.
 * https://docs.aws.amazon.com/general/latest/gr/elb.html
 */
const LOAD_BALANCER_ZONES = new Set(
  `Z3AADJGX6KTTL2 Z35SXDOTRQ7X7K Z368ELLRRE2KJ0 Z1H1FL5HABSF5 ZQSVJUPU6J1EY Z06473681N0SF6OS049SD Z3DQVH9N71FHZ0
  Z02789141MW7T1WBU19PO ZP97RAFLXTNZK Z0173938T07WNTVAEPZN Z14GRHDCWA56QT ZWKZPGTI48KDX Z5LXEXXYW11ES
  Z1LMS91P8CMLE5 Z1GM3OXH4ZPM65 Z08888821HLRG5A9ZRTER Z09517862IB2WZLPXG76F Z06010284QMVVW7WO5J
  Z023301818UFJ50CIO0MV Z0390008CMBRTHFGWBCB Z215JYRZR1TBD5 Z06391101F2ZOEP8P5EB3 Z32O12XQLNTSW2 ZHURV8PSTC4K8
  Z3Q77PNBQS71R4 Z23TAZ6LKFMNIO Z3ULH7SSC9OV64 Z0956581394HF5D5LXGAP Z2P70J7HTTTPLU Z1GDH35T77C1KE ZM7IZAIOVVDZF
  Z33AYJ8TM3BH4J Z166TLBEWOO7G0 Z023552324OKD1BB28BH5 Z08230872XQRWHG2XF6I ZS929ML54UICD Z268VQBMOI5EKX
  Z09170902867EHPV2DABU
  ZLMOA37VPKANP Z26RNL4JYFTOTI Z24FKFUX50B4VW Z18D5FSROUN65G Z2EPGBW3API2WT Z02754302KBB00W2LKWZ9 Z12Y7K3UBGUAD1
  Z09176273OC2HWIAUNYW ZVDDRBQ08TROA Z0711778386UTO08407HT Z31USIVHYNEOWT ZIBE1TIR4HY56 Z1GWIQ4HH19I5X
  ZKVM4W9LS7TM ZCT6FZBF4DROD Z01971771FYVNCOVWJU1G Z01156963G8MIIL7X90IV Z026317210H9ACVTRO6FB
  Z01392953RKV2Q3RBP0KU Z054363131YWATEMWRG5L Z3F0SRJ5LGBH90 Z02239872DOALSIDCX66S Z2IFOLAFXWLO4F ZD4D7Y8KGAS4G
  Z1CMS0P5QUZ6D5 Z1UDT6IFJ4EJM Z23146JA1KNAFP Z1011216NVTVYADP1SSV ZTK26PT1VY4CU Z3QFB96KMJ7ED6 ZQEIKTCZ8352D
  ZMG1MZ2THAWF1 Z1ZSMQQ6Q24QQ8 Z02031231H3ID6HYJ9A7U Z00282643NTTLPANJJG2P Z3QSRYVP46NYYV Z203XCE67M25HM
  Z0313266YDI6ZRHTGQY4`.split(/\s+/),
);

/** What a text has to look like to be worth searching. */
export const MAY_HOLD_REGIONAL_ID = /-[0-9a-f]{8}|\bZ[0-9A-Z]{11,20}\b/;

/** The ids in a text that are of one Region. What names its Region as well is said of that. */
export function regionalIdsIn(text: string, key = ''): string[] {
  if (LOAD_BALANCER_ZONES.has(text) || (NAMES_KEY.test(key) && KEY_ID.test(text))) return [text];
  return [IDS, IN_ARN]
    .flatMap((pattern) => [...text.matchAll(pattern)])
    .filter((match) => !REGION.test(wordAround(text, match)))
    .map(([id]) => id);
}

/** The ARN, address or other word that the id stands in. */
function wordAround(text: string, { 0: id, index }: RegExpExecArray): string {
  const before = /[^\s"']*$/.exec(text.slice(Math.max(0, index - MAX_WORD), index)) ?? [''];
  const after = /^[^\s"']*/.exec(text.slice(index + id.length, index + id.length + MAX_WORD)) ?? [''];
  return before[0] + id + after[0];
}

const MAX_WORD = 200;

export const isLoadBalancerZone = (id: string): boolean => LOAD_BALANCER_ZONES.has(id);
