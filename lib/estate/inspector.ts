import { parentPort, workerData } from 'node:worker_threads';
import { loadConfiguration } from '../configuration/load';
import { standardsFor } from '../inspect';
import type { Group } from './groups';
import { type Errand, inspectGroup } from './inspect-groups';

// A thread that inspects groups of templates. What it throws ends it, and with it the run.
const { configurationFile, ...given } = workerData as Errand;
const options = {
  ...given,
  ...(configurationFile !== undefined && { configuration: loadConfiguration(configurationFile) }),
};
const heldTo = standardsFor(options);
parentPort?.on('message', (group: Group) => {
  parentPort?.postMessage(inspectGroup(group, options, heldTo));
});
