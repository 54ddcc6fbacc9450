import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Configuration } from '../../configuration/configuration';
import { type HookSettings, packedConfiguration } from '../../hook/packed-configuration';

/** The bundle that `npm run build` makes. */
export const FUNCTION = join(__dirname, 'function');

/** Puts the function's code and its configuration into a folder. @throws UsageError for what cannot be taken along */
export function writeFunction(
  folder: string,
  configuration: Configuration | undefined,
  settings: HookSettings,
): true {
  cpSync(FUNCTION, folder, { recursive: true });
  for (const [name, text] of packedConfiguration(configuration, settings))
    writeFileSync(join(folder, name), text);
  return true;
}
