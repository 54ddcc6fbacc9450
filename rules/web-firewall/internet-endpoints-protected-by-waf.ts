import { DISTRIBUTION, protectingDistribution, sendsSecretHeader } from '../../lib/aws/network/cloudfront';
import { type Endpoint, INTERNET_ENDPOINTS } from '../../lib/aws/network/internet-endpoints';
import { foreignGroup, LOAD_BALANCER, takesOnlyPrefixLists } from '../../lib/aws/network/load-balancers';
import { associationsWith, isClassic, openAssociation } from '../../lib/aws/network/web-acls';
import type { Resource } from '../../lib/model/entity';
import type { Outcome } from '../../lib/model/expectation';
import type { Value } from '../../lib/model/value';
import { fail, review, rule } from '../../lib/rule';

export default rule({
  id: 'internet-endpoints-protected-by-waf',
  title: 'Endpoints on the internet have a web ACL before them',
  severity: 'warning',
  control: 'OWASP',
  alsoControls: ['DDOS'],
  resources: [DISTRIBUTION, ...Object.keys(INTERNET_ENDPOINTS)],
  why: 'Without AWS WAF every exploit and every flood of requests that the internet has to offer reaches the application itself.',
  fix: 'Associate an AWS WAFv2 web ACL (WebACLAssociation; WebACLId for CloudFront). What cannot have one goes behind CloudFront. Where Firewall Manager attaches web ACLs, waive the finding with that reason.',
  docs: [
    'https://docs.aws.amazon.com/waf/latest/developerguide/how-aws-waf-works-resources.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-wafv2-webaclassociation.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-cloudfront-distribution-distributionconfig.html#cfn-cloudfront-distribution-distributionconfig-webaclid',
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/restrict-access-to-load-balancer.html',
    'https://docs.aws.amazon.com/waf/latest/developerguide/classic-waf-chapter.html',
  ],

  check: (resource) => {
    const endpoint = INTERNET_ENDPOINTS[resource.type];
    if (!endpoint) return resource.property('DistributionConfig.WebACLId').expect(named);
    return resource
      .property(endpoint.at)
      .expect(() => protectedEndpoint(endpoint, resource))
      .when(() => endpoint.isExposed(resource));
  },
});

const CLASSIC =
  'AWS WAF Classic inspects its requests, which AWS has ended the support of; AWS WAFv2 follows it';

function named(acl: Value): Outcome | undefined {
  if (!acl.isGiven) return fail('no web ACL inspects requests to the distribution');
  const isOfClassic = acl.reference?.resource.type === 'AWS::WAF::WebACL' || ID_OF_CLASSIC.test(acl.outline);
  return isOfClassic ? fail(CLASSIC) : undefined;
}

/** A web ACL of AWS WAFv2 is named by its ARN. */
const ID_OF_CLASSIC = /^[0-9a-f]{8}-[0-9a-f-]{27}$/i;

function protectedEndpoint(endpoint: Endpoint, resource: Resource): Outcome | undefined {
  const { name, api = () => resource, takesNoWebAcl = () => false, isSecondary } = endpoint;
  const target = api(resource);
  const distribution = target && protectingDistribution(target);
  if (takesNoWebAcl(resource))
    return distribution
      ? undefined
      : fail(`${name} cannot have a web ACL; CloudFront before it can`, { severity: 'info' });
  const associations = [...associationsWith(resource), ...associationsWithStage(resource, target)];
  if (associations.some((association) => !isClassic(association))) return undefined;
  if (associations.length > 0) return fail(CLASSIC);
  if (distribution) return behind(distribution, target, name);
  if (!target) return review('whether the API is private, or has a web ACL, is not in the template');
  const open = openAssociation(resource.app);
  if (open) return review(`what ${open.logicalId} protects is only known at deployment`);
  return fail(`no web ACL inspects requests to ${name}`, isSecondary ? { severity: 'info' } : {});
}

/** The associations that name a stage by its name, after its API. */
function associationsWithStage(stage: Resource, api: Resource | undefined): Resource[] {
  if (!api || api === stage) return [];
  const own = stage.get('StageName').outline;
  return associationsWith(api).filter((association) => {
    const [, name = ''] = /\/stages\/(.*)$/.exec(association.get('ResourceArn').outline) ?? [];
    return name === own || name.includes('${') || own.includes('${');
  });
}

/** CloudFront's web ACL protects what nobody can reach but through CloudFront. */
function behind(distribution: Resource, origin: Resource, name: string): Outcome {
  const only = `only the web ACL of ${distribution.logicalId} inspects requests to ${name}`;
  if (sendsSecretHeader(distribution, origin))
    return fail(`${only}, if it refuses those without the header that the origin is sent`, {
      severity: 'info',
    });
  const isLoadBalancer = origin.type === LOAD_BALANCER;
  if (isLoadBalancer && foreignGroup(origin))
    return review('whether its security groups let in CloudFront alone is not in the template');
  return isLoadBalancer && takesOnlyPrefixLists(origin)
    ? fail(only, { severity: 'info' })
    : fail(`requests to ${name} can go around ${distribution.logicalId} and its web ACL`);
}
