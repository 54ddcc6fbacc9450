import { createHash } from 'node:crypto';
import type { Finding } from '../finding';

/** What a finding says, and where, without its line. */
export const partsOf = ({ ruleId, file, logicalId, path, message }: Finding): (string | null)[] => [
  ruleId,
  file,
  logicalId,
  path,
  message,
];

/** The same as long as the parts are. */
export const fingerprint = (parts: readonly (string | null)[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
