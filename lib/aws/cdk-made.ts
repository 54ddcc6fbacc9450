import type { Resource } from '../model/entity';

/** What CDK brings along for its own work: custom resource providers, and what `cdk bootstrap` makes. */
export const isOfCdk = (resource: Resource): boolean =>
  PROVIDER_PATH.test(resource.attribute('Metadata').child('aws:cdk:path').value.outline) ||
  BOOTSTRAP_NAME.test(resource.get('RoleName').outline) ||
  BOOTSTRAP_NAME.test(resource.get('ManagedPolicyName').outline);

/** `Stack/Custom::CDKBucketDeployment…/ServiceRole/DefaultPolicy/Resource` */
const PROVIDER_PATH = /(^|\/)Custom::/;
/** `cdk-hnb659fds-deploy-role-…`. https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html */
const BOOTSTRAP_NAME = /^cdk-.+-(role|permissions-boundary)-/;
