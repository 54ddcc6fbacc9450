import type { Property } from '../model/property';
import { remember } from '../model/remember';
import type { Variable } from '../model/scenario';
import type { Template } from '../model/template';
import type { Part, Value } from '../model/value';
import { textsIn } from '../template/node';
import { namesUser } from './secret-names';

/** A secret that CloudFormation puts in a value's place at deployment: in clear, wherever the value shows. */
export interface ResolvedSecret {
  /** What stands in the template: `the NoEcho parameter DbPassword`, `${Key.SecretAccessKey}`. */
  source: string;
  /** The parameter or attribute that it comes from; nothing for a dynamic reference. */
  name: string;
  /** The value, where a NoEcho parameter has a default or is given one. */
  text?: string;
  /** It is the name of a user, or a key that is made to be given away. */
  isHarmless: boolean;
  /** It is a dynamic reference, which is resolved in properties only. */
  isDynamic?: boolean;
}

/** Attributes that are secrets: what Fn::GetAtt returns, by the pages of the CloudFormation reference. */
const SECRET_ATTRIBUTES: { readonly [type: string]: string } = {
  'AWS::AppSync::ApiKey': 'ApiKey',
  'AWS::Cognito::UserPoolClient': 'ClientSecret',
  'AWS::IAM::AccessKey': 'SecretAccessKey',
  'AWS::IVS::StreamKey': 'Value',
};

/** A program of the public calls an AppSync API by its key: https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html#api-key-authorization */
const IS_GIVEN_AWAY = new Set(['AWS::AppSync::ApiKey']);

/**
 * Whether a property may hold a secret: by what it mentions, which is the names of parameters, a secret
 * attribute or a dynamic reference, or unseen. Spares the others a look in every scenario.
 */
export const mayResolve = (property: Property): boolean =>
  mentionsSource(property) || property.calls(readingElsewhere(property.entity.template));

const mentionsSource = (property: Property): boolean =>
  property.mentions(sourcesIn(property.entity.template));

/** What below a property mentions a source, by its name; dynamic references have none. */
export function bySource(property: Property): ReadonlyMap<string, readonly Property[]> {
  const found = new Map<string, Property[]>();
  if (!mentionsSource(property)) return found;
  const candidates = property.leaves().filter(mentionsSource);
  for (const name of namesOfSources(property.entity.template)) {
    const mention = new RegExp(`\\b${name}\\b`);
    const mentioning = candidates.filter((one) => one.mentions(mention));
    if (mentioning.length > 0) found.set(name, mentioning);
  }
  return found;
}

const namesOfSources = remember(({ parameters, parent }: Template): readonly string[] => {
  // What a nested stack is given may be hidden in the stack around it.
  const hidden = [...parameters.values()]
    .filter(({ noEcho, variable }) => noEcho || parent || mayRefer(variable))
    .map(({ name }) => name);
  return [...hidden, ...ATTRIBUTES];
});

/** Those that are secrets, and what leads to the outputs of a nested stack. */
const ATTRIBUTES = [...new Set(Object.values(SECRET_ATTRIBUTES)), 'Outputs'];

const mayRefer = ({ given, default: initial, allowed = [] }: Variable): boolean =>
  [given, initial, ...allowed].some((text) => text !== undefined && isPartOfSource(text));

/** A dynamic reference, or the attribute of an Fn::GetAtt. */
const isPartOfSource = (text: string): boolean => text.includes(REFERENCE) || ATTRIBUTES.includes(text);

const sourcesIn = remember(
  (template: Template) => new RegExp(`\\b(${namesOfSources(template).join('|')})\\b|\\{\\{resolve:`),
);

/** The functions that may give a secret that is not mentioned: an output of another stack, or an entry of a mapping. */
const readingElsewhere = remember(({ mappings }: Template): ReadonlySet<string> => {
  const isMapped = [...mappings.values()].flatMap(textsIn).some(isPartOfSource);
  return new Set(['Fn::ImportValue', 'Fn::GetStackOutput', ...(isMapped ? ['Fn::FindInMap'] : [])]);
});

const REFERENCE = '{{resolve:';

/** The secrets that are resolved into a value. */
export const resolvedSecretsIn = (value: Value): ResolvedSecret[] => value.parts.flatMap(resolvedBy);

function resolvedBy(part: Part): ResolvedSecret[] {
  if (part.kind === 'reference') {
    const { resource, attribute } = part;
    if (attribute === undefined || SECRET_ATTRIBUTES[resource.type] !== attribute) return [];
    const source = `\${${resource.logicalId}.${attribute}}`;
    return [{ source, name: attribute, isHarmless: IS_GIVEN_AWAY.has(resource.type) }];
  }
  if (part.noEcho !== undefined) {
    const { noEcho: name } = part;
    const text = part.kind === 'literal' ? { text: part.text } : {};
    return [{ source: `the NoEcho parameter ${name}`, name, ...text, isHarmless: namesUser(name) }];
  }
  // The default of a parameter may be a dynamic reference, too.
  const source = part.kind === 'unknown' ? part.source : part.text;
  if (SECRET_REFERENCE.test(source) && !NO_SECRET_FIELD.test(source))
    return [{ source, name: '', isHarmless: false, isDynamic: true }];
  return [];
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html */
const SECRET_REFERENCE = /^\{\{resolve:(secretsmanager|ssm-secure):/;

/** The fields beside the password in the secret of a database: https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html */
const NO_SECRET_FIELD =
  /:SecretString:(user_?name|user|host|hostname|endpoint|port|db_?name|database|dbInstanceIdentifier|dbClusterIdentifier|engine|proxy|url|email|account_?id|region)(:[^:}]*){0,2}\}\}$/i;
