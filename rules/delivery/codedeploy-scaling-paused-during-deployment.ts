import { permissionsFor, scriptsWith } from '../../lib/aws/functions/scripted-calls';
import { allows, permissionsOf } from '../../lib/aws/iam/iam-policy';
import { coveredBy } from '../../lib/aws/iam/policy-actions';
import { DEPLOYMENT_GROUP, deploysInPlace } from '../../lib/aws/pipelines/codedeploy';
import type { Resource } from '../../lib/model/entity';
import type { Outcome } from '../../lib/model/expectation';
import { fail, review, rule } from '../../lib/rule';

export default rule({
  id: 'codedeploy-scaling-paused-during-deployment',
  title: 'CodeDeploy pauses Auto Scaling while it deploys in place',
  severity: 'warning',
  control: 'SCALING-PAUSED',
  resources: [DEPLOYMENT_GROUP],
  why: 'Auto Scaling may terminate or replace an instance that is just being updated, and the deployment fails or leaves two versions behind.',
  fix: 'List Terminate and AZRebalance in Ec2DeploymentOptions.AutoScalingGroupProcessesToSuspend (CDK: addPropertyOverride on the CfnDeploymentGroup) and leave OutdatedInstancesStrategy at UPDATE.',
  docs: [
    'https://docs.aws.amazon.com/codedeploy/latest/userguide/integrations-aws-auto-scaling-suspend-processes.html',
    'https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_EC2DeploymentOptions.html',
    'https://docs.aws.amazon.com/codedeploy/latest/userguide/integrations-aws-auto-scaling.html',
  ],

  check: (group) => {
    const scales = () => deploysInPlace(group) && group.get('AutoScalingGroups').items().length > 0;
    const processes = 'Ec2DeploymentOptions.AutoScalingGroupProcessesToSuspend';
    return [
      group
        .property(processes)
        .expect((list) => (list.items().length > 0 ? undefined : notPaused(group)))
        .when(scales),
      group
        .property('OutdatedInstancesStrategy')
        .mustNotBe('IGNORE', 'instances launched during a deployment keep the old version: IGNORE', {
          severity: 'error',
        })
        .when(scales),
      group
        .property('ServiceRoleArn')
        .expect((arn) => missingPermission(arn.reference?.resource))
        .when(() => scales() && group.get(processes).items().length > 0),
    ];
  },
});

function notPaused(group: Resource): Outcome | undefined {
  if (scriptsWith(group.app, 'SuspendProcesses').some(({ exists }) => exists)) return undefined;
  const permission = permissionsFor(group.app, 'SuspendProcesses').find(
    (policy) => policy.exists && !serves(policy, group),
  );
  return permission
    ? review(
        `no Auto Scaling process is suspended during a deployment, unless a script does it with ${permission.logicalId}`,
      )
    : fail('no Auto Scaling process is suspended during a deployment');
}

/** The service role and its policies: permissions that CodeDeploy needs for deployments of any kind. */
const serves = (resource: Resource, group: Resource): boolean => {
  const roles = group.referred(ROLE, 'ServiceRoleArn');
  return roles.includes(resource) || resource.references.some(({ to }) => roles.includes(to));
};

const ROLE = 'AWS::IAM::Role';
const NEEDED = ['autoscaling:SuspendProcesses', 'autoscaling:ResumeProcesses'];

/** Without them the deployment fails before any instance is updated. */
function missingPermission(role: Resource | undefined): Outcome | undefined {
  if (role?.type !== ROLE || role.get('ManagedPolicyArns').items().length > 0) return undefined;
  const policies = [role, ...role.referrers.map(({ from }) => from)].filter(({ exists }) => exists);
  const allowed = policies.flatMap(permissionsOf).filter(allows);
  const missing = NEEDED.filter(
    (needed) => !allowed.some((statement) => coveredBy(statement, [needed]).length > 0),
  );
  return missing.length === 0
    ? undefined
    : fail(`the service role ${role.logicalId} may not call ${missing.join(' and ')}`);
}
