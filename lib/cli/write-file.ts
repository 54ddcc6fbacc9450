import { existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { UsageError } from '../selection';

/**
 * Writes a file, and the folders it lies in, whole or not at all: what was there stays until the new text is complete.
 * @throws UsageError that says what cannot be written
 */
export function writeFile(file: string, text: string, what: string): void {
  // A device or a pipe cannot be replaced.
  const isSpecial = existsSync(file) && !statSync(file).isFile();
  const written = isSpecial ? file : `${file}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(written, text);
    if (!isSpecial) renameSync(written, file);
  } catch (error) {
    if (!isSpecial && existsSync(written)) rmSync(written);
    throw new UsageError(`${what} cannot be written: ${(error as Error).message}`);
  }
}
