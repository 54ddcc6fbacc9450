import rule from '../../../rules/identity/iam-role-trust-restricted';
import { testRule } from '../../rule-tester';
import { trust, trusting, webIdentity } from './trust-fixtures';

const GITHUB = 'token.actions.githubusercontent.com';
const provider = (issuer: string) => ({
  'Fn::Sub': `arn:aws:iam::\${AWS::AccountId}:oidc-provider/${issuer}`,
});
const sub = (value: unknown) => ({
  StringLike: { [`${GITHUB}:sub`]: value },
  StringEquals: { [`${GITHUB}:aud`]: 'sts.amazonaws.com' },
});
const SENTINEL = 'sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d/';
const at = 'Role Properties.AssumeRolePolicyDocument.Statement[0]';
const NOBODY = 'anyone with an AWS account may assume the role: no condition says who';

testRule(rule, {
  pass: {
    'a service': trusting(trust({ Service: 'lambda.amazonaws.com' })),
    'EKS Pod Identity': trusting({
      ...trust({ Service: 'pods.eks.amazonaws.com' }),
      Action: ['sts:AssumeRole', 'sts:TagSession'],
    }),
    'the own account': trusting(trust({ AWS: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:root' } })),
    'everyone in the organization': trusting(
      trust({ AWS: '*' }, { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }),
    ),
    'roles of a certain name': trusting(
      trust('*', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/Deploy*' } }),
    ),
    'everyone, but a Deny leaves only one organization': trusting(trust({ AWS: '*' }), {
      ...trust({ AWS: '*' }, { StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }),
      Effect: 'Deny',
    }),
    'everyone, but a Deny of all except tagging leaves only one organization': trusting(trust({ AWS: '*' }), {
      Effect: 'Deny',
      Principal: '*',
      NotAction: 'sts:TagSession',
      Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
    }),
    'a provider of SAML': trusting({
      ...trust(
        { Federated: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:saml-provider/Corp' } },
        { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
      ),
      Action: 'sts:AssumeRoleWithSAML',
    }),
    'a branch on GitHub': trusting(
      webIdentity(provider(GITHUB), sub('repo:octo-org/shop:ref:refs/heads/main')),
    ),
    'a repository on GitHub, named by parameters': trusting(
      webIdentity(provider(GITHUB), sub({ 'Fn::Sub': 'repo:${Org}/${Repository}:*' })),
    ),
    'an owner on GitHub, by another claim': trusting(
      webIdentity(provider(GITHUB), { StringEquals: { [`${GITHUB}:repository_owner`]: 'octo-org' } }),
    ),
    'a repository on GitHub whose subject holds ids': trusting(
      webIdentity(provider(GITHUB), sub('repo:octo-org@*/shop@*:ref:refs/heads/main')),
    ),
    'an owner on GitHub, after another claim': trusting(
      webIdentity(provider(GITHUB), sub('environment:production:repository_owner:octo-org:*')),
    ),
    'the provider that an enterprise on GitHub has for itself, by its audience': trusting(
      webIdentity(provider(`${GITHUB}/octo-org`), {
        StringEquals: { [`${GITHUB}/octo-org:aud`]: 'sts.amazonaws.com' },
      }),
    ),
    'an own server of GitLab, by its audience': trusting(
      webIdentity(provider('gitlab.company.com'), {
        StringEquals: { 'gitlab.company.com:aud': 'https://gitlab.company.com' },
      }),
    ),
    'a workspace of Microsoft Sentinel': trusting(
      webIdentity(provider(SENTINEL), { StringEquals: { 'sts:RoleSessionName': 'MicrosoftSentinel_1234' } }),
    ),
    'a group on GitLab': trusting(
      webIdentity(provider('gitlab.com'), {
        StringLike: { 'gitlab.com:sub': 'project_path:shop/*:ref_type:branch' },
      }),
    ),
    'an identity pool of Cognito': trusting(
      webIdentity('cognito-identity.amazonaws.com', {
        StringEquals: { 'cognito-identity.amazonaws.com:aud': { Ref: 'IdentityPool' } },
        'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'authenticated' },
      }),
    ),
    'a service account of EKS, in a text': {
      AssumeRolePolicyDocument: {
        'Fn::Sub': JSON.stringify({
          Statement: [
            {
              ...webIdentity('arn:aws:iam::${AWS::AccountId}:oidc-provider/${Provider}'),
              Condition: { StringEquals: { '${Provider}:sub': 'system:serviceaccount:shop:cart' } },
            },
          ],
        }),
      },
    },
    'a service account of EKS, by a condition that CDK has made': {
      Resources: {
        Keys: {
          Type: 'Custom::AWSCDKCfnJson',
          Properties: {
            ServiceToken: 'arn:aws:lambda:eu-west-1:111122223333:function:json',
            Value: {
              'Fn::Join': ['', ['{"', { Ref: 'Issuer' }, ':sub":"system:serviceaccount:shop:cart"}']],
            },
          },
        },
        Role: {
          Type: 'AWS::IAM::Role',
          Properties: trusting(
            webIdentity({ Ref: 'ProviderArn' }, { StringEquals: { 'Fn::GetAtt': ['Keys', 'Value'] } }),
          ),
        },
      },
    },
    'an own provider, by its audience': {
      Resources: {
        Provider: {
          Type: 'AWS::IAM::OIDCProvider',
          Properties: { Url: 'https://login.example.com', ClientIdList: ['shop'] },
        },
        Role: {
          Type: 'AWS::IAM::Role',
          Properties: trusting(
            webIdentity({ Ref: 'Provider' }, { StringEquals: { 'login.example.com:aud': 'shop' } }),
          ),
        },
      },
    },
  },
  fail: {
    everyone: [trusting(trust('*')), `error ${at}.Principal: ${NOBODY}`],
    'everyone, in a list': [
      trusting(trust({ AWS: ['*', 'arn:aws:iam::111122223333:role/Deploy'] })),
      `error ${at}.Principal.AWS[0]: ${NOBODY}`,
    ],
    'everyone with an external id': [
      trusting(trust({ AWS: '*' }, { StringEquals: { 'sts:ExternalId': 'shop' } })),
      `error ${at}.Principal.AWS: anyone with an AWS account may assume the role: an external id is no secret, and takes the place of no principal`,
    ],
    'a condition that holds where the key is missing': [
      trusting(trust({ AWS: '*' }, { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } })),
      `error ${at}.Principal.AWS: anyone with an AWS account may assume the role: its condition names no caller`,
    ],
    'a condition that fits every account': [
      trusting(trust({ AWS: '*' }, { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/Deploy' } })),
      `error ${at}.Principal.AWS: anyone with an AWS account may assume the role: its condition names no caller`,
    ],
    'everyone outside production': [
      trusting(trust({ AWS: { 'Fn::If': ['IsProd', 'arn:aws:iam::111122223333:role/Deploy', '*'] } })),
      `warning ${at}.Principal.AWS when IsProd is false (Stage is dev): ${NOBODY}`,
    ],
    'all of GitHub: only the audience is asked for': [
      trusting(webIdentity(provider(GITHUB), { StringEquals: { [`${GITHUB}:aud`]: 'sts.amazonaws.com' } })),
      `error ${at}.Principal.Federated: any repository on GitHub may assume the role: no condition on sub says who`,
    ],
    'all of GitHub: a subject that fits all': [
      trusting(webIdentity(provider(GITHUB), sub('repo:*'))),
      `error ${at}.Condition.StringLike.${GITHUB}:sub: any repository on GitHub may assume the role: repo:* fits all of them`,
    ],
    'also owners whose name begins alike': [
      trusting(webIdentity(provider(GITHUB), sub(['repo:octo-org/shop:*', 'repo:octo*']))),
      `error ${at}.Condition.StringLike.${GITHUB}:sub[1]: any repository on GitHub may assume the role: repo:octo* fits all of them`,
    ],
    'what every repository may call a branch or an environment': [
      trusting(webIdentity(provider(GITHUB), sub('environment:production:*'))),
      `error ${at}.Condition.StringLike.${GITHUB}:sub: any repository on GitHub may assume the role: environment:production:* fits all of them`,
    ],
    'a condition that holds where there is no subject': [
      trusting(
        webIdentity(provider(GITHUB), {
          'ForAllValues:StringLike': { [`${GITHUB}:sub`]: 'repo:octo-org/shop:*' },
        }),
      ),
      `warning ${at}.Condition.ForAllValues:StringLike.${GITHUB}:sub: any repository on GitHub may assume the role: ForAllValues holds as well where a token has no such claim`,
    ],
    'every workspace of Microsoft Sentinel': [
      trusting(webIdentity(provider(SENTINEL), { StringEquals: { [`${SENTINEL}:aud`]: 'api://1462b192' } })),
      `error ${at}.Principal.Federated: any workspace of Microsoft Sentinel may assume the role: no condition on sts:RoleSessionName says who`,
    ],
    'the provider is in the template': [
      {
        Resources: {
          Provider: {
            Type: 'AWS::IAM::OIDCProvider',
            Properties: { Url: `https://${GITHUB}`, ClientIdList: ['sts.amazonaws.com'] },
          },
          Role: {
            Type: 'AWS::IAM::Role',
            Properties: trusting(webIdentity({ 'Fn::GetAtt': 'Provider.Arn' })),
          },
        },
      },
      `error ${at}.Principal.Federated: any repository on GitHub may assume the role: no condition on sub says who`,
    ],
    'the role that SAM makes for a function': [
      {
        Transform: 'AWS::Serverless-2016-10-31',
        Resources: {
          Checkout: {
            Type: 'AWS::Serverless::Function',
            Properties: {
              Handler: 'index.handler',
              Runtime: 'nodejs22.x',
              InlineCode: 'exports.handler = async () => {}',
              ...trusting(trust({ AWS: '*' })),
            },
          },
        },
      },
      `error Checkout Properties.AssumeRolePolicyDocument.Statement[0].Principal.AWS: ${NOBODY}`,
    ],
    'every pod of a cluster': [
      trusting(
        webIdentity(provider('oidc.eks.eu-west-1.amazonaws.com/id/ABC'), {
          StringEquals: { 'oidc.eks.eu-west-1.amazonaws.com/id/ABC:aud': 'sts.amazonaws.com' },
        }),
      ),
      `error ${at}.Principal.Federated: any pod of the EKS cluster may assume the role: no condition on sub says who`,
    ],
    'every pod of every namespace': [
      trusting(
        webIdentity(provider('oidc.eks.eu-west-1.amazonaws.com/id/ABC'), {
          StringLike: { 'oidc.eks.eu-west-1.amazonaws.com/id/ABC:sub': 'system:serviceaccount:*:*' },
        }),
      ),
      `error ${at}.Condition.StringLike.oidc.eks.eu-west-1.amazonaws.com/id/ABC:sub: any pod of the EKS cluster may assume the role: system:serviceaccount:*:* fits all of them`,
    ],
    'every identity pool of Cognito': [
      trusting(webIdentity('cognito-identity.amazonaws.com')),
      `error ${at}.Principal.Federated: any identity pool of Cognito in any account may assume the role: no condition on aud says who`,
    ],
    'everyone whom an own provider knows': [
      trusting(webIdentity(provider('login.example.com'))),
      `error ${at}.Principal.Federated: anyone to whom the provider gives a token may assume the role: no condition on sub or aud says who`,
    ],
  },
  review: {
    'a provider that a parameter names, by its audience': [
      trusting(
        webIdentity(
          { Ref: 'ProviderArn' },
          { StringEquals: { 'login.example.com:aud': 'sts.amazonaws.com' } },
        ),
      ),
      `review ${at}.Principal.Federated: \${ProviderArn} is only known at deployment: if it is one that many share, as GitHub's, a condition on sub is missing`,
    ],
    'a condition that is made at deployment': [
      {
        Resources: {
          Keys: {
            Type: 'Custom::Keys',
            Properties: { ServiceToken: 'arn:aws:lambda:eu-west-1:111122223333:function:json' },
          },
          Role: {
            Type: 'AWS::IAM::Role',
            Properties: trusting(
              webIdentity(provider(GITHUB), { StringEquals: { 'Fn::GetAtt': ['Keys', 'Value'] } }),
            ),
          },
        },
      },
      `review ${at}.Condition.StringEquals: Keys.Value is only known at deployment`,
    ],
    'a subject that a parameter gives as a pattern': [
      trusting(webIdentity(provider(GITHUB), sub({ Ref: 'Subject' }))),
      `review ${at}.Condition.StringLike.${GITHUB}:sub: Subject has no default, so it is only known at deployment`,
    ],
  },
});
