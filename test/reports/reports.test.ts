import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { checkSources } from '../../lib/check';
import { json } from '../../lib/reports/json';
import { sarif } from '../../lib/reports/sarif';
import { rules } from '../../rules';

const TEMPLATE = `Parameters:
  Rollback: {Type: String, Default: 'false', AllowedValues: ['true', 'false']}
Resources:
  Shop:
    Type: AWS::CodeDeploy::DeploymentGroup
    Properties:
      ApplicationName: shop
      ServiceRoleArn: arn:aws:iam::111122223333:role/deploy
      AutoRollbackConfiguration:
        Enabled: !Ref Rollback
        Events: [DEPLOYMENT_FAILURE]
  Blog:
    Type: AWS::CodeDeploy::DeploymentGroup
    Properties:
      ApplicationName: blog
      ServiceRoleArn: arn:aws:iam::111122223333:role/deploy
      AutoRollbackConfiguration:
        Enabled: !ImportValue Rollback
        Events: [DEPLOYMENT_FAILURE]
`;
const result = checkSources(
  [
    { file: 'my templates/a#1.yaml', text: TEMPLATE },
    { file: 'broken.yaml', text: 'a: [\n' },
  ],
  { rules: ['codedeploy-rollback-enabled'] },
);

test('JSON is version 1, to the letter', () => {
  expect(JSON.parse(json(result))).toEqual({
    schemaVersion: 1,
    tool: { name: 'competency-nag', version: expect.stringMatching(/^\d+\.\d+\.\d+/) },
    summary: {
      templates: 1,
      resources: 2,
      rules: 1,
      fail: { error: 1, warning: 0, info: 0 },
      review: 1,
      waived: 0,
      unreadable: 1,
    },
    findings: [
      {
        ruleId: 'codedeploy-rollback-enabled',
        verdict: 'fail',
        severity: 'error',
        message: 'when Rollback is false: automatic rollback is off',
        file: 'my templates/a#1.yaml',
        line: 10,
        column: 23,
        endLine: 10,
        endColumn: 31,
        logicalId: 'Shop',
        resourceType: 'AWS::CodeDeploy::DeploymentGroup',
        path: 'Properties.AutoRollbackConfiguration.Enabled',
        scenario: { Rollback: 'false' },
        controls: ['ROLLBACK'],
        items: ['devops/4.6.3', 'calibration/REL-001.g4'],
      },
      {
        ruleId: 'codedeploy-rollback-enabled',
        verdict: 'review',
        severity: 'error',
        message: '"Rollback" is imported from another stack',
        file: 'my templates/a#1.yaml',
        line: 18,
        column: 31,
        endLine: 18,
        endColumn: 39,
        logicalId: 'Blog',
        resourceType: 'AWS::CodeDeploy::DeploymentGroup',
        path: 'Properties.AutoRollbackConfiguration.Enabled',
        scenario: null,
        controls: ['ROLLBACK'],
        items: ['devops/4.6.3', 'calibration/REL-001.g4'],
      },
    ],
    errors: [
      { file: 'broken.yaml', line: 2, column: 1, message: expect.stringContaining('not well-formed YAML') },
    ],
  });
});

describe('SARIF', () => {
  const log = JSON.parse(sarif(result));
  const [run] = log.runs;

  test('is valid against its schema, with every rule in it', () => {
    const schema = require('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
    const ajv = new Ajv({ strict: false, unicodeRegExp: false });
    addFormats(ajv as never);
    const validate = ajv.compile(schema);
    for (const text of [sarif(result), sarif({ ...result, rules })]) {
      validate(JSON.parse(text));
      expect(validate.errors).toBeNull();
    }
  });

  test('says where, why, and what else explains it', () => {
    expect(run.results[0]).toEqual({
      ruleId: 'codedeploy-rollback-enabled',
      ruleIndex: 0,
      kind: 'fail',
      level: 'error',
      message: { text: 'when Rollback is false: automatic rollback is off' },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'my%20templates/a%231.yaml' },
            region: { startLine: 10, startColumn: 23, endLine: 10, endColumn: 31 },
          },
          logicalLocations: [
            {
              name: 'Shop',
              fullyQualifiedName: 'Shop.Properties.AutoRollbackConfiguration.Enabled',
              kind: 'AWS::CodeDeploy::DeploymentGroup',
            },
          ],
        },
      ],
      relatedLocations: [
        {
          id: 0,
          physicalLocation: {
            artifactLocation: { uri: 'my%20templates/a%231.yaml' },
            region: { startLine: 2, startColumn: 37, endLine: 2, endColumn: 44 },
          },
          message: { text: 'the default of Rollback' },
        },
      ],
      partialFingerprints: { 'findingKey/v1': expect.stringMatching(/^[0-9a-f]{32}$/) },
      properties: { severity: 'error', scenario: { Rollback: 'false' } },
    });
    expect(run.results[1]).toMatchObject({ kind: 'review', level: 'none' });
  });

  test('its fingerprints stay when lines move', () => {
    const moved = checkSources([{ file: 'my templates/a#1.yaml', text: `# a comment\n\n${TEMPLATE}` }], {
      rules: ['codedeploy-rollback-enabled'],
    });
    const fingerprints = (text: string) =>
      JSON.parse(text).runs[0].results.map((one: { partialFingerprints: object }) => one.partialFingerprints);
    expect(fingerprints(sarif(moved))).toEqual(
      run.results.map((one: { partialFingerprints: object }) => one.partialFingerprints),
    );
  });

  test('has what kept the check from being whole', () => {
    expect(run.invocations[0]).toMatchObject({
      executionSuccessful: false,
      toolExecutionNotifications: [
        { level: 'error', locations: [{ physicalLocation: { artifactLocation: { uri: 'broken.yaml' } } }] },
      ],
    });
  });
});
