import type { App } from '../../model/app';
import type { Resource } from '../../model/entity';
import { environmentOf } from '../../model/environment';
import { remember } from '../../model/remember';
import type { Value } from '../../model/value';
import { resourceNamed, writtenName } from '../named-resources';

export const DEPLOYMENT_GROUP = 'AWS::CodeDeploy::DeploymentGroup';
export const AUTO_SCALING_GROUP = 'AWS::AutoScaling::AutoScalingGroup';

export type ComputePlatform = 'Server' | 'Lambda' | 'ECS';

/**
 * What a deployment group deploys to: what its application says, whose default is Server.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-codedeploy-application.html
 */
export function platformOf(group: Resource): ComputePlatform {
  if (group.get('ECSServices').isPresent) return 'ECS';
  const application = resourceNamed(group.get('ApplicationName'), 'AWS::CodeDeploy::Application');
  return PLATFORMS.find((platform) => application?.get('ComputePlatform').is(platform)) ?? 'Server';
}

const PLATFORMS: readonly ComputePlatform[] = ['ECS', 'Lambda'];

/** The default: https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_DeploymentStyle.html */
export const deploysInPlace = (group: Resource): boolean =>
  platformOf(group) === 'Server' && !group.get('DeploymentStyle.DeploymentType').is('BLUE_GREEN');

/** Whether a name is that of a deployment configuration of the app: by a reference, or as it is written there. */
export const isConfigurationOfApp = (name: Value): boolean =>
  name.reference !== undefined || resourceNamed(name, 'AWS::CodeDeploy::DeploymentConfig') !== undefined;

/** Whether a deployment group installs new versions on the instances of an Auto Scaling group. */
export const isDeployedByCodeDeploy = (fleet: Resource): boolean =>
  fleet.referring(DEPLOYMENT_GROUP).some(({ exists }) => exists) ||
  namedFleets(fleet.app).has(writtenName(fleet.written('AutoScalingGroupName')) ?? '');

/** The Auto Scaling groups that deployment groups name in text. */
const namedFleets = remember(
  (app: App): ReadonlySet<string> =>
    new Set(
      app.resourcesOf(DEPLOYMENT_GROUP).flatMap((group) => {
        const fleets = group.written('AutoScalingGroups');
        return fleets?.kind === 'list' ? fleets.items.flatMap((fleet) => writtenName(fleet) ?? []) : [];
      }),
    ),
);

/** Where a deployment group says by its own names which environment it deploys to. */
const NAMES = [
  'DeploymentGroupName',
  'Ec2TagFilters[].Value',
  'Ec2TagSet.Ec2TagSetList[].Ec2TagGroup[].Value',
  'OnPremisesInstanceTagFilters[].Value',
];

/**
 * Whether a deployment group is, by its names or the tags of its instances, one of another environment than
 * production: a template often has one group for each stage of a pipeline.
 */
export function isOutsideProduction(group: Resource): boolean {
  const names = NAMES.flatMap((path) => group.all(path)).flatMap(({ literals }) => literals);
  const said = [group.logicalId, ...names].map((name) =>
    environmentOf(name.replace(DEVOPS, ''), group.app.environmentWords),
  );
  return said.includes('non-production') && !said.includes('production');
}

/** The trade, not the environment. */
const DEVOPS = /dev-?(sec)?-?ops/gi;
