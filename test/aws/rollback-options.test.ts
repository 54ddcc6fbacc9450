import { check } from '../../lib/check';

test('a disabled rollback is shown at its command, not at a comment', () => {
  const text = [
    'Resources:',
    '  Build:',
    '    Type: AWS::CodeBuild::Project',
    '    Properties:',
    '      Source:',
    '        Type: NO_SOURCE',
    '        BuildSpec: |',
    '          version: 0.2',
    '          # no --no-rollback here',
    '          phases:',
    '            build:',
    '              commands:',
    '                - cdk deploy Shop --no-rollback',
  ].join('\n');
  const { findings } = check([{ file: 'build.yaml', text }], {
    rules: ['deployments-do-not-disable-rollback'],
  });
  expect(findings.map(({ line }) => line)).toEqual([13]);
});
