import type { Resource } from '../../model/entity';
import type { Value } from '../../model/value';

/** The two kinds of management events. */
export type Kind = 'reads' | 'writes';
export const KINDS: readonly Kind[] = ['reads', 'writes'];

/**
 * The management events that a trail or event data store records: all of them where nothing selects. Advanced
 * selectors take the place of the others.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html
 */
export function managementEventsOf(recorder: Resource): readonly Kind[] {
  const advanced = recorder.get('AdvancedEventSelectors').items();
  if (advanced.length > 0) return together(advanced.map(chosenByFields));
  const selectors = recorder.get('EventSelectors').items();
  return selectors.length > 0 ? together(selectors.map(chosen)) : KINDS;
}

const together = (selected: readonly (readonly Kind[])[]): readonly Kind[] =>
  KINDS.filter((kind) => selected.some((kinds) => kinds.includes(kind)));

function chosen(selector: Value): readonly Kind[] {
  if (selector.get('IncludeManagementEvents').is(false)) return [];
  const type = selector.get('ReadWriteType');
  if (type.is('ReadOnly')) return ['reads'];
  return type.is('WriteOnly') ? ['writes'] : KINDS;
}

/** Of an advanced selector all fields must hold. https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html */
function chosenByFields(selector: Value): readonly Kind[] {
  const fields = selector.get('FieldSelectors').items();
  const isManagement = fields.some(
    (field) => field.get('Field').is('eventCategory') && field.get('Equals').includes('Management'),
  );
  if (!isManagement || fields.some(picksFew)) return [];
  const readOnly = fields.find((field) => field.get('Field').is('readOnly'));
  if (!readOnly) return KINDS;
  return readOnly.get('Equals').includes(true) ? ['reads'] : ['writes'];
}

/** It takes certain events, rather than all but certain ones. */
const picksFew = (field: Value): boolean =>
  !field.get('Field').isOneOf(['eventCategory', 'readOnly']) &&
  ['Equals', 'StartsWith', 'EndsWith'].some((operator) => field.get(operator).isPresent);

/** It records what is done in the account; one of data events alone is there to start something, as a pipeline. */
export const isAuditTrail = (trail: Resource): boolean => managementEventsOf(trail).length > 0;

/** The services whose management events are left out, in either kind of selector. */
export function sourcesLeftOut(recorder: Resource): Value[] {
  const fields = recorder
    .get('AdvancedEventSelectors')
    .items()
    .flatMap((selector) => selector.get('FieldSelectors').items());
  const lists = [
    ...recorder
      .get('EventSelectors')
      .items()
      .map((selector) => selector.get('ExcludeManagementEventSources')),
    ...fields.filter((field) => field.get('Field').is('eventSource')).map((field) => field.get('NotEquals')),
  ];
  return lists.flatMap((list) => list.items());
}
