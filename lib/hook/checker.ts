import { join } from 'node:path';
import { parentPort } from 'node:worker_threads';
import type { Configuration } from '../configuration/configuration';
import { loadConfiguration } from '../configuration/load';
import { judge, type Subject } from './judge';
import { CONFIGURATION_FILE } from './packed-configuration';

// The thread that judges. What it throws ends it, and is answered as a failure.
let configuration: Configuration | undefined;
parentPort?.on('message', (subject: Subject) => {
  configuration ??= loadConfiguration(join(__dirname, CONFIGURATION_FILE));
  parentPort?.postMessage(judge(subject, configuration, __dirname));
});
