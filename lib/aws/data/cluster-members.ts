import { addToGroup } from '../../add-to-group';
import type { App } from '../../model/app';
import type { Resource } from '../../model/entity';
import { remember } from '../../model/remember';
import { writtenName } from '../named-resources';

/** The types of the instances that serve the database clusters of a type. */
export const MEMBERS: { readonly [cluster: string]: string } = {
  'AWS::RDS::DBCluster': 'AWS::RDS::DBInstance',
  'AWS::DocDB::DBCluster': 'AWS::DocDB::DBInstance',
  'AWS::Neptune::DBCluster': 'AWS::Neptune::DBInstance',
};

/** The instances of a database cluster in the scenario being looked at. */
export const membersOf = (cluster: Resource): Resource[] =>
  candidatesOf(cluster).filter((instance) => isMember(instance, cluster));

const isMember = (instance: Resource, cluster: Resource): boolean => {
  if (!instance.exists) return false;
  const id = instance.get('DBClusterIdentifier');
  if (id.reference) return id.reference.resource === cluster;
  return id.outline === cluster.get('DBClusterIdentifier').outline;
};

/** The instances that refer to a cluster in any branch, or name it as it names itself. */
export const candidatesOf = remember((cluster: Resource): Resource[] => {
  const type = MEMBERS[cluster.type] as string;
  const name = writtenName(cluster.written('DBClusterIdentifier'));
  const named = name === undefined ? [] : (namedMembers(cluster.app).get(keyOf(type, name)) ?? []);
  // A name with `${…}` in it means the same only within its template.
  const same = named.filter(({ template }) => template === cluster.template || !name?.includes('${'));
  return [...new Set([...cluster.referring(type, 'DBClusterIdentifier'), ...same])];
});

const namedMembers = remember((app: App): ReadonlyMap<string, Resource[]> => {
  const index = new Map<string, Resource[]>();
  for (const type of Object.values(MEMBERS))
    for (const instance of app.resourcesOf(type)) {
      const name = writtenName(instance.written('DBClusterIdentifier'));
      if (name !== undefined) addToGroup(index, keyOf(type, name), instance);
    }
  return index;
});

const keyOf = (type: string, name: string) => `${type}\n${name}`;
