import { createRequire } from 'node:module';
import { join } from 'node:path';
import { UsageError } from '../selection';

/** The engine is in aws-cdk-lib from this version on. */
const SINCE = [2, 262] as const;

/**
 * Where aws-cdk-lib is, which has the engine: the user's own, else the one beside us.
 * @throws UsageError if there is none, or it is too old
 */
export function findEngine(folder: string): string {
  for (const from of [join(folder, 'package.json'), __filename]) {
    const { resolve } = createRequire(from);
    let manifest: string;
    try {
      manifest = resolve('aws-cdk-lib/package.json');
    } catch {
      continue;
    }
    const { version } = createRequire(from)(manifest) as { version: string };
    const [major = 0, minor = 0] = version.split('.').map(Number);
    if (major > SINCE[0] || (major === SINCE[0] && minor >= SINCE[1])) return resolve('aws-cdk-lib');
    throw new UsageError(
      `--lint needs aws-cdk-lib ${SINCE.join('.')} or newer, and ${manifest} is ${version}: npm install aws-cdk-lib@latest`,
    );
  }
  throw new UsageError(
    '--lint uses the validation engine in aws-cdk-lib, which is not installed here: npm install --save-dev aws-cdk-lib constructs',
  );
}

/** What the engine says: the part of a PolicyViolation of aws-cdk-lib that is of use here. */
export interface Violation {
  ruleName: string;
  description: string;
  severity?: string;
  fix?: string;
  ruleMetadata?: { category?: string };
  violatingResources: readonly { resourceLogicalId?: string; locations: readonly string[] }[];
}

/** A template to lint. */
export interface LintTask {
  file: string;
  text: string;
  accountId?: string | undefined;
  region?: string | undefined;
}

/** What the linting thread is told when it starts. */
export interface LintSetup {
  /** The module that has the engine. */
  engine: string;
  /** A folder of its own to write templates to. */
  scratch: string;
}

/** The engine's memory beside the heap, in pages of 64 KiB: 1 GiB, three times what it takes to start. */
export const MAX_WASM_PAGES = 16_384;
/** The thread's own heap. */
export const MAX_HEAP_MB = 1024;
