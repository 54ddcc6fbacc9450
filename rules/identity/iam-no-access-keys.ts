import { fail, rule } from '../../lib/rule';

export default rule({
  id: 'iam-no-access-keys',
  title: 'No access key of an IAM user is made',
  severity: 'error',
  control: 'ACCESS-KEYS-LIMITED',
  resources: ['AWS::IAM::AccessKey'],
  why: 'An access key works from anywhere until somebody deletes it, and it is copied wherever it is needed: most stolen AWS credentials are such keys.',
  fix: 'Use a role: that of the instance, task or function, IRSA or Pod Identity in EKS, OIDC in a pipeline outside AWS, IAM Roles Anywhere elsewhere. Where a service can use none of these, waive the finding with that reason, and say how the key is rotated every week and where it may be used from.',
  docs: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-workloads-use-roles',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-iam-accesskey.html#cfn-iam-accesskey-status',
    'https://docs.aws.amazon.com/rolesanywhere/latest/userguide/introduction.html',
  ],

  check: (key) =>
    key.property('Status').expect((status) =>
      status.isKnown && status.is('Inactive') // whatever a parameter says, there is a key
        ? fail('an access key is kept: inactive, but one change of Status makes it work', {
            severity: 'warning',
          })
        : fail('a long-lived access key is made, where a role gives credentials that expire'),
    ),
});
