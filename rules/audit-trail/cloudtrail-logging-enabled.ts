import { EVENT_DATA_STORE, TRAIL } from '../../lib/aws/trails/trails';
import { rule } from '../../lib/rule';

const SWITCHES: { readonly [type: string]: string } = {
  [TRAIL]: 'IsLogging',
  [EVENT_DATA_STORE]: 'IngestionEnabled',
};

export default rule({
  id: 'cloudtrail-logging-enabled',
  title: 'CloudTrail is recording',
  severity: 'error',
  control: 'CLOUDTRAIL-ALL-REGIONS',
  resources: Object.keys(SWITCHES),
  why: 'A trail that is switched off looks as if somebody kept watch, and what is done in the meantime can never be told afterwards.',
  fix: 'Set IsLogging of the trail, or IngestionEnabled of the event data store, to true.',
  docs: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudtrail-trail.html#cfn-cloudtrail-trail-islogging',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudtrail-eventdatastore.html#cfn-cloudtrail-eventdatastore-ingestionenabled',
  ],

  check: (recorder) =>
    recorder
      .property(SWITCHES[recorder.type] as string)
      .mustNotBe(
        false,
        recorder.type === TRAIL ? 'the trail is switched off' : 'the event data store takes in no events',
      ),
});
