import type { App } from '../../model/app';
import type { Resource } from '../../model/entity';
import { remember } from '../../model/remember';
import type { Value } from '../../model/value';
import { nameWithin, writtenName } from '../named-resources';
import { allows, statementsBeside } from './iam-policy';
import { coveredBy } from './policy-actions';
import { type Principal, principalsOf } from './policy-principals';

/** The key of the app that is meant: by a reference, or through an alias. */
export function keyOf(value: Value): Resource | undefined {
  const referred =
    value.references()[0]?.resource ??
    aliases(value.entity.app).get(nameWithin(value.entity.template, nameOfAlias(value.outline)));
  const key = referred?.type === ALIAS ? referred.get('TargetKeyId').references()[0]?.resource : referred;
  return key && KEYS.includes(key.type) ? key : undefined;
}

const ALIAS = 'AWS::KMS::Alias';
const KEYS = ['AWS::KMS::Key', 'AWS::KMS::ReplicaKey'];

/** `alias/orders` of the alias's ARN, or of itself. */
const nameOfAlias = (text: string): string => text.slice(Math.max(text.lastIndexOf(':alias/') + 1, 0));

const aliases = remember(
  (app: App): ReadonlyMap<string, Resource> =>
    new Map(
      app.resourcesOf(ALIAS).flatMap((alias) => {
        const name = writtenName(alias.written('AliasName'));
        return name === undefined ? [] : [[nameWithin(alias.template, name), alias]];
      }),
    ),
);

/** Whether the policy of a key allows a service to call the actions, in the scenario being looked at. */
export const letsUse = (key: Resource, service: string, actions: readonly string[]): boolean => {
  const statements = statementsBeside(key.get('KeyPolicy')).filter(
    (statement) =>
      allows(statement) && principalsOf(statement).some((principal) => isFor(principal, service, statement)),
  );
  return actions.every((action) => statements.some((statement) => coveredBy(statement, [action]).length > 0));
};

/** Conditions on everyone, such as on the account of the caller, keep services out. */
const isFor = ({ kind, value }: Principal, service: string, statement: Value): boolean =>
  kind === 'everyone'
    ? statement.get('Condition').isAbsent
    : kind === 'service' &&
      (value.outline.startsWith(service.replace('amazonaws.com', '')) || value.is(service));
