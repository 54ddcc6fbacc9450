import { identityOf, shown } from '../../lib/aws/zones/told-apart';
import type { App } from '../../lib/model/app';
import type { Resource } from '../../lib/model/entity';
import { remember } from '../../lib/model/remember';
import { fail, review, rule } from '../../lib/rule';

/** Lines, and what is carried over them. */
const LINES = ['AWS::DirectConnect::Connection', 'AWS::DirectConnect::Lag'];
const INTERFACES = [
  'AWS::DirectConnect::PrivateVirtualInterface',
  'AWS::DirectConnect::TransitVirtualInterface',
];

export default rule({
  id: 'direct-connect-redundant',
  title: 'Direct Connect lines lead through two locations, or a VPN stands in for them',
  severity: 'warning',
  severityIn: { 'non-production': 'info' },
  control: 'NETWORK-HA',
  resources: [...LINES, ...INTERFACES],
  why: 'All lines of one Direct Connect location share its power and its routers, and fail together with it.',
  fix: 'Order a second connection at another location, or add a Site-to-Site VPN as the back-up.',
  docs: [
    'https://docs.aws.amazon.com/directconnect/latest/UserGuide/high_resiliency.html',
    'https://docs.aws.amazon.com/directconnect/latest/UserGuide/maximum_resiliency.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-directconnect-connection.html',
  ],

  check: (resource) => {
    const { lines, interfaces, all } = linksOf(resource.app);
    return resource
      .property(LINES.includes(resource.type) ? 'Location' : 'ConnectionId')
      .expect(() => {
        const locations = existing(lines).map((line) => line.get('Location'));
        if (new Set(locations.map(identityOf)).size > 1) return undefined;
        const [abroad] = existing(interfaces)
          .map((one) => one.get('ConnectionId'))
          .filter((id) => !id.reference);
        const confirm = 'confirm that another location, or a VPN, stands in when it fails';
        const [location] = locations;
        if (abroad) return review(`the location of ${shown(abroad)} is not in the templates: ${confirm}`);
        return location === undefined
          ? undefined
          : fail(
              `all Direct Connect lines lead through one location, ${shown(location)}, and no VPN stands in`,
            );
      })
      .when(() => all.find((one) => one.exists) === resource)
      .unless(() => existing(resource.app.resourcesOf('AWS::EC2::VPNConnection')).length > 0);
  },
});

const linksOf = remember((app: App) => {
  const [lines, interfaces] = [LINES, INTERFACES].map((types) =>
    types.flatMap((type) => app.resourcesOf(type)),
  ) as [Resource[], Resource[]];
  return { lines, interfaces, all: [...lines, ...interfaces] };
});

const existing = (resources: readonly Resource[]) => resources.filter((one) => one.exists);
