import type { Entity } from '../../lib/model/entity';
import { conditionHolds } from '../../lib/model/evaluate';
import type { Outcome } from '../../lib/model/expectation';
import type { Template } from '../../lib/model/template';
import type { Value } from '../../lib/model/value';
import { fail, rule } from '../../lib/rule';
import { masksOfAll } from '../../lib/secrets/masking';
import { type ResolvedSecret, resolvedSecretsIn, thatMayResolve } from '../../lib/secrets/resolved-secrets';
import { namesSecret } from '../../lib/secrets/secret-names';
import { isPlaceholder, isSecretUnder } from '../../lib/secrets/secret-values';
import { writtenOut } from '../../lib/secrets/written-out';
import { childOf } from '../../lib/template/node';

export default rule({
  id: 'outputs-no-secrets',
  title: 'Outputs and metadata show no secret',
  severity: 'error',
  control: 'SECRETS',
  why: 'Outputs and metadata are shown in clear to everyone who may describe the stack, NoEcho or not, and an export is readable in the whole account.',
  fix: "Give out the secret's ARN, and let those who need the value read it from Secrets Manager.",
  docs: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-metadata.html',
  ],

  checkTemplate: (template) => [
    ...[...template.outputs.values()].flatMap((output) => [
      output
        .attribute('Value')
        .expect((value) => shown(value, output.name))
        .when(isThere(output)),
      output
        .attribute('Export.Name')
        .expect((value) => resolved(value))
        .when(isThere(output)),
    ]),
    ...metadataOf(template),
  ],
});

/** What CloudFormation fills in there it shows as it is; in the template's own Metadata it fills in nothing. */
const metadataOf = ({ resources }: Template) =>
  [...resources.values()]
    .flatMap((resource) => thatMayResolve(resource.attribute('Metadata').leaves()))
    .map((property) => property.expect((value) => resolved(value, ({ isDynamic }) => !isDynamic)));

const shown = (value: Value, name: string): Outcome[] => [...resolved(value), ...written(value, name)];

const resolved = (value: Value, counts = (_: ResolvedSecret) => true): Outcome[] =>
  resolvedSecretsIn(value)
    .filter(counts)
    .map(({ source, isHarmless }) =>
      fail(`${source} shows here in clear`, {
        ...(isHarmless && { severity: 'info' }),
        secrets: masksOf(value),
      }),
    );

/** The value of a parameter with a default is known, and no message may say it. */
const masksOf = (value: Value) => (value.parts.some((part) => 'noEcho' in part) ? masksOfAll(value) : []);

function written(value: Value, name: string): Outcome[] {
  const text = writtenOut(value);
  if (text === undefined || text.includes('${') || !namesSecret(name) || !isSecretUnder(name, text))
    return [];
  const severity = isPlaceholder(text) ? { severity: 'warning' as const } : {};
  return [fail(`${name} is written in the template`, { ...severity, secrets: masksOfAll(value) })];
}

/** Whether the condition of an output holds. */
const isThere = (output: Entity) => () => {
  const condition = childOf(output.node, 'Condition');
  return condition?.kind !== 'scalar' || conditionHolds(output.template, condition.text, condition);
};
