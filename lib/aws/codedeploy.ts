import type { App } from '../model/app';
import type { Resource } from '../model/entity';
import { environmentOf } from '../model/environment';
import { remember } from '../model/remember';
import type { Value } from '../model/value';
import { writtenName } from './named-resources';

export const DEPLOYMENT_GROUP = 'AWS::CodeDeploy::DeploymentGroup';
export const AUTO_SCALING_GROUP = 'AWS::AutoScaling::AutoScalingGroup';

export type ComputePlatform = 'Server' | 'Lambda' | 'ECS';

/**
 * What a deployment group deploys to: what its application says, whose default is Server.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-codedeploy-application.html
 */
export function platformOf(group: Resource): ComputePlatform {
  if (group.get('ECSServices').isPresent) return 'ECS';
  const application = group.get('ApplicationName').reference?.resource.get('ComputePlatform');
  return PLATFORMS.find((platform) => application?.literal === platform) ?? 'Server';
}

const PLATFORMS: readonly ComputePlatform[] = ['ECS', 'Lambda'];

/** The default: https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_DeploymentStyle.html */
export const deploysInPlace = (group: Resource): boolean =>
  platformOf(group) === 'Server' && !group.get('DeploymentStyle.DeploymentType').is('BLUE_GREEN');

/** Whether a name is that of a deployment configuration of the app: by a reference, or as it is written there. */
export const isConfigurationOfApp = (name: Value): boolean =>
  name.reference !== undefined || configurationNames(name.entity.app).has(writtenName(name.node));

const configurationNames = remember(
  (app: App): ReadonlySet<string | undefined> =>
    new Set(
      app
        .resourcesOf('AWS::CodeDeploy::DeploymentConfig')
        .flatMap((config) => writtenName(config.written('DeploymentConfigName')) ?? []),
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
