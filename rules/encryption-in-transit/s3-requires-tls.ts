import {
  BUCKET,
  isBehindCloudFront,
  isWebsite,
  type Part,
  partsNamed,
  policiesOfBucket,
} from '../../lib/aws/buckets/buckets';
import { denies, statementsOf } from '../../lib/aws/iam/iam-policy';
import { wholeService } from '../../lib/aws/iam/policy-actions';
import { type ConditionTest, conditionsOf } from '../../lib/aws/iam/policy-conditions';
import { isForEveryone } from '../../lib/aws/iam/policy-principals';
import type { Severity } from '../../lib/finding';
import type { Resource } from '../../lib/model/entity';
import type { Value } from '../../lib/model/value';
import { fail, rule } from '../../lib/rule';

export default rule({
  id: 's3-requires-tls',
  title: 'S3 buckets refuse requests that are not encrypted in transit',
  severity: 'warning',
  control: 'ENCRYPTION-IN-TRANSIT',
  resources: [BUCKET],
  why: 'S3 answers plain HTTP too. A client that is set up wrongly then sends data and signed links through the network for anyone on the way to read.',
  fix: 'Add a bucket policy that denies s3:* on the bucket and its objects to everyone where aws:SecureTransport is false (CDK: enforceSSL: true).',
  docs: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingEncryptionInTransit.html',
    // A policy that refuses TLS older than 1.2 refuses plain HTTP with it.
    'https://repost.aws/knowledge-center/s3-enforce-modern-tls',
    // The endpoints of websites have no HTTPS.
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteEndpoints.html',
  ],

  check: (bucket) =>
    bucket.attribute('Properties').expect(() => {
      const policies = policiesOfBucket(bucket).filter((policy) => policy.exists);
      const refused = new Set(
        policies.flatMap((policy) => statementsOf(policy.get('PolicyDocument')).flatMap(refusedWithoutTls)),
      );
      if (refused.has('bucket') && refused.has('objects')) return undefined;
      const severity = milder(bucket);
      return fail(messageFor(policies.length > 0, refused), severity && { severity });
    }),
});

function messageFor(hasPolicy: boolean, refused: ReadonlySet<Part>): string {
  if (!hasPolicy) return 'no bucket policy denies requests by plain HTTP';
  const [part] = refused;
  if (!part) return 'the bucket policy does not deny everyone s3:* where aws:SecureTransport is false';
  return `the bucket policy denies plain HTTP for ${part === 'bucket' ? 'the bucket, but not for its objects' : 'the objects, but not for the bucket itself'}`;
}

/** What nobody but CloudFront reads, or what browsers can only read by HTTP. */
const milder = (bucket: Resource): Severity | undefined =>
  isWebsite(bucket) || isBehindCloudFront(bucket) ? 'info' : undefined;

/** What a statement keeps from everyone who comes without TLS; NotPrincipal would let some through. */
function refusedWithoutTls(statement: Value): Part[] {
  const keepsOut = denies(statement) && wholeService(statement, 's3') && isForEveryone(statement);
  if (!keepsOut || statement.get('NotPrincipal').isPresent || !isAboutTlsOnly(statement)) return [];
  return statement.get('Resource').items().flatMap(partsNamed);
}

/** A second condition would let some of what is not encrypted through. */
function isAboutTlsOnly(statement: Value): boolean {
  const conditions = conditionsOf(statement);
  return conditions.length > 0 && conditions.every(holdsWithoutTls);
}

function holdsWithoutTls({ operator, key, values }: ConditionTest): boolean {
  if (key === 'aws:securetransport') return IS.test(operator) && values.some((value) => value.is(false));
  return (
    key === 's3:tlsversion' && IS_LESS.test(operator) && values.some(({ number }) => (number ?? 0) >= 1.2)
  );
}

const IS = /^(bool|stringequals|stringequalsignorecase)(ifexists)?$/;
const IS_LESS = /^numericlessthan(equals)?(ifexists)?$/;
