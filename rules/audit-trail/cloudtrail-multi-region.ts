import { isAuditTrail } from '../../lib/aws/trails/management-events';
import { EVENT_DATA_STORE, othersBeside, TRAIL } from '../../lib/aws/trails/trails';
import type { Resource } from '../../lib/model/entity';
import { fail, rule } from '../../lib/rule';

const SETTINGS: { readonly [type: string]: string } = {
  [TRAIL]: 'IsMultiRegionTrail',
  [EVENT_DATA_STORE]: 'MultiRegionEnabled',
};

export default rule({
  id: 'cloudtrail-multi-region',
  title: 'A trail records all Regions',
  severity: 'error',
  control: 'CLOUDTRAIL-ALL-REGIONS',
  resources: Object.keys(SETTINGS),
  why: 'Whoever gets in works in the Region that nobody watches; what global services such as IAM do is recorded in one Region only.',
  fix: 'Set IsMultiRegionTrail to true and leave IncludeGlobalServiceEvents on; best on one trail for the whole organization.',
  docs: [
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/receive-cloudtrail-log-files-from-multiple-regions.html',
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html#cloudtrail-concepts-global-service-events',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudtrail-trail.html#cfn-cloudtrail-trail-ismultiregiontrail',
  ],

  check: (recorder) =>
    recorder
      .property(SETTINGS[recorder.type] as string)
      .expect((setting) => {
        if (isMultiRegion(recorder) || othersBeside(recorder).some(recordsAllRegions)) return undefined;
        const what = recorder.type === TRAIL ? 'trail' : 'event data store';
        if (recorder.type !== TRAIL || !setting.is(true))
          return fail(`the ${what} records its own Region only, and no other of the app records all`);
        return fail('events of global services such as IAM are left out', { at: recorder.get(GLOBAL) });
      })
      // What holds configuration items or data events has nothing to do with who called which API; where a trail of data
      // events is the only one, cloudtrail-records-management-events says so.
      .when(() => isAuditTrail(recorder)),
});

const GLOBAL = 'IncludeGlobalServiceEvents';

/** An event data store takes in all Regions unless it is told not to. */
const isMultiRegion = (recorder: Resource): boolean =>
  recorder.type === TRAIL
    ? recorder.get('IsMultiRegionTrail').is(true) && !recorder.get(GLOBAL).is(false)
    : !recorder.get('MultiRegionEnabled').is(false);

const recordsAllRegions = (other: Resource): boolean => isMultiRegion(other) && isAuditTrail(other);
