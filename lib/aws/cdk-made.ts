import type { Resource } from '../model/entity';

/** What CDK brings along for its own work: custom resource providers, and what `cdk bootstrap` makes. */
export const isOfCdk = (resource: Resource): boolean =>
  PROVIDER_PATH.test(resource.attribute('Metadata').child('aws:cdk:path').value.outline) ||
  SINGLETON_ID.test(resource.logicalId) ||
  BOOTSTRAP_NAME.test(resource.get('RoleName').outline) ||
  BOOTSTRAP_NAME.test(resource.get('ManagedPolicyName').outline);

/** `Stack/Custom::CDKBucketDeployment…/ServiceRole/DefaultPolicy/Resource` */
const PROVIDER_PATH = /(^|\/)Custom::/;
/** The functions that CDK makes once a stack, under fixed ids: for notifications of buckets, how long logs are kept, deployments to buckets. */
const SINGLETON_ID =
  /^(BucketNotificationsHandler050a0587b7544547bf325f094a3db834|LogRetentionaae0aa3c5b4d4f87b02d85b201efdd8a|CustomCDKBucketDeployment8693BB64968944B69AAFB0CC9EB8756C)/;
/** `cdk-hnb659fds-deploy-role-…`. https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html */
const BOOTSTRAP_NAME = /^cdk-.+-(role|permissions-boundary)-/;
