import { BUCKET } from '../../lib/aws/buckets/buckets';
import { mayTakeRecords, takesRecords } from '../../lib/aws/buckets/config-buckets';
import { allows, eachStatement, isEveryService, TYPES_WITH_PERMISSIONS } from '../../lib/aws/iam/iam-policy';
import { coveredBy } from '../../lib/aws/iam/policy-actions';
import type { Resource } from '../../lib/model/entity';
import type { Expectation, Outcome } from '../../lib/model/expectation';
import { remember } from '../../lib/model/remember';
import type { Template } from '../../lib/model/template';
import type { Value } from '../../lib/model/value';
import { fail, rule } from '../../lib/rule';

/** What takes records away, or keeps them from being made. */
const HARM: { readonly [action: string]: string } = {
  'config:DeleteConfigurationRecorder': 'ending the recording',
  'config:StopConfigurationRecorder': 'stopping the recording',
  'config:DeleteDeliveryChannel': 'ending the delivery of records',
  'config:DeleteEvaluationResults': 'deleting the results of evaluations',
  'config:DeleteRetentionConfiguration': 'changing how long records are kept',
  'config:PutRetentionConfiguration': 'changing how long records are kept',
};
const DELETES = ['s3:DeleteObject', 's3:DeleteObjectVersion'];

export default rule({
  id: 'config-records-not-deletable',
  title: 'What AWS Config records is kept whole',
  severity: 'warning',
  control: 'CONFIG-RECORDS-INTACT',
  resources: [...TYPES_WITH_PERMISSIONS, BUCKET],
  why: 'What was set up how, and since when, can only be told as long as the recording runs and its records are whole.',
  fix: 'Give those who read the records config:Get*, List* and Select* and s3:GetObject, and no more; let the bucket keep them. Waive the rule for the roles that set up landing zones.',
  docs: [
    'https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsconfig.html',
    'https://docs.aws.amazon.com/config/latest/developerguide/delete-config-data-with-retention-period.html',
    'https://docs.aws.amazon.com/config/latest/developerguide/manage-delivery-channel.html',
  ],
  options: {
    minimumDays: { default: 365, description: 'The number of days that records must be kept at least.' },
  },

  check: (resource, { minimumDays }) => {
    if (resource.type === BUCKET) return keepsRecords(resource, minimumDays);
    const deletable = resource.references.some(({ to }) => mayTakeRecords(to));
    return deletable || namesConfig(resource) ? eachStatement(resource, harm) : undefined;
  },
});

/** Most templates need no look at their policies. */
const namesConfig = ({ template }: Resource): boolean => speaksOfConfig(template);
const speaksOfConfig = remember(({ source }: Template): boolean => /\bconfig:[\w*]/i.test(source.text));

function harm(statement: Value): Outcome | undefined {
  if (!allows(statement) || statement.get('NotAction').isPresent) return undefined;
  const actions = statement.get('Action').items();
  if (actions.some(isEveryService)) return undefined; // another rule's case: iam-no-admin-statements
  const [done] = names(actions, 'config') ? coveredBy(statement, Object.keys(HARM)) : [];
  if (done) return fail(`${done.by.outline} allows ${HARM[done.action]}`, { at: done.by });
  const [gone] = names(actions, 's3') && isOnRecords(statement) ? coveredBy(statement, DELETES) : [];
  return gone && fail(`${gone.by.outline} allows deleting the records of AWS Config`, { at: gone.by });
}

const names = (actions: readonly Value[], service: string): boolean =>
  actions.some(({ outline }) => outline.toLowerCase().startsWith(`${service}:`));

const isOnRecords = (statement: Value): boolean =>
  statement
    .get('Resource')
    .references()
    .some(({ resource }) => takesRecords(resource));

const keepsRecords = (bucket: Resource, minimumDays: number): Expectation[] | undefined =>
  mayTakeRecords(bucket)
    ? bucket.all('LifecycleConfiguration.Rules[]').map((rule) =>
        rule
          .expect((value) => {
            const expiration = value.get('ExpirationInDays');
            const days = expiration.number;
            if (days === undefined || days >= minimumDays || !value.get('Status').is('Enabled'))
              return undefined;
            return fail(`records of AWS Config expire after ${days} days: keep them ${minimumDays} or more`, {
              at: expiration,
            });
          })
          .when(() => takesRecords(bucket) && isForRecords(rule.value)),
      )
    : undefined;

/** What AWS Config delivers is under `AWSLogs/<account>/Config/`. */
const isForRecords = (rule: Value): boolean => {
  const prefix = rule.get('Prefix');
  return rule.get('TagFilters').isAbsent && (!prefix.isGiven || /AWSLogs|config/i.test(prefix.outline));
};
