import { version as installed } from 'aws-cdk-lib/package.json';
import { name } from '../version';

/** The first aws-cdk-lib that hands plugins the construct tree and keeps acknowledgements to their constructs. */
export const OLDEST_CDK = '2.271.0';

/** @throws Error for an aws-cdk-lib that would leave out templates or acknowledge too much */
export function requireRecentCdk(version = installed): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_CDK.split('.').map(Number);
  if (major === oldestMajor && minor >= oldestMinor) return;
  throw new Error(`${name} needs aws-cdk-lib ^${OLDEST_CDK}, and ${version} is installed`);
}
