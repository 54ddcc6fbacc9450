import { addToGroup } from '../../add-to-group';
import type { App } from '../../model/app';
import type { Resource } from '../../model/entity';
import { remember } from '../../model/remember';
import type { Value } from '../../model/value';
import { crossStackName, NOT_READ } from '../cross-stack-names';

/** A type whose resources scale others, and where they name what they scale. */
export interface Scaler {
  readonly type: string;
  readonly property: string;
}

const TARGETS: Scaler = { type: 'AWS::ApplicationAutoScaling::ScalableTarget', property: 'ResourceId' };
const POLICIES: Scaler = { type: 'AWS::ApplicationAutoScaling::ScalingPolicy', property: 'ResourceId' };

/** What scales an Auto Scaling group of EC2 by its name. */
export const GROUP_SCHEDULE: Scaler = {
  type: 'AWS::AutoScaling::ScheduledAction',
  property: 'AutoScalingGroupName',
};
export const GROUP_SCALERS: readonly Scaler[] = [
  { type: 'AWS::AutoScaling::ScalingPolicy', property: 'AutoScalingGroupName' },
  GROUP_SCHEDULE,
];

/** The property that gives a resource the name by which it is scaled. */
const NAME_OF: { readonly [type: string]: string } = {
  'AWS::AutoScaling::AutoScalingGroup': 'AutoScalingGroupName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::ECS::Service': 'ServiceName',
  'AWS::Neptune::DBCluster': 'DBClusterIdentifier',
  'AWS::RDS::DBCluster': 'DBClusterIdentifier',
  'AWS::Serverless::SimpleTable': 'TableName',
};

/**
 * What scales a resource in the scenario being looked at: it refers to it, or says its name (`service/cluster/name`,
 * `table/name/index/other`, `cluster:name`).
 * https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html
 */
export const scalersOf = (resource: Resource, scaler: Scaler): Resource[] =>
  candidatesOf(scaler)(resource).filter(
    (candidate) => candidate.exists && isMeant(resource, candidate, scaler),
  );

/** The scalable targets of a resource. */
export const targetsOf = (resource: Resource): Resource[] => scalersOf(resource, TARGETS);

/** Whether something changes the capacity of a resource's scalable target: a policy, or a schedule of its own. */
export const isDriven = (target: Resource, scaled: Resource): boolean =>
  target.get('ScheduledActions').items(1).length > 0 ||
  policiesOf(target).some(({ exists }) => exists) ||
  scalersOf(scaled, POLICIES).some((policy) => dimensionOf(policy) === dimensionOf(target));

const dimensionOf = (scaler: Resource): string => scaler.get('ScalableDimension').outline;

const policiesOf = remember((target: Resource) => target.referring(POLICIES.type, 'ScalingTargetId'));

const candidatesOf = remember((scaler: Scaler) =>
  remember((resource: Resource): Resource[] => {
    const name = crossStackName(resource.written(NAME_OF[resource.type] ?? ''), resource.template);
    const named = (name && byName(resource.app).get(`${scaler.type}\n${name}`)) || [];
    return [...new Set([...resource.referring(scaler.type), ...named])];
  }),
);

/** Everything that scales something by Application or EC2 Auto Scaling, by the name of what it scales. */
const byName = remember((app: App): ReadonlyMap<string, Resource[]> => {
  const index = new Map<string, Resource[]>();
  for (const { type, property } of [TARGETS, POLICIES, ...GROUP_SCALERS])
    for (const scaler of app.resourcesOf(type)) {
      const name = nameIn(crossStackName(scaler.written(property), scaler.template) ?? '');
      if (name && !name.includes(NOT_READ)) addToGroup(index, `${type}\n${name}`, scaler);
    }
  return index;
});

/** `service/cluster/name`, `table/name/index/other`, `cluster:name`; else a name alone. */
function nameIn(id: string): string {
  const [kind, ...names] = id.split('/');
  return (kind === 'service' ? names[1] : names[0]) ?? id.replace(/^cluster:/, '');
}

/** Unless it refers to another of the same type here, as one branch of an Fn::If may, or says the name in another cluster. */
function isMeant(resource: Resource, scaler: Resource, { property }: Scaler): boolean {
  const id = scaler.get(property);
  if (!id.isPresent) return false;
  const referred = id.references().filter((reference) => reference.resource.type === resource.type);
  if (referred.length > 0) return referred.some((one) => one.resource === resource);
  return resource.type !== SERVICE || !isInOtherCluster(resource, id);
}

const SERVICE = 'AWS::ECS::Service';
const CLUSTER = 'AWS::ECS::Cluster';

/** As far as both clusters are told: by references, or by names that are written out. */
function isInOtherCluster(service: Resource, id: Value): boolean {
  const cluster = service.get('Cluster');
  const [own, meant] = [cluster, id].map((value) =>
    value.references().find((one) => one.resource.type === CLUSTER),
  );
  if (own && meant) return own.resource !== meant.resource;
  const names = [
    own ? nameOf(own.resource) : cluster.isPresent ? cluster.literal?.split('/').at(-1) : 'default',
    meant ? nameOf(meant.resource) : id.outline.split('/')[1],
  ];
  return names.every((name) => name && !name.includes('${')) && names[0] !== names[1];
}

const nameOf = (cluster: Resource) => cluster.get('ClusterName').literal;

/** The largest size, and the one size that there is where smallest and largest leave no room between them. */
export interface Sizes {
  readonly max: Value;
  readonly fixed: string | undefined;
}

/** Parameters are read at their defaults, as who sets them chooses the sizes. @throws NotKnown */
export const sizesOf = (resource: Resource, least: string, most: string): Sizes =>
  resource.app.scenario.byDefault(() => {
    const [min, max] = [resource.get(least), resource.get(most)] as const;
    return { max, fixed: min.isPresent && max.isPresent ? commonSize(min, max) : undefined };
  });

/** The capacities that a scalable target moves between. Schedules of its own may set others. */
export function capacityOf(target: Resource): Sizes {
  const sizes = sizesOf(target, 'MinCapacity', 'MaxCapacity');
  const isSet = (action: Value) => action.get('ScalableTargetAction').isPresent;
  const isMoved = sizes.fixed !== undefined && target.get('ScheduledActions').items().some(isSet);
  return isMoved ? { ...sizes, fixed: undefined } : sizes;
}

/** The one size that both are, if they are the same. @throws NotKnown */
export function commonSize(min: Value, max: Value): string | undefined {
  if (min.outline !== '' && min.outline === max.outline) return max.outline;
  return min.number === max.number ? max.outline : undefined;
}
