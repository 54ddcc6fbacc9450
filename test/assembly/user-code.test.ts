import { join } from 'node:path';
import { userCodeIn } from '../../lib/assembly/user-code';

const here = join(process.cwd(), 'bin', 'app.ts');
const OWN = { file: join('bin', 'app.ts'), line: 3, column: 7 };

test.each([
  ['a call', `new Shop (${here}:3:7)`, OWN],
  ['a call as an Error has it', `    at Object.<anonymous> (${here}:3:7)`, OWN],
  ['a place alone', `at ${here}:3:7`, OWN],
  ['an ES module', `main (file://${here}:3:7)`, OWN],
  ['elsewhere', 'main (/srv/app.ts:3:7)', { ...OWN, file: '/srv/app.ts' }],
  ['brackets', 'main (/srv/app (2)/app.ts:3:7)', { ...OWN, file: '/srv/app (2)/app.ts' }],
  ['Windows', 'main (C:\\app\\app.ts:3:7)', { ...OWN, file: 'C:\\app\\app.ts' }],
])('%s is user code', (_, frame, place) => {
  expect(userCodeIn(['...new Bucket2 in aws-cdk-lib...', frame, 'x (/other.ts:1:1)'])).toEqual(place);
});

test.each([
  'new Bucket (/srv/node_modules/aws-cdk-lib/aws-s3/lib/bucket.js:1:2)',
  'new Bucket (C:\\app\\node_modules\\aws-cdk-lib\\index.js:1:2)',
  'node:internal/modules/run_main:164:12',
  'Module._compile (node:internal/modules/cjs/loader:1554:14)',
  '...node internals, tsx...',
  '(no user code in 10 frames, use --stack-trace-limit to capture more)',
  'stack traces disabled',
  '',
  `${':1'.repeat(100_000)}x`,
])('%.60s is none', (frame) => {
  expect(userCodeIn([frame])).toBeUndefined();
});

test.each([
  '...App.synth in aws-cdk-lib...',
  '    at App.synth (/srv/node_modules/aws-cdk-lib/core/lib/stage.js:1:4160)',
  '...Stage2.synth in aws-cdk-lib...',
])('what is made by %s was not made by the line that calls it', (frame) => {
  expect(userCodeIn(['...new CfnPipeline2 in aws-cdk-lib...', frame, `main (${here}:3:7)`])).toBeUndefined();
});
