import { disabledRollback, mayDisableRollback } from '../../lib/aws/pipelines/rollback-options';
import { check } from '../../lib/check';

test.each([
  'cdk deploy --no-rollback',
  'cdk deploy --rollback=false',
  'cdk deploy -R Shop',
  'sam deploy --disable-rollback',
  'sam deploy --on-failure DO_NOTHING',
  'aws cloudformation deploy --on-stack-failure DO_NOTHING',
  'aws cloudformation update-stack --cli-input-json {"DisableRollback":true}',
  'copilot svc deploy --no-rollback',
  'aws deploy create-deployment --auto-rollback-configuration enabled=false',
  'aws ecs update-service --deployment-configuration deploymentCircuitBreaker={enable=false}',
])('a script with %s is taken apart', (command) => {
  expect(disabledRollback(command)).toBeDefined();
  expect(mayDisableRollback(`npm ci\n${command}`)).toBe(true);
});

test.each(['', 'npm ci && npm test', 'cdk deploy Shop', 'chmod -r build'])(
  'a script with %s is not',
  (script) => {
    expect(mayDisableRollback(script)).toBe(false);
  },
);

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
