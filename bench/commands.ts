import { join } from 'node:path';
import type { Variant } from './measure';

export const ROOT = join(__dirname, '..');
const NODE = process.execPath;
const child = (file: string) => join(__dirname, 'children', file);
const PEERS = join(__dirname, 'node_modules');
const CFN_GUARD = join(PEERS, '@cdklabs', 'cdk-validator-cfnguard');

/** The command line of ours, as it is published. It exits with 1 where there are findings. */
export const ours = (name: string, args: readonly string[]): Variant => ({
  name,
  command: [NODE, join(ROOT, 'bin', 'competency-nag.js'), ...args],
  exitCodes: [0, 1],
});

/** Its Control Tower rules and output are those of its CDK plugin. It exits with 19 where there are findings. */
export const cfnGuard = (path: string): Variant => ({
  name: 'cfn-guard, Control Tower rules',
  command: [
    join(
      CFN_GUARD,
      'bin',
      process.platform === 'darwin' ? 'macos' : 'ubuntu',
      process.arch === 'arm64' ? 'aarch64' : 'x86_64',
      'cfn-guard',
    ),
    'validate',
    ...['--rules', join(CFN_GUARD, 'rules', 'control-tower', 'cfn-guard')],
    ...['--data', path],
    ...['--output-format', 'json', '--show-summary', 'none', '--structured'],
  ],
  exitCodes: [0, 19],
});

/** It is a library only: the least that a command line would do. `list` is a file that names the templates. */
export const cloudformationValidate = (list: string): Variant => ({
  name: 'cloudformation-validate',
  command: [NODE, child('validate.js'), list],
});

export const parsing = (list: string): Variant => ({
  name: 'parsing alone',
  command: [NODE, child('parse.js'), list],
});

export const synthesis = (name: string, variant: string): Variant => ({
  name,
  command: [NODE, '--import', require.resolve('tsx'), child('synth.ts'), variant],
});
