import type { Parameter } from '../model/entity';
import { childOf } from '../template/node';
import { isOfAws } from './secret-parameters';

/** What of a key a name asks for; `access key` and `token` alone may be those of anyone. */
const CREDENTIALS: readonly (readonly [RegExp, string])[] = [
  [/\bsecret access key$/, 'an AWS secret access key'],
  [/\b(aws|amazon|iam|s3|ses)\b.*\bsecret key$/, 'an AWS secret access key'],
  [/\baccess key id$/, 'the id of an AWS access key'],
  [/\b(aws|amazon|iam|s3|ses)\b.*\baccess key$/, 'an AWS access key'],
  [/\b(aws|amazon|sts)\b.*\b(session|security) token$/, 'an AWS session token'],
  [/\b(aws|amazon|iam)( user)? credentials?$/, 'AWS credentials'],
];

/** Others whose keys have the same names: `WasabiSecretAccessKey`. */
const OTHERS =
  /\b(alibaba|aliyun|azure|backblaze|ceph|cloudflare|datadog|digital ?ocean|gcp|gcs|google|linode|minio|oci|oracle|r2|scaleway|spaces|sumo ?logic|tencent|wasabi)\b/;

/** One of these is in every name and description that asks for a credential. */
const MAY_ASK = /key|token|credential/i;

/** What of AWS's credentials a parameter asks for, by its name or description. */
export function credentialOf(parameter: Parameter): string | undefined {
  const description = childOf(parameter.node, 'Description');
  const text = description?.kind === 'scalar' ? description.text.trim().toLowerCase() : '';
  if (!MAY_ASK.test(parameter.name) && !MAY_ASK.test(text)) return undefined;
  const name = words(parameter.name).replace(/\b(access|secret)key/g, '$1 key');
  if (isOfAws(parameter) || takesItsPlace(parameter, text) || OTHERS.test(`${name} ${text}`))
    return undefined;
  const named = CREDENTIALS.find(([pattern]) => pattern.test(name))?.[1];
  if (named) return named;
  if (describesKey(name, text)) return 'an AWS access key';
  return DESCRIBES_TOKEN.test(text) ? 'an AWS session token' : undefined;
}

/** What it takes is a choice, or the name, path or ARN of where the credential is. */
const takesItsPlace = ({ variable }: Parameter, description: string): boolean =>
  variable.allowed?.every((value) => /^(true|false|yes|no|enabled?|disabled?|)$/i.test(value)) ||
  /^(arn:|\/)/.test(variable.default ?? '') ||
  /^((the|an?|your|existing|full|aws) )*(arn|name|path|location|secrets? manager|ssm|parameter store)\b/.test(
    description,
  );

/** A description that begins with the key, of a parameter that is not named as something about it (`KeyMaxAge`). */
const describesKey = (name: string, description: string): boolean =>
  /^((the|an?|your|enter|provide|specify|please|aws|amazon|iam|user'?s?) )*(secret access|access|secret) key( id)?(?! ?pair)\b/.test(
    description,
  ) &&
  (/\b(aws|amazon|iam|s3)\b/.test(`${name} ${description}`) ||
    /secret access key|access key id/.test(description)) &&
  !/\b(age|arn|days|name|path|period|prefix|rotation|serial|status|version)$/.test(name);

const DESCRIBES_TOKEN = /^((the|an?|your|enter|provide|specify|please) )*(aws|amazon) session token\b/;

const words = (name: string): string =>
  name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .replace(/[^A-Za-z\d]+/g, ' ')
    .trim()
    .toLowerCase();
