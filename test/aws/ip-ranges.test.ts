import { isAnywhere } from '../../lib/aws/network/ip-ranges';

test.each([
  '0.0.0.0/0',
  '198.51.100.0/0',
  '0.0.0.0/1',
  '128.0.0.0/1',
  '11.0.0.0/8',
  '10.0.0.0/7',
  '::/0',
  '0000::/0',
  '2000::/3',
])('%s is as good as the internet', (range) => expect(isAnywhere(range)).toBe(true));

test.each([
  '10.0.0.0/8',
  '127.0.0.0/8',
  '240.0.0.0/4',
  'fc00::/7',
  '203.0.113.0/24',
  '2001:db8::/32',
  '0.0.0.0',
  'anywhere',
  '',
])('"%s" is not', (range) => expect(isAnywhere(range)).toBe(false));
