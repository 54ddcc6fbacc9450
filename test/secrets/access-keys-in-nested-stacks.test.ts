import { check } from '../../lib/check';
import rule from '../../rules/identity/iam-access-key-secret-kept-in-secret-store';

const Key = { Type: 'AWS::IAM::AccessKey', Properties: { UserName: 'mailer' } };

test('a nested stack is judged by what it does with the secret', () => {
  const parent = {
    Resources: {
      Key,
      Child: {
        Type: 'AWS::CloudFormation::Stack',
        Properties: {
          TemplateURL: 'child.json',
          Parameters: { Given: { 'Fn::GetAtt': ['Key', 'SecretAccessKey'] } },
        },
      },
    },
  };
  const child = {
    Parameters: { Given: { Type: 'String', NoEcho: true } },
    Resources: {
      Kept: { Type: 'AWS::SecretsManager::Secret', Properties: { SecretString: { Ref: 'Given' } } },
      Shown: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: { Ref: 'Given' } } },
    },
  };
  const sources = [
    { file: 'parent.json', text: JSON.stringify(parent) },
    { file: 'child.json', text: JSON.stringify(child) },
  ];
  const report = check(sources, { ruleSet: [rule] });
  expect(report.findings.map(({ file, logicalId, path }) => `${file} ${logicalId} ${path}`)).toEqual([
    'child.json Shown Properties.Value',
  ]);
});
