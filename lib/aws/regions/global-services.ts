import type { Resource } from '../../model/entity';
import type { RegionMention } from './regions';

/**
 * Types of services that are the same in all Regions. They are reached in us-east-1, so that naming it there
 * is no mistake: https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/global-services.html
 */
const GLOBAL_TYPES = /^AWS::(?:CloudFront|Route53|Route53Domains|WAF|Shield|Budgets|CE|CUR|BCMDataExports)::/;

/** Certificates that CloudFront serves, which have to be in us-east-1. */
const CERTIFICATES: { readonly [type: string]: string } = {
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-edge-optimized-custom-domain-name.html
  'AWS::ApiGateway::DomainName': 'CertificateArn',
  // https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-add-custom-domain.html
  'AWS::Cognito::UserPoolDomain': 'CustomDomainConfig.CertificateArn',
  // https://docs.aws.amazon.com/appsync/latest/devguide/custom-domain-name.html
  'AWS::AppSync::DomainName': 'CertificateArn',
};

/** Metrics that are only in us-east-1. */
const GLOBAL_METRICS = ['AWS/Billing', 'AWS/CloudFront', 'AWS/Route53', 'AWS/DDoSProtection'];

/** Whether what the resource says at the path is about a global service. */
export function isOfGlobalService(resource: Resource, path: string): boolean {
  const { type } = resource;
  if (GLOBAL_TYPES.test(type)) return !/\bOrigins\b/.test(path);
  if (type.startsWith('AWS::WAFv2::')) return resource.get('Scope').is('CLOUDFRONT');
  if (type === 'AWS::CloudWatch::Alarm') return resource.get('Namespace').isOneOf(GLOBAL_METRICS);
  return CERTIFICATES[type] === path;
}

const GLOBAL_NAMES =
  /cloud-?front|edge-?lambda|lambda@edge|\/aws\/lambda\/us-east-1\.|:global\/|route-?53|organizations|ecr-public|public\.ecr|savingsplans|globalaccelerator|billing|awslogsdelivery|AmazonIpSpaceChanged/i;
const GLOBAL_APIS = '(?:budgets|ce|cur|health|iam|pricing|shield|sts|support|waf)';
const GLOBAL_CALLS = new RegExp(
  `(?:\\baws |(?:client|resource)\\(\\s*["'])${GLOBAL_APIS}\\b|\\b${GLOBAL_APIS}\\.us-east-1\\.`,
);

/** Whether the line that names a Region speaks of a global service: `aws organizations … --region us-east-1`. */
export function namesGlobalService({ before, region, after }: RegionMention): boolean {
  const line = `${before}${region}${after}`;
  return CONTROL_PLANES.test(region) && (GLOBAL_NAMES.test(line) || GLOBAL_CALLS.test(line));
}

/** Where global services are reached; us-west-2 is Global Accelerator's. */
const CONTROL_PLANES = /^us-(?:east-1|west-2)$/;
