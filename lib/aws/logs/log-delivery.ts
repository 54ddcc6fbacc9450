import type { Value } from '../../model/value';

/**
 * The accounts from which load balancers of Regions before August 2022 write their access logs; since then it
 * is a service principal everywhere. The list is closed.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 */
export const LOAD_BALANCER_ACCOUNTS: readonly string[] = [
  '009996457667',
  '027434742980',
  '033677994240',
  '037604701340',
  '048591011584',
  '054676820928',
  '076674570225',
  '091100254016',
  '098369216593',
  '114774131450',
  '121062877647',
  '127311923021',
  '156460612806',
  '190560391635',
  '383597477331',
  '412137745753',
  '507241528517',
  '582318560864',
  '589379963580',
  '600734575887',
  '635631232127',
  '638102146993',
  '652711504416',
  '718504428378',
  '740734521339',
  '754344448648',
  '770363063475',
  '783225319266',
  '797873946194',
  '897822967062',
  '985666609251',
];

/** Whether a principal is the account that the load balancers of a Region write logs from. */
export const isOfLoadBalancers = (account: Value): boolean =>
  LOAD_BALANCER_ACCOUNTS.some((id) => account.outline.includes(id));
