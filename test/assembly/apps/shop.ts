import {
  App,
  Aws,
  CfnCondition,
  CfnOutput,
  CfnParameter,
  Fn,
  NestedStack,
  Stack,
  Stage,
  Validations,
} from 'aws-cdk-lib';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { CfnSecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { CfnLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { CloudFormationProduct, CloudFormationTemplate, ProductStack } from 'aws-cdk-lib/aws-servicecatalog';
import { CfnTopic } from 'aws-cdk-lib/aws-sns';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { CompetencyChecks } from '../../../lib/cdk';

const app = new App({
  builtinCloudFormationValidation: false,
  postCliContext: JSON.parse(process.env.APP_CONTEXT ?? '{}'),
});
Validations.of(app).addPlugins(
  new CompetencyChecks({
    rules: [
      'codedeploy-rollback-enabled',
      'cloudwatch-alarms-notify-sns',
      'security-group-open-ingress-front-end-only',
    ],
  }),
);
const id = 'competency-nag::codedeploy-rollback-enabled';

const group = (scope: Construct, name: string, enabled: unknown = false) =>
  new CfnDeploymentGroup(scope, name, {
    applicationName: 'shop',
    serviceRoleArn: 'arn:aws:iam::111122223333:role/deploy',
    autoRollbackConfiguration: { enabled: enabled as boolean, events: ['DEPLOYMENT_FAILURE'] },
  });

const env = { account: '111122223333', region: 'eu-west-1' };
const shared = new Stack(app, 'Shared', { env });
const topic = new CfnTopic(shared, 'Topic');
const queue = new CfnQueue(shared, 'Queue');
const open = [{ ipProtocol: 'tcp', fromPort: 443, toPort: 443, cidrIp: '0.0.0.0/0' }];
const front = new CfnSecurityGroup(shared, 'Front', { groupDescription: 'web', securityGroupIngress: open });
const back = new CfnSecurityGroup(shared, 'Back', { groupDescription: 'web', securityGroupIngress: open });

// What these refer to stands in the other stack, and the other way round.
const shop = new Stack(app, 'Shop', { env, stackName: 'the-shop', terminationProtection: true });
const alarm = { comparisonOperator: 'GreaterThanThreshold', evaluationPeriods: 1 };
new CfnAlarm(shop, 'Heard', { ...alarm, alarmActions: [topic.ref] });
new CfnAlarm(shop, 'Unheard', { ...alarm, alarmActions: [queue.attrArn] });
const balancer = (name: string, scheme: string, guard: CfnSecurityGroup) =>
  new CfnLoadBalancer(shop, name, {
    scheme,
    subnets: ['subnet-1', 'subnet-2'],
    securityGroups: [guard.attrGroupId],
  });
balancer('Public', 'internet-facing', front);
balancer('Private', 'internal', back);

// The parameter of a nested stack decides, two deep.
for (const rollback of ['true', 'false']) {
  const nested = new NestedStack(shop, `Rollback-${rollback}`, { parameters: { Rollback: rollback } });
  const given = new CfnParameter(nested, 'Rollback');
  const deeper = new NestedStack(nested, 'Deeper', { parameters: { Enabled: given.valueAsString } });
  group(deeper, 'Group', new CfnParameter(deeper, 'Enabled').valueAsString);
}

// The Region of the stack decides.
const elsewhere = new CfnCondition(shop, 'Elsewhere', {
  expression: Fn.conditionNot(Fn.conditionEquals(Aws.REGION, 'eu-west-1')),
});
group(shop, 'InRegion', Fn.conditionIf(elsewhere.logicalId, false, true));

// With CfnInclude an output may be called like a resource.
new CfnOutput(new Construct(shop, '$Outputs'), 'Accepted', { value: 'x' }).overrideLogicalId('Accepted');
Validations.of(group(shop, 'Accepted')).acknowledge({ id, reason: 'It is replaced next month' });
const ours = { id: 'codedeploy-rollback-enabled', reason: 'Without our name' };
Validations.of(group(shop, 'Unqualified')).acknowledge(ours);
const misspelt = group(shop, 'Misspelt');
misspelt.autoRollbackConfiguration = { enabled: false, events: ['DEPLOYMENT_FAILURE'] };
Validations.of(misspelt).acknowledge({ id: `${id.slice(0, -1)}t`, reason: 'Nobody depends on it' });

class Product extends ProductStack {
  constructor(scope: Construct, name: string) {
    super(scope, name);
    group(this, 'Group');
  }
}
new CloudFormationProduct(shop, 'Catalog', {
  productName: 'Shop',
  owner: 'Shop',
  productVersions: [
    { cloudFormationTemplate: CloudFormationTemplate.fromProductStack(new Product(shop, 'Product')) },
  ],
});

new Stack(app, 'Empty');

const prod = new Stage(app, 'Prod');
const releases = new Stack(prod, 'Releases');
group(releases, 'Group');
Validations.of(releases).acknowledge({ id: 'competency-nag::cloudwatch-alarms-notify-sns', reason: 'Seen' });
new CfnAlarm(releases, 'Silent', alarm);
group(new NestedStack(releases, 'Nested'), 'Group');

// The list handed down to a nested stack decides, in a second Stage.
const test = new Stack(new Stage(app, 'Test'), 'Web');
const guard = new CfnSecurityGroup(test, 'Guard', { groupDescription: 'web', securityGroupIngress: open });
const nestedFront = new NestedStack(test, 'Front', { parameters: { Guards: guard.attrGroupId } });
const guards = new CfnParameter(nestedFront, 'Guards', { type: 'List<AWS::EC2::SecurityGroup::Id>' });
new CfnLoadBalancer(nestedFront, 'Balancer', {
  scheme: 'internet-facing',
  subnets: ['subnet-1', 'subnet-2'],
  securityGroups: guards.valueAsList,
});
