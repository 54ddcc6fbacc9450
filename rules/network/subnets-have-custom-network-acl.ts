import { SUBNET } from '../../lib/aws/network/subnets';
import type { App } from '../../lib/model/app';
import type { Resource } from '../../lib/model/entity';
import type { Outcome } from '../../lib/model/expectation';
import { remember } from '../../lib/model/remember';
import type { Template } from '../../lib/model/template';
import { type Expectations, fail, review, rule } from '../../lib/rule';
import { toData } from '../../lib/template/node';

const VPC = 'AWS::EC2::VPC';
const ASSOCIATION = 'AWS::EC2::SubnetNetworkAclAssociation';

export default rule({
  id: 'subnets-have-custom-network-acl',
  title: 'Subnets have a network ACL of their own',
  severity: 'warning',
  control: 'NACL',
  resources: [VPC, SUBNET],
  why: 'The default network ACL of a VPC allows everything, so the security groups alone protect its subnets.',
  fix: 'Add a network ACL for each tier (AWS::EC2::NetworkAcl, CDK: NetworkAcl with subnetSelection) and associate its subnets with it.',
  docs: [
    'https://docs.aws.amazon.com/vpc/latest/userguide/default-network-acl.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-subnetnetworkaclassociation.html',
  ],

  check: (resource) => {
    const network = networks(resource.app).get(resource);
    if (network?.isBare) return resource === network.place ? noneHasAcl(resource, network) : undefined;
    return network && resource.type === SUBNET ? hasAcl(resource) : undefined;
  },
});

/** The subnets of one VPC. */
interface Network {
  subnets: Resource[];
  /** No subnet has an ACL of its own, in any branch: one finding says it of all. */
  isBare: boolean;
  /** Where that stands: the VPC, or the first subnet of one that is not in the app. */
  place: Resource;
}

const noneHasAcl = (place: Resource, { subnets }: Network): Expectations =>
  place
    .attribute('Properties')
    .expect(() =>
      lacking(`no subnet of ${place.type === VPC ? 'the' : 'its'} VPC has a network ACL of its own`, place),
    )
    .when(() => subnets.some((subnet) => subnet.exists));

const hasAcl = (subnet: Resource): Expectations =>
  subnet
    .attribute('Properties')
    .expect(() =>
      associationsOf(subnet).some((association) => isTaken(association, subnet))
        ? undefined
        : lacking('the subnet has no network ACL of its own, unlike others', subnet),
    );

function lacking(what: string, { template }: Resource): Outcome {
  const open = openAssociations(template).find((association) => association.exists);
  return open
    ? review(`which subnet ${open.logicalId} gives a network ACL is only known at deployment`)
    : fail(`${what}, and the default one allows everything`);
}

/** Associations that name no subnet of the app: one from a parameter, say. */
const openAssociations = remember((template: Template) =>
  template
    .resourcesOf(ASSOCIATION)
    .filter((association) => association.referred(SUBNET, 'SubnetId').length === 0),
);

/** What gives a subnet another ACL than the default one. */
const associationsOf = (subnet: Resource): Resource[] =>
  subnet.referring(ASSOCIATION, 'SubnetId').filter(({ references }) => {
    const acls = references.filter(({ path }) => path === 'Properties.NetworkAclId');
    return acls.length === 0 || acls.some(({ attribute }) => attribute !== 'DefaultNetworkAcl');
  });

const isTaken = (association: Resource, subnet: Resource): boolean =>
  association.exists &&
  association.get('SubnetId').reference?.resource === subnet &&
  association.get('NetworkAclId').reference?.attribute !== 'DefaultNetworkAcl';

/** The network of each VPC and each subnet. */
const networks = remember((app: App): ReadonlyMap<Resource, Network> => {
  const byVpc = new Map<Resource | string, Network>();
  const byResource = new Map<Resource, Network>();
  for (const subnet of app.resourcesOf(SUBNET)) {
    const [vpc] = subnet.referred(VPC, 'VpcId');
    const key = vpc ?? nameOfVpc(subnet);
    const network = byVpc.get(key) ?? { subnets: [], isBare: true, place: vpc ?? subnet };
    network.subnets.push(subnet);
    network.isBare &&= associationsOf(subnet).length === 0;
    byVpc.set(key, network);
    byResource.set(subnet, network).set(network.place, network);
  }
  return byResource;
});

/** Subnets that name a VPC of another stack in the same way are in the same one. */
function nameOfVpc(subnet: Resource): string {
  const vpc = subnet.written('VpcId');
  return `${subnet.template.source.file} ${vpc && JSON.stringify(toData(vpc))}`;
}
