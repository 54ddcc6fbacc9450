import { CLASSIC_LOAD_BALANCER, isInternetFacing } from '../../lib/aws/network/load-balancers';
import { fail, rule } from '../../lib/rule';

export default rule({
  id: 'classic-load-balancer-listeners-encrypted',
  title: 'Classic Load Balancers take requests over TLS only',
  severity: 'error',
  control: 'ENCRYPTION-IN-TRANSIT',
  resources: [CLASSIC_LOAD_BALANCER],
  why: 'Over plain HTTP anyone on the way from the client to the load balancer reads cookies and personal data, and can change the answers.',
  fix: 'Use HTTPS (or SSL) listeners with an ACM certificate. A Classic Load Balancer cannot redirect: leave port 80 closed, or move to an Application Load Balancer, which can.',
  docs: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-listener-config.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_CreateLoadBalancer.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/migrate-classic-load-balancer.html',
  ],

  check: (loadBalancer) =>
    loadBalancer.all('Listeners[]').map((listener) =>
      listener.property('Protocol').expect((protocol) => {
        const port = listener.value.get('LoadBalancerPort');
        const isPublic = isInternetFacing(loadBalancer);
        if (protocol.matches(/^http$/i) || (protocol.matches(/^tcp$/i) && port.is(80))) {
          const what = `${protocol.outline} on port ${port.outline} is not encrypted`;
          return isPublic
            ? fail(`${what}, from the internet`)
            : fail(`${what}, within the VPC`, { severity: 'info', profiles: { pci: 'error' } });
        }
        return isPublic && protocol.matches(/^tcp$/i)
          ? fail(`TCP on port ${port.outline} is encrypted only if the instances speak TLS`, {
              severity: 'info',
            })
          : undefined;
      }),
    ),
});
