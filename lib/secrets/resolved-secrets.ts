import type { Property } from '../model/property';
import { remember } from '../model/remember';
import type { Template } from '../model/template';
import type { Part, Value } from '../model/value';
import { namesUser } from './secret-names';

/** A secret that CloudFormation puts in a value's place at deployment: in clear, wherever the value shows. */
export interface ResolvedSecret {
  /** What stands in the template: `the NoEcho parameter DbPassword`, `${Key.SecretAccessKey}`. */
  source: string;
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
 * The properties that may hold a secret by what they mention: the names of parameters, a secret attribute, a
 * dynamic reference. Spares the others a look in every scenario.
 */
export const thatMayResolve = (properties: readonly Property[]): Property[] =>
  properties.filter((property) => property.mentions(sourcesIn(property.entity.template)));

const sourcesIn = remember(({ parameters, parent }: Template): RegExp => {
  // What a nested stack is given may be hidden in the stack around it.
  const hidden = [...parameters.values()].filter(({ noEcho }) => noEcho || parent).map(({ name }) => name);
  const attributes = new Set(Object.values(SECRET_ATTRIBUTES));
  return new RegExp(`\\b(${[...hidden, ...attributes].join('|')})\\b|\\{\\{resolve:`);
});

/** The secrets that are resolved into a value. */
export const resolvedSecretsIn = (value: Value): ResolvedSecret[] => value.parts.flatMap(resolvedBy);

function resolvedBy(part: Part): ResolvedSecret[] {
  if (part.kind === 'reference') {
    const { resource, attribute } = part;
    if (attribute === undefined || SECRET_ATTRIBUTES[resource.type] !== attribute) return [];
    const source = `\${${resource.logicalId}.${attribute}}`;
    return [{ source, isHarmless: IS_GIVEN_AWAY.has(resource.type) }];
  }
  if (part.noEcho !== undefined)
    return [{ source: `the NoEcho parameter ${part.noEcho}`, isHarmless: namesUser(part.noEcho) }];
  if (part.kind === 'unknown' && SECRET_REFERENCE.test(part.source) && !NO_SECRET_FIELD.test(part.source))
    return [{ source: part.source, isHarmless: false, isDynamic: true }];
  return [];
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html */
const SECRET_REFERENCE = /^\{\{resolve:(secretsmanager|ssm-secure):/;

/** The fields beside the password in the secret of a database: https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html */
const NO_SECRET_FIELD =
  /:SecretString:(user_?name|user|host|hostname|endpoint|port|db_?name|database|dbInstanceIdentifier|dbClusterIdentifier|engine|proxy|url|email|account_?id|region)(:[^:}]*){0,2}\}\}$/i;
