import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import { type LintSetup, type LintTask, MAX_WASM_PAGES, type Violation } from './engine';

/** As much of aws-cdk-lib as is used here. */
interface CdkLib {
  CloudFormationValidatePlugin: new () => { validate(context: object): { violations: Violation[] } };
}

// The thread that lints: the engine runs to its end, and nothing else would meanwhile. What it throws ends it.
setFlagsFromString(`--wasm-max-mem-pages=${MAX_WASM_PAGES}`);
const { engine, scratch } = workerData as LintSetup;
const { CloudFormationValidatePlugin } = require(engine) as CdkLib;
const plugin = new CloudFormationValidatePlugin();
// The engine reads a file, and what is linted must be what was checked.
const templatePath = join(scratch, 'template');
parentPort?.on('message', ({ text, accountId, region }: LintTask) => {
  writeFileSync(templatePath, text);
  const stack = { stackConstructPath: 'template', templatePath, accountId, region };
  const { violations } = plugin.validate({ stackTemplates: [stack] });
  parentPort?.postMessage(violations);
});
