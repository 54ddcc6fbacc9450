import { join } from 'node:path';
import { hookHandler } from './handler';
import { inWorker } from './in-worker';

// What the bundle of the function exports; the checker is the other file of it.
export { hookHandler } from './handler';
export { inWorker } from './in-worker';

/** What Lambda calls. */
export const handler = hookHandler({ judge: inWorker(join(__dirname, 'checker.js')) });
