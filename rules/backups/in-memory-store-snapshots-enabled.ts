import { fail, rule } from '../../lib/rule';

const MEMORY_DB = 'AWS::MemoryDB::Cluster';

export default rule({
  id: 'in-memory-store-snapshots-enabled',
  title: 'In-memory stores take daily snapshots',
  severity: 'warning',
  severityIn: { 'non-production': 'info' },
  control: 'BACKUPS',
  resources: [
    'AWS::ElastiCache::ReplicationGroup',
    'AWS::ElastiCache::ServerlessCache',
    MEMORY_DB,
    'AWS::ElastiCache::CacheCluster',
  ],
  why: 'What is kept in memory alone, such as sessions or leaderboards, is lost with a mistaken command or with the cluster; a cache that starts empty lets the whole load through to the database.',
  fix: 'Set SnapshotRetentionLimit to the number of days that a snapshot is kept for.',
  docs: [
    'https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/backups-automatic.html',
    'https://docs.aws.amazon.com/memorydb/latest/devguide/snapshots-automatic.html',
  ],

  check: (resource) =>
    resource
      .property('SnapshotRetentionLimit')
      .expect((limit) => {
        const days = limit.isPresent ? limit.number : 0;
        if (days !== 0) return undefined;
        const said = limit.isPresent ? 'is 0' : 'is not set, and the default is 0';
        const severity = resource.type === MEMORY_DB ? 'warning' : 'info';
        return fail(`no snapshots are taken: SnapshotRetentionLimit ${said}`, { severity });
      })
      // Memcached on nodes cannot be saved.
      .unless(
        () => resource.type === 'AWS::ElastiCache::CacheCluster' && resource.get('Engine').is('memcached'),
      ),
});
