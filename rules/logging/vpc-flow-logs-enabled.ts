import { referringNow } from '../../lib/aws/taken-references';
import type { App } from '../../lib/model/app';
import type { Resource } from '../../lib/model/entity';
import { remember } from '../../lib/model/remember';
import { fail, review, rule } from '../../lib/rule';

const FLOW_LOG = 'AWS::EC2::FlowLog';

export default rule({
  id: 'vpc-flow-logs-enabled',
  title: 'VPCs log their network traffic',
  severity: 'warning',
  severityIn: { 'non-production': 'info' },
  control: 'LOGS-CENTRAL',
  resources: ['AWS::EC2::VPC'],
  why: 'Flow logs are all that shows who connected to what. They cannot be had for the time before they were switched on.',
  fix: 'Add an AWS::EC2::FlowLog with ResourceType VPC, the VPC as ResourceId and TrafficType ALL or REJECT (CDK: vpc.addFlowLog). Where flow logs are made centrally, say so in a waiver.',
  docs: [
    'https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-6',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-flowlog.html',
  ],

  check: (vpc) =>
    vpc.attribute('Properties').expect(() => {
      const logs = logsOf(vpc);
      if (logs.some(recordsRefusals) || subnetsAreLogged(vpc)) return undefined;
      const [log] = logs;
      if (log)
        return fail(`${log.logicalId} records accepted traffic only, and not the attempts that are refused`);
      const open = unassigned(vpc.app).find(({ exists }) => exists);
      return open
        ? review(`see whether ${open.logicalId} is for this VPC: only deployment tells its ResourceId`)
        : fail('no flow log records the traffic of the VPC');
    }),
});

/** The flow logs of a VPC or subnet, in the scenario being looked at. */
const logsOf = (resource: Resource): Resource[] => referringNow(resource, FLOW_LOG, 'ResourceId');

const recordsRefusals = (log: Resource): boolean => !log.get('TrafficType').is('ACCEPT');

function subnetsAreLogged(vpc: Resource): boolean {
  const subnets = vpc.referring('AWS::EC2::Subnet', 'VpcId').filter(({ exists }) => exists);
  return subnets.length > 0 && subnets.every((subnet) => logsOf(subnet).some(recordsRefusals));
}

/** The flow logs of an app for something that it does not show. */
const unassigned = remember((app: App): readonly Resource[] =>
  app
    .resourcesOf(FLOW_LOG)
    .filter(
      (log) =>
        log.written('ResourceId')?.kind === 'map' &&
        !log.references.some(({ path }) => path === 'Properties.ResourceId'),
    ),
);
