import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { UsageError } from '../selection';

const NAMES = ['competency-nag.yaml', 'competency-nag.yml', 'competency-nag.json'];

/**
 * The configuration file of a folder: in it, or in the nearest folder above, up to the root of the repository.
 * @throws UsageError where a folder holds two
 */
export function findConfiguration(folder: string): string | undefined {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const found = NAMES.filter((name) => existsSync(join(at, name)));
    if (found.length > 1)
      throw new UsageError(`${at} holds ${found.join(' and ')}: keep one of them, or name it with --config`);
    if (found[0] !== undefined) return relative('', join(at, found[0]));
    if (existsSync(join(at, '.git')) || dirname(at) === at) return undefined;
  }
}
