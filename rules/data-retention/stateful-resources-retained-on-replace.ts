import {
  DATA_STORES,
  type DataStore,
  hasFinalSnapshot,
  isKeptBy,
  isKeptWhileFull,
  remedy,
  severityOfLoss,
} from '../../lib/aws/data/data-stores';
import { lowered } from '../../lib/finding';
import { fail, rule } from '../../lib/rule';

export default rule({
  id: 'stateful-resources-retained-on-replace',
  title: 'Data outlives the replacement of the resource that holds it',
  severity: 'warning',
  severityIn: { 'non-production': 'info' },
  control: 'DATA-RETAINED',
  resources: Object.keys(DATA_STORES),
  why: 'A new name or a changed key is enough for CloudFormation to make a new, empty resource and to delete the old one with its data; DeletionPolicy does not hold there.',
  fix: 'Give UpdateReplacePolicy the value of DeletionPolicy: Retain, or Snapshot where that is supported; RemovalPolicy of CDK sets both.',
  docs: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-updatereplacepolicy.html',

  check: (resource) => {
    const store = DATA_STORES[resource.type] as DataStore;
    return resource
      .attribute('UpdateReplacePolicy')
      .expect((policy) => {
        if (isKeptBy(policy, store) || hasFinalSnapshot(resource, store)) return undefined;
        const said = policy.isPresent ? `is ${policy.outline}` : 'is not set, and the default is Delete';
        const kept = policy.isAbsent && isKeptWhileFull(resource, store);
        return fail(`UpdateReplacePolicy ${said}, so its replacement deletes this: ${remedy(store)}`, {
          severity: kept ? 'info' : lowered(severityOfLoss(resource, store)),
        });
      })
      .unless(() => store.isEmpty?.(resource) === true);
  },
});
