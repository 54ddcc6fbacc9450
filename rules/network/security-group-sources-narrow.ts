import { isBroad } from '../../lib/aws/network/ip-ranges';
import { LOAD_BALANCER } from '../../lib/aws/network/load-balancers';
import {
  attachmentsOf,
  groupOf,
  ingressRules,
  isRangeOfVpc,
  mayBeInternet,
  SECURITY_GROUP,
  SECURITY_GROUP_INGRESS,
  type Source,
  sourcesOf,
} from '../../lib/aws/network/security-groups';
import type { Resource } from '../../lib/model/entity';
import type { Outcome } from '../../lib/model/expectation';
import { remember } from '../../lib/model/remember';
import type { Template } from '../../lib/model/template';
import type { Value } from '../../lib/model/value';
import { fail, rule } from '../../lib/rule';

export default rule({
  id: 'security-group-sources-narrow',
  title: 'Security groups let in a group or a narrow range, and not a whole network',
  severity: 'warning',
  control: 'SG-TIGHT',
  resources: [SECURITY_GROUP, SECURITY_GROUP_INGRESS],
  why: 'A rule for a whole network trusts every machine in it, also those that are added later and those that are taken over.',
  fix: 'Name the security group of what connects (SourceSecurityGroupId), or the range of its subnets alone.',
  docs: [
    'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-register-targets.html',
  ],

  check: (resource) =>
    ingressRules(resource).map((permission) =>
      permission.expect((value) =>
        sourcesOf(value)
          .filter(({ cidr }) => !mayBeInternet(cidr, resource))
          .flatMap((source) => tooBroad(source, value, resource)),
      ),
    ),
});

/** What may be the internet is security-group-open-ingress-front-end-only's to judge. */
function tooBroad({ cidr, at, list }: Source, permission: Value, resource: Resource): Outcome[] {
  const group = groupOf(resource);
  const isVpc = isRangeOfVpc(cidr, group);
  if (!isVpc && !isBroad(cidr)) return [];
  const range = isVpc ? 'all of the VPC' : `the whole of ${cidr.outline}`;
  const message = `${range} is let in${list ? ` by the prefix list ${list.logicalId}` : ''}: name the group that connects`;
  return [fail(message, { at, ...(isNeeded(permission, group) ? { severity: 'info' } : {}) })];
}

/** Endpoints serve the whole VPC, and a Network Load Balancer without a group of its own cannot be named. */
const isNeeded = (permission: Value, group: Resource | undefined): boolean =>
  group !== undefined &&
  (isOfEndpoint(permission, group) ||
    (canBeTarget(group) && groupless(group.template).some((one) => one.exists)));

/** Whether what the group is attached to can be a target of a load balancer; a database, say, cannot. */
const canBeTarget = (group: Resource): boolean =>
  TARGETS.test(attachmentsOf(group).other?.type ?? 'AWS::EC2::');

const TARGETS = /^AWS::(?:EC2|AutoScaling|ECS|EKS)::/;

const isOfEndpoint = (permission: Value, group: Resource): boolean =>
  permission.get('FromPort').is(443) &&
  permission.get('ToPort').is(443) &&
  endpointsOf(group).some((endpoint) => endpoint.exists);

const endpointsOf = remember((group: Resource) =>
  group.referring('AWS::EC2::VPCEndpoint', 'SecurityGroupIds'),
);

const groupless = remember((template: Template) =>
  template.resourcesOf(LOAD_BALANCER).filter((loadBalancer) => {
    const type = loadBalancer.written('Type');
    return type?.kind === 'scalar' && type.text === 'network' && !loadBalancer.written('SecurityGroups');
  }),
);
