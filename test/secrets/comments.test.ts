import { check } from '../../lib/check';
import rule from '../../rules/secrets/template-no-credential-patterns';

// Put together here, so that nobody takes the file itself for a leak.
const accessKeyId = `AKIA${'Q3EGRTY7ZKLMNP2B'}`;
const gitHubToken = `ghp_${'4fK9sLm2Qw8Rt1Yv6Zx3Cb7Nd5Hj0PgUaEiO'}`;

describe('comments of YAML', () => {
  const found = (text: string) =>
    check([{ file: 'a.yaml', text }], { ruleSet: [rule] }).findings.map(
      ({ line, column, logicalId, path, message }) => `${line}:${column} ${logicalId} ${path} ${message}`,
    );

  test('a credential is found', () => {
    expect(
      found(`# once: ${accessKeyId}
Resources:
  Topic:
    Type: AWS::SNS::Topic # ${gitHubToken}, for now
`),
    ).toEqual([
      '1:9 null null an AWS access key id stands here',
      '4:29 null null a GitHub token stands here',
    ]);
  });

  test('a sign within a text begins no comment, and nothing is found twice', () => {
    const text = `Resources:
  Topic:
    Type: AWS::SNS::Topic
    Properties:
      DisplayName: "a # ${gitHubToken}"
      TopicName: |
        # ${gitHubToken}
`;
    expect(found(text)).toEqual([
      '5:20 Topic Properties.DisplayName a GitHub token stands here',
      '7:9 Topic Properties.TopicName a GitHub token stands here',
    ]);
  });

  test('examples and placeholders are none', () => {
    expect(
      found(
        '# AKIAIOSFODNN7EXAMPLE, https://app:password@db.example.com\nResources: {T: {Type: AWS::SNS::Topic}}\n',
      ),
    ).toEqual([]);
  });
});
