import { KINDS, type Kind, managementEventsOf, sourcesLeftOut } from '../../lib/aws/management-events';
import { othersBeside, TRAIL } from '../../lib/aws/trails';
import type { Resource } from '../../lib/model/entity';
import type { Outcome } from '../../lib/model/expectation';
import type { Value } from '../../lib/model/value';
import { fail, rule } from '../../lib/rule';

export default rule({
  id: 'cloudtrail-records-management-events',
  title: 'Trails record management events, reads as well as writes',
  severity: 'error',
  control: 'CLOUDTRAIL-ALL-REGIONS',
  alsoControls: ['ECR-ROLES'],
  resources: [TRAIL],
  why: 'Management events say who created, changed, opened or looked at what; without the reads, the search that goes before a break-in stays unseen.',
  fix: 'Leave IncludeManagementEvents on, with ReadWriteType All; or give an advanced event selector whose only condition is eventCategory Management. Where a trail is for data events alone, waive the finding by naming the trail of the account that records the others.',
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
  return fail('no trail of the app records management events: this one is for other events only', { at });
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
