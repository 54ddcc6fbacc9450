import type { Entity, Resource } from '../../lib/model/entity';
import { conditionHolds } from '../../lib/model/evaluate';
import type { Expectation, FailOutcome, Outcome } from '../../lib/model/expectation';
import type { Property } from '../../lib/model/property';
import type { Value } from '../../lib/model/value';
import { fail, rule } from '../../lib/rule';
import { holdsKnownCredential } from '../../lib/secrets/credential-formats';
import { masksOf, masksOfAll } from '../../lib/secrets/masking';
import {
  bySource,
  mayResolve,
  type ResolvedSecret,
  resolvedSecretsIn,
} from '../../lib/secrets/resolved-secrets';
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
    ...[...template.outputs.values()].flatMap(toldBy),
    ...[...template.resources.values()].flatMap(metadataOf),
  ],
});

/** States it of the value and the export's name, where they may hold a secret. */
function toldBy(output: Entity): Expectation[] {
  const [value, exported] = [output.attribute('Value'), output.attribute('Export.Name')];
  return [
    ...(namesSecret(output.name) || mayResolve(value)
      ? [value.expect((text) => shown(text, output.name))]
      : []),
    ...(mayResolve(exported) ? [exported.expect((text) => resolved(text))] : []),
  ].map((expectation) => expectation.when(isThere(output)));
}

/** What CloudFormation fills in there it shows as it is; in the template's own Metadata it fills in nothing. */
const metadataOf = (resource: Resource): Expectation[] => {
  if (!childOf(resource.node, 'Metadata')) return [];
  const metadata = resource.attribute('Metadata');
  const sources = bySource(metadata);
  return [...sources].map(([name, places]) => {
    // What a nested stack is given has the name that it has in the stack around it.
    const isPassedOn = resource.template.parameters.get(name)?.noEcho === false;
    const isIt = (secret: ResolvedSecret) =>
      secret.name === name || (isPassedOn && !sources.has(secret.name));
    return metadata.expect(() => firstShown(places, (secret) => !secret.isDynamic && isIt(secret)));
  });
};

/** A script of cfn-init may need a password many times, but it is one thing to mend: told at the first place. */
function firstShown(places: readonly Property[], counts: (secret: ResolvedSecret) => boolean): Outcome[] {
  const more = places.length > 1 ? ` (${places.length} texts of its Metadata mention it)` : '';
  for (const value of places.flatMap((place) => place.values())) {
    const outcomes = resolved(value, counts);
    if (outcomes.length > 0)
      return outcomes.map((outcome) => ({ ...outcome, message: outcome.message + more, at: value }));
  }
  return [];
}

const shown = (value: Value, name: string): Outcome[] => [...resolved(value), ...written(value, name)];

const resolved = (value: Value, counts = (_: ResolvedSecret) => true): FailOutcome[] =>
  resolvedSecretsIn(value)
    .filter(counts)
    .map(({ source, isHarmless, text }) =>
      fail(`${source} shows here in clear`, {
        ...(isHarmless && { severity: 'info' }),
        secrets: masksOf(text === undefined ? [] : [text]),
      }),
    );

function written(value: Value, name: string): Outcome[] {
  const text = writtenOut(value);
  if (text === undefined || text.includes('${') || !namesSecret(name) || !isSecretUnder(name, text))
    return [];
  // By its format it is told by template-no-credential-patterns.
  if (holdsKnownCredential(text)) return [];
  const severity = isPlaceholder(text) ? { severity: 'warning' as const } : {};
  return [fail(`${name} is written in the template`, { ...severity, secrets: masksOfAll(value) })];
}

/** Whether the condition of an output holds. */
const isThere = (output: Entity) => () => {
  const condition = childOf(output.node, 'Condition');
  return condition?.kind !== 'scalar' || conditionHolds(output.template, condition.text, condition);
};
