import { isForPeople } from '../../lib/aws/for-people';
import { namesOtherRegion } from '../../lib/aws/regions/cross-region';
import { isLoadBalancerZone, MAY_HOLD_REGIONAL_ID, regionalIdsIn } from '../../lib/aws/regions/regional-ids';
import { regionByCondition, regionOf } from '../../lib/aws/regions/regions';
import { joined, writtenTogether } from '../../lib/aws/written-together';
import { listed, listedAre } from '../../lib/listed';
import type { Parameter, Resource } from '../../lib/model/entity';
import type { Template } from '../../lib/model/template';
import type { PlacedText } from '../../lib/model/written-text';
import { fail, rule } from '../../lib/rule';
import { childOf, type Node } from '../../lib/template/node';

export default rule({
  id: 'no-hardcoded-regional-resource-ids',
  title: 'Networks, keys and other resources of a Region are not named by their ids',
  severity: 'warning',
  control: 'REGION-PORTABLE',
  why: 'Such an id exists in one account and one Region: anywhere else the stack cannot be created, or it cannot reach what it needs.',
  fix: 'Refer to the resource, import it from its stack, or take its id from a parameter without default or from Parameter Store.',
  docs: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/best-practices.html#reuse',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html',
    'https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html',
    'https://docs.aws.amazon.com/general/latest/gr/elb.html',
  ],

  checkTemplate: (template) =>
    MAY_HOLD_REGIONAL_ID.test(template.source.text)
      ? [
          writtenIds(template).map((texts) => areReferredTo(template, texts)),
          [...template.parameters.values()].filter(hasIdByDefault).map(hasNoDefault),
        ]
      : [],
});

/** Those written together; in a stack with an environment, where CDK writes out what it looked up, all of them. */
function writtenIds(template: Template): (readonly PlacedText[])[] {
  const written = [...template.resources.values()].flatMap((resource) =>
    writtenTogether(
      resource,
      MAY_HOLD_REGIONAL_ID,
      (text, path) =>
        MAY_HOLD_REGIONAL_ID.test(text.text) &&
        idsIn(text).length > 0 &&
        !isForPeople(resource, path) &&
        !namesOtherRegion(resource.type, path) &&
        !isForOtherRegion(resource, text),
    ),
  );
  return regionOf(template) ? joined(written) : written;
}

const idsIn = ({ text, spot }: PlacedText): string[] => regionalIdsIn(text, spot.key);

/** What an action of a pipeline does in a Region that it names. */
function isForOtherRegion(resource: Resource, { spot }: PlacedText): boolean {
  const [, stage, action] = /^Properties\.Stages\[(\d+)\]\.Actions\[(\d+)\]\./.exec(spot.path) ?? [];
  if (resource.type !== 'AWS::CodePipeline::Pipeline' || action === undefined) return false;
  const actions = childOf(elementOf(resource.written('Stages'), stage), 'Actions');
  return childOf(elementOf(actions, action), 'Region') !== undefined;
}

const areReferredTo = (template: Template, texts: readonly PlacedText[]) => {
  const first = texts[0] as PlacedText;
  return first.expectWhereTaken(() => {
    if (regionByCondition(template) !== undefined) return undefined;
    const ids = texts.flatMap(idsIn);
    const range = first.rangeAt(first.text.indexOf(ids[0] as string));
    return fail(message(ids), regionOf(template) ? { range, severity: 'info' } : { range });
  });
};

function message(ids: readonly string[]): string {
  if (ids.every(isLoadBalancerZone))
    return `${listedAre(ids)} the hosted zone of load balancers in one Region: use Fn::GetAtt CanonicalHostedZoneID`;
  const remedy = ids.every((id) => id.startsWith('pl-'))
    ? 'a mapping by AWS::Region'
    : 'a parameter or an import';
  return `${listedAre(ids)} of one Region: use ${remedy}`;
}

const idsByDefault = ({ variable }: Parameter): string[] =>
  (variable.default ?? '').split(',').flatMap((id) => regionalIdsIn(id.trim()));
const hasIdByDefault = (parameter: Parameter): boolean => idsByDefault(parameter).length > 0;

const hasNoDefault = (parameter: Parameter) =>
  parameter
    .attribute('Default')
    .expect(() =>
      fail(`by default this is ${listed(idsByDefault(parameter))}, of one Region: leave the default out`),
    )
    .unless(() => parameter.variable.given !== undefined || parameter.passed !== undefined);

const elementOf = (node: Node | undefined, index: string | undefined): Node | undefined =>
  node?.kind === 'list' ? node.items[Number(index)] : undefined;
