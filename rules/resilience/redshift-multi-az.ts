import type { Resource } from '../../lib/model/entity';
import { fail, rule } from '../../lib/rule';

export default rule({
  id: 'redshift-multi-az',
  title: 'Redshift clusters run in two Availability Zones or can move to another',
  severity: 'warning',
  severityIn: { 'non-production': 'info' },
  control: 'AZ-RESILIENT',
  resources: ['AWS::Redshift::Cluster'],
  why: 'All nodes of a cluster are in one zone. When it fails, what asks the warehouse waits until somebody has restored a snapshot elsewhere.',
  fix: 'Set MultiAZ to true, or AvailabilityZoneRelocation at least; both need RA3 nodes. Redshift Serverless is in three zones by itself.',
  docs: [
    'https://docs.aws.amazon.com/redshift/latest/mgmt/managing-cluster-multi-az.html',
    'https://docs.aws.amazon.com/redshift/latest/mgmt/managing-cluster-recovery.html',
    'https://aws.amazon.com/blogs/big-data/build-a-resilient-amazon-redshift-architecture-with-automatic-recovery-enabled/',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-redshift-cluster.html#cfn-redshift-cluster-multiaz',
  ],

  check: (cluster) =>
    cluster.property('MultiAZ').expect((multiAz) => {
      if (multiAz.is(true) || cluster.get('AvailabilityZoneRelocation').is(true)) return undefined;
      const severity = isForAnalysis(cluster) ? 'info' : 'warning';
      const nodes = cluster.get('NodeType').literal ?? '';
      const advice = OLDER.test(nodes) ? `${nodes} nodes allow neither, choose ra3` : 'set one of them';
      return fail(
        `the cluster cannot leave its Availability Zone, neither MultiAZ nor AvailabilityZoneRelocation is true: ${advice}`,
        { severity },
      );
    }),
});

const OLDER = /^d[csw]\d/;

/** Only what loads and analyses data knows it: nobody waits for its answer. */
const isForAnalysis = (cluster: Resource): boolean => {
  const types = cluster.referrers.map(({ from }) => from.type);
  return types.some((type) => LOADS.test(type)) && !types.some((type) => SERVES.test(type));
};

const LOADS = /^AWS::(?:KinesisFirehose|Glue|DMS|QuickSight|DataBrew|AppFlow)::/;
const SERVES =
  /^AWS::(?:Lambda|Serverless|ECS|EC2|AutoScaling|ElasticBeanstalk|AppRunner|Batch|SecretsManager|SSM)::/;
