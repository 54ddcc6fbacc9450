import { Acknowledgements } from '../../lib/assembly/acknowledgements';

const KNOWN = ['rds-storage-encrypted', 'no-hardcoded-regions'];

/** What an acknowledgement of that id, as CDK writes it down, is said to be meant for; null if nothing is said. */
function meant(id: string): string | undefined | null {
  const acknowledgements = new Acknowledgements();
  acknowledgements.add('Stack', { [id]: 'because' });
  const [unknown] = acknowledgements.unknown(KNOWN);
  return unknown ? unknown.suggestion : null;
}

test.each([
  ['competency-nag::rds-storage-encrypted', null],
  ['Annotation::rds-storage-encrypted', null],
  ['competency-nag::rds-storage-encripted', 'rds-storage-encrypted'],
  ['competency-nag::something-else', undefined],
  ['competency-nags::rds-storage-encrypted', 'competency-nag::rds-storage-encrypted'],
  ['Annotation::competency-nag:rds-storage-encrypted', 'competency-nag::rds-storage-encrypted'],
  ['Annotation::rds-storage-encripted', 'rds-storage-encrypted'],
  ['Annotation::aws-cdk-lib/aws-rds:somethingOfCdk', null],
  ['Annotation::@aws-cdk/aws-ec2:noRoutes', null],
  ['AwsSolutions::AwsSolutions-RDS2', null],
  ['Annotation::Own-rds-storage-encrypted', null],
  ['CdkNag::AwsSolutions-IAM5[Resource::*]', null],
])('%s', (id, expected) => {
  expect(meant(id)).toBe(expected);
});
