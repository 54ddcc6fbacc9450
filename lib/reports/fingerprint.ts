import { createHash } from 'node:crypto';

/** Tells findings apart by what they say and where, not by their lines: the same as long as the finding is. */
export const fingerprint = (parts: readonly (string | null)[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
