import {
  DATA_STORES,
  type DataStore,
  hasFinalSnapshot,
  isKeptBy,
  isKeptWhileFull,
  RETAINS,
  remedy,
  severityOfLoss,
} from '../../lib/aws/data/data-stores';
import type { Resource } from '../../lib/model/entity';
import type { Outcome } from '../../lib/model/expectation';
import type { Value } from '../../lib/model/value';
import { fail, review, rule } from '../../lib/rule';

const BEANSTALK = 'AWS::ElasticBeanstalk::Environment';

export default rule({
  id: 'stateful-resources-retained-on-delete',
  title: 'Data outlives the stack it was created by',
  severity: 'error',
  severityIn: { 'non-production': 'info' },
  control: 'DATA-RETAINED',
  resources: [...Object.keys(DATA_STORES), BEANSTALK],
  why: 'One deleted stack, or one resource taken out of its template, and the data is gone; DeletionPolicy is what keeps it.',
  fix: 'Set DeletionPolicy to Retain, or to Snapshot where that is supported; in CDK, RemovalPolicy.RETAIN.',
  docs: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html',
    'https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/command-options-general.html#command-options-general-rdsdbinstance',
  ],

  check: (resource) => (resource.type === BEANSTALK ? retainsDatabase(resource) : retainsData(resource)),
});

function retainsData(resource: Resource) {
  const store = DATA_STORES[resource.type] as DataStore;
  return resource
    .attribute('DeletionPolicy')
    .expect((policy) =>
      isKeptBy(policy, store) || (store.snapshotByDefault && policy.isAbsent)
        ? undefined
        : lost(resource, store, policy),
    )
    .unless(() => store.isEmpty?.(resource) || hasFinalSnapshot(resource, store));
}

function lost(resource: Resource, store: DataStore, policy: Value): Outcome {
  return policy.isAbsent && isKeptWhileFull(resource, store)
    ? fail(
        `DeletionPolicy is not set, so this is deleted with its stack unless it still holds something: ${remedy(store)}`,
        { severity: 'warning' },
      )
    : fail(`${cause(policy)}, so this is deleted with its stack: ${remedy(store)}`, {
        severity: severityOfLoss(resource, store),
      });
}

function cause(policy: Value): string {
  if (policy.isAbsent) return 'DeletionPolicy is not set';
  return policy.is('Snapshot')
    ? 'DeletionPolicy Snapshot does not work for this type'
    : `DeletionPolicy is ${policy.outline}`;
}

/** A database that Elastic Beanstalk made is under a policy of its own, an option of the environment. */
const retainsDatabase = (environment: Resource) =>
  environment
    .property('OptionSettings')
    .expect((settings) => {
      const options = settings.items().filter((option) => option.get('Namespace').is('aws:rds:dbinstance'));
      const option = (name: string) => options.find((one) => one.get('OptionName').is(name))?.get('Value');
      const policy = option('DBDeletionPolicy');
      const hasDatabase = option('HasCoupledDatabase');
      if (options.length === 0 || hasDatabase?.is(false) || policy?.isOneOf(['Retain', 'Snapshot']))
        return undefined;
      if (!hasDatabase)
        return review(
          'whether the environment has a database of its own, which would be deleted with it, is not said',
        );
      if (!policy)
        return fail(
          'the database is deleted with the environment: set DBDeletionPolicy to Retain or Snapshot',
          { severity: 'warning' },
        );
      return fail(
        `DBDeletionPolicy ${policy.outline} deletes the database with the environment: set Retain or Snapshot`,
        { at: policy },
      );
    })
    .unless(() => environment.attribute('DeletionPolicy').value.isOneOf(RETAINS));
