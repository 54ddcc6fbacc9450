import type { Resource } from '../../lib/model/entity';
import { fail, rule } from '../../lib/rule';

/** Where a cluster says what it logs: its own type, and the custom resource of the CDK's first EKS library. */
const ENABLED: { readonly [type: string]: (cluster: Resource) => string[] } = {
  'AWS::EKS::Cluster': (cluster) =>
    WANTED.filter((wanted) =>
      cluster
        .get(OWN)
        .items()
        .some((log) => log.get('Type').is(wanted)),
    ),
  'Custom::AWSCDK-EKS-Cluster': (cluster) =>
    WANTED.filter((wanted) =>
      cluster
        .get(CUSTOM)
        .items()
        .some((setup) => setup.get('enabled').is(true) && setup.get('types').includes(wanted)),
    ),
};
const OWN = 'Logging.ClusterLogging.EnabledTypes';
const CUSTOM = 'Config.logging.clusterLogging';

/** The logs that show who did what; those of the controller manager and the scheduler help to find faults. */
const WANTED = ['api', 'audit', 'authenticator'];

export default rule({
  id: 'eks-control-plane-logs-enabled',
  title: 'EKS clusters log the calls to their control plane',
  severity: 'warning',
  severityIn: { 'non-production': 'info' },
  control: 'LOGS-CENTRAL',
  resources: Object.keys(ENABLED),
  why: 'Kubernetes keeps no record by itself: without these logs nobody can tell who deleted a deployment or read a secret.',
  fix: 'List api, audit and authenticator in Logging.ClusterLogging.EnabledTypes (CDK: clusterLogging).',
  docs: [
    'https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-eks-cluster-clusterlogging.html',
  ],

  check: (cluster) =>
    cluster.property(cluster.type === 'AWS::EKS::Cluster' ? OWN : CUSTOM).expect(() => {
      const enabled = ENABLED[cluster.type]?.(cluster) ?? [];
      const missing = WANTED.filter((wanted) => !enabled.includes(wanted));
      if (missing.length === 0) return undefined;
      return fail(
        missing.length === WANTED.length
          ? `no log of the control plane is enabled: ${WANTED.join(', ')} show who did what`
          : `the ${missing.join(' and ')} ${missing.length > 1 ? 'logs are' : 'log is'} not enabled`,
      );
    }),
});
