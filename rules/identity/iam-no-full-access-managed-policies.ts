import {
  eachManagedPolicy,
  isManagedPolicy,
  managedPolicyName,
  TYPES_WITH_MANAGED_POLICIES,
} from '../../lib/aws/iam/grants';
import type { Resource } from '../../lib/model/entity';
import { fail, review, rule } from '../../lib/rule';

/**
 * The policies that allow all of a service, and those for the jobs of administrators. IAMFullAccess is for
 * iam-no-admin-managed-policies to report.
 */
const BROAD =
  /^(?!IAMFullAccess$)(.*FullAccess.*|(System|Database|Network)Administrator|AdministratorAccess-.*)$/;

export default rule({
  id: 'iam-no-full-access-managed-policies',
  title: 'No policy of AWS that allows all of a service is attached',
  severity: 'warning',
  control: 'LEAST-PRIVILEGE',
  alsoControls: ['LAMBDA-LEAST-PRIVILEGE'],
  resources: TYPES_WITH_MANAGED_POLICIES,
  why: 'Such a policy allows every action of a service on every resource of the account: deleting the data of other workloads, and opening it to others.',
  fix: 'Write a policy of the actions and resources that the workload uses. IAM Access Analyzer can generate it from CloudTrail activity.',
  docs: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_job-functions.html',
  ],

  check: (resource) =>
    eachManagedPolicy(resource, (policy) => {
      if (policy.outline.includes('policy/service-role/')) return undefined; // made for one service to do its work
      const isBroad = isManagedPolicy(policy, BROAD);
      if (isBroad === 'unknown') return review(`${policy.why}: see that it does not allow all of a service`);
      if (!isBroad) return undefined;
      const message = `${managedPolicyName(policy)} is broad: write a policy of the actions and resources that are needed`;
      return fail(message, isOfPeople(resource) ? { severity: 'info' } : {});
    }),
});

/** AdministratorAccess is no more than info there: see iam-no-admin-managed-policies. */
const isOfPeople = ({ type }: Resource): boolean =>
  type === 'AWS::IAM::Group' || type === 'AWS::SSO::PermissionSet';
