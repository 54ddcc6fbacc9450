import { isInCluster } from '../../lib/aws/data/rds';
import { reachOfNamed } from '../../lib/aws/network/subnets';
import type { Resource } from '../../lib/model/entity';
import type { Outcome } from '../../lib/model/expectation';
import { remember } from '../../lib/model/remember';
import type { Template } from '../../lib/model/template';
import type { Value } from '../../lib/model/value';
import { fail, review, rule } from '../../lib/rule';
import { type Node, toData } from '../../lib/template/node';

/** Where data stores, and the subnet groups they are placed in, name their subnets. */
const SUBNETS: { readonly [type: string]: string } = {
  'AWS::RDS::DBSubnetGroup': 'SubnetIds',
  'AWS::Neptune::DBSubnetGroup': 'SubnetIds',
  'AWS::DocDB::DBSubnetGroup': 'SubnetIds',
  'AWS::DocDBElastic::Cluster': 'SubnetIds',
  'AWS::ElastiCache::SubnetGroup': 'SubnetIds',
  'AWS::ElastiCache::ServerlessCache': 'SubnetIds',
  'AWS::MemoryDB::SubnetGroup': 'SubnetIds',
  'AWS::DAX::SubnetGroup': 'SubnetIds',
  'AWS::Redshift::ClusterSubnetGroup': 'SubnetIds',
  'AWS::RedshiftServerless::Workgroup': 'SubnetIds',
  'AWS::OpenSearchService::Domain': 'VPCOptions.SubnetIds',
  'AWS::Elasticsearch::Domain': 'VPCOptions.SubnetIds',
  'AWS::MSK::Cluster': 'BrokerNodeGroupInfo.ClientSubnets',
  'AWS::MSK::ServerlessCluster': 'VpcConfigs[].SubnetIds',
  'AWS::EFS::MountTarget': 'SubnetId',
  'AWS::FSx::FileSystem': 'SubnetIds',
  'AWS::DMS::ReplicationSubnetGroup': 'SubnetIds',
  'AWS::AmazonMQ::Broker': 'SubnetIds',
  'AWS::Timestream::InfluxDBInstance': 'VpcSubnetIds',
  'AWS::Timestream::InfluxDBCluster': 'VpcSubnetIds',
};

/** Where data stores name the subnet group that they are placed in. */
const GROUPS: { readonly [type: string]: string } = {
  'AWS::RDS::DBInstance': 'DBSubnetGroupName',
  'AWS::RDS::DBCluster': 'DBSubnetGroupName',
  'AWS::Neptune::DBCluster': 'DBSubnetGroupName',
  'AWS::DocDB::DBCluster': 'DBSubnetGroupName',
  'AWS::ElastiCache::ReplicationGroup': 'CacheSubnetGroupName',
  'AWS::ElastiCache::CacheCluster': 'CacheSubnetGroupName',
  'AWS::MemoryDB::Cluster': 'SubnetGroupName',
  'AWS::DAX::Cluster': 'SubnetGroupName',
  'AWS::Redshift::Cluster': 'ClusterSubnetGroupName',
  'AWS::DMS::ReplicationInstance': 'ReplicationSubnetGroupIdentifier',
};

export default rule({
  id: 'data-stores-in-private-subnets',
  title: 'Data stores lie in private subnets',
  severity: 'error',
  control: 'DATASTORE-PRIVATE',
  alsoControls: ['SG-TIGHT'],
  resources: [...Object.keys(SUBNETS), ...Object.keys(GROUPS)],
  why: 'In a public subnet one mistake, an address or a rule of a security group, puts the data on the internet; in a private one no route leads there.',
  fix: 'Place it in subnets whose route table sends 0.0.0.0/0 to a NAT gateway or nowhere (CDK: PRIVATE_WITH_EGRESS or PRIVATE_ISOLATED), not to an internet gateway.',
  docs: [
    'https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html',
    'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-route.html',
  ],

  check: (store) => {
    const group = GROUPS[store.type];
    if (group)
      return store
        .property(group)
        .expect(placedBy)
        .unless(() => liesWithAnother(store) || namesGroupOfTemplate(store, group));
    return store
      .all(SUBNETS[store.type] as string)
      .map((subnets) => subnets.expect((value) => value.items().flatMap(placed)));
  },
});

/** What a data store in the subnet comes to. */
function placed(subnet: Value): Outcome[] {
  const reach = reachOfNamed(subnet);
  if (reach.kind === 'private') return [];
  if (reach.kind === 'unknown')
    return [review(`${reach.because}: confirm that it is private`, { at: subnet })];
  const name = subnet.reference?.resource.logicalId;
  return [fail(`the subnet ${name} is public: ${reach.because}`, { at: subnet })];
}

/** A group of the app is looked at itself. */
function placedBy(group: Value): Outcome | undefined {
  if (group.isAbsent)
    return review(
      'no subnet group is named: the subnets of the default VPC are public unless somebody changed them',
    );
  if (group.reference?.resource.type.endsWith('SubnetGroup')) return undefined;
  const why = group.isKnown ? `the subnet group ${group.outline} is not in the template` : group.why;
  return review(`${why}: confirm that its subnets are private`);
}

/** An instance lies where its cluster does, and a read replica where its source does. */
const liesWithAnother = (store: Resource): boolean =>
  store.type === 'AWS::RDS::DBInstance' &&
  (isInCluster(store) || store.get('SourceDBInstanceIdentifier').isGiven);

/** Instead of a reference the name of a group may be written twice. */
function namesGroupOfTemplate(store: Resource, group: string): boolean {
  const name = store.written(group);
  return name !== undefined && groupNames(store.template).has(textOf(name));
}

const groupNames = remember((template: Template): ReadonlySet<string> => {
  const names = Object.keys(SUBNETS)
    .flatMap((type) => template.resourcesOf(type))
    .flatMap((group) => Object.values(GROUPS).map((property) => group.written(property)));
  return new Set(names.flatMap((name) => (name ? [textOf(name)] : [])));
});

const textOf = (name: Node): string => JSON.stringify(toData(name)).toLowerCase();
