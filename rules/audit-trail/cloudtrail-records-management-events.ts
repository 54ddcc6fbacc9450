import { KINDS, type Kind, managementEventsOf, sourcesLeftOut } from '../../lib/aws/trails/management-events';
import { EVENT_DATA_STORE, othersBeside, TRAIL } from '../../lib/aws/trails/trails';
import type { Resource } from '../../lib/model/entity';
import type { Outcome } from '../../lib/model/expectation';
import type { Value } from '../../lib/model/value';
import { fail, review, rule } from '../../lib/rule';
import { intrinsicOf, type Node } from '../../lib/template/node';

export default rule({
  id: 'cloudtrail-records-management-events',
  title: 'Trails record management events, reads as well as writes',
  severity: 'error',
  control: 'CLOUDTRAIL-ALL-REGIONS',
  alsoControls: ['ECR-ROLES'],
  resources: [TRAIL],
  why: 'Management events say who created, changed, opened or looked at what; without the reads, the search that goes before a break-in stays unseen.',
  fix: 'Leave IncludeManagementEvents on, with ReadWriteType All; or give an advanced event selector whose only condition is eventCategory Management. Where a trail is for data events alone, name in a waiver the trail of the account that records the others.',
  docs: [
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html',
    'https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_EventSelector.html',
    'https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html',
  ],

  check: (trail) =>
    trail.property('EventSelectors').expect((selectors) => {
      const at = placeIn(trail, selectors);
      const own = managementEventsOf(trail);
      return own.length === KINDS.length ? withoutSources(trail) : missing(trail, own, at);
    }),
});

/** What the app's trails leave out together; said of those that record a part, or of each if none does. */
function missing(trail: Resource, own: readonly Kind[], at: Value): Outcome | undefined {
  const others = othersBeside(trail).flatMap((other) => managementEventsOf(other));
  const lost = KINDS.filter((kind) => !own.includes(kind) && !others.includes(kind));
  if (lost.length === 0 || (own.length === 0 && others.length > 0)) return undefined;
  if (own.length > 0)
    return fail(`only ${own.join()} of management events are recorded: the ${lost.join()} are lost`, { at });
  return isForDataAlone(trail)
    ? review(
        `this trail is for other events only: see that another one of the account records its management events`,
        { at },
      )
    : fail('no trail of the app records management events: this one is for other events only', { at });
}

/**
 * It is the only trail of the app, and leaves management events out in every branch, as AWS advises for each but the
 * first: a second copy of them has its price. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-trail-manage-costs.html
 */
const isForDataAlone = (trail: Resource): boolean =>
  [TRAIL, EVENT_DATA_STORE].flatMap((type) => trail.app.resourcesOf(type)).length === 1 &&
  !['EventSelectors', 'AdvancedEventSelectors'].some((property) => hasBranches(trail.written(property)));

function hasBranches(node: Node | undefined): boolean {
  if (!node || node.kind === 'scalar') return false;
  if (intrinsicOf(node)?.name === 'Fn::If') return true;
  return (node.kind === 'list' ? node.items : [...node.entries.values()].map(({ value }) => value)).some(
    hasBranches,
  );
}

function withoutSources(trail: Resource): Outcome | undefined {
  const sources = sourcesLeftOut(trail);
  const [first] = sources;
  const names = [...new Set(sources.map(({ outline }) => outline))].join(' and ');
  return first && fail(`management events of ${names} are left out`, { severity: 'info', at: first });
}

const placeIn = (trail: Resource, selectors: Value): Value => {
  const advanced = trail.get('AdvancedEventSelectors');
  if (advanced.items().length > 0) return advanced;
  const [only, more] = selectors.items();
  if (!only || more) return selectors;
  const off = only.get('IncludeManagementEvents');
  return off.is(false) ? off : only.get('ReadWriteType');
};
