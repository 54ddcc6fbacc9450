/**
 * The rules that can judge a resource by itself, its values resolved, as an operation on one resource shows it.
 * The others would guess there. They
 *
 * - look at neighbours: whether a bucket's policy asks for TLS, what uses a security group, who deploys where;
 * - look at how something is written: a password and a Region are literals once they are resolved;
 * - look at what such an operation does not show: attributes like DeletionPolicy, parameters, outputs.
 *
 * So a rule that is not here is not asked about single resources: templates are where it is asked.
 */
export const JUDGED_ALONE: ReadonlySet<string> = new Set([
  'api-gateway-cache-encrypted',
  'api-gateway-minimum-tls-1-2',
  'classic-load-balancer-listeners-encrypted',
  'cloudfront-minimum-tls-1-2',
  'cloudfront-viewers-use-https',
  'codebuild-outputs-encrypted',
  'codedeploy-rollback-enabled',
  'data-stores-not-publicly-accessible',
  'dax-encrypted',
  'docdb-neptune-storage-encrypted',
  'ecs-deployment-rollback-enabled',
  'efs-encrypted',
  'eks-public-endpoint-restricted',
  'elasticache-encrypted-at-rest',
  'firehose-encrypted',
  'kinesis-streams-encrypted',
  'kms-key-rotation-enabled',
  'load-balancer-tls-policy-modern',
  'opensearch-encrypted-at-rest',
  'rds-storage-encrypted',
  'redshift-clusters-encrypted',
  's3-no-public-acl',
  's3-public-access-blocked',
  'sqs-encryption-not-disabled',
  'workspaces-volumes-encrypted',
]);
