import type { Resource } from '../../model/entity';

/** Aurora stores the data in the cluster; its engines are `aurora`, `aurora-mysql` and `aurora-postgresql`. */
export const isAurora = (database: Resource): boolean => database.get('Engine').matches(/^aurora/i);

/** An instance of a DB cluster holds no data of its own: storage, encryption and backups are the cluster's. */
export const isInCluster = (instance: Resource): boolean =>
  instance.get('DBClusterIdentifier').isGiven || isAurora(instance);
