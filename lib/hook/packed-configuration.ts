import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import type { Configuration } from '../configuration/configuration';
import { plain, readDocument } from '../configuration/document';
import { UsageError } from '../selection';

/** What a hook is held to besides its configuration; overrides for single stacks stand above it. */
export type HookSettings = Pick<Configuration, 'environment' | 'profile' | 'failOn'>;

/** The configuration's name in the folder of the function. */
export const CONFIGURATION_FILE = 'competency-nag.json';

/**
 * A configuration with all it needs, as files of one folder, by name: what it extends, waivers, the baseline.
 * @throws UsageError for a configuration that needs what cannot be taken along
 */
export function packedConfiguration(
  configuration: Configuration | undefined,
  settings: HookSettings,
): Map<string, string> {
  const packed = new Map<string, string>();
  if (!configuration) return packed.set(CONFIGURATION_FILE, JSON.stringify(settings));
  const { files, parameters, waivers, baseline } = configuration;
  const written = files.map(portable);
  const own = written.pop();
  const copy = (name: string, from: string) => {
    packed.set(name, readFileSync(from, 'utf8'));
    return name;
  };
  // In a row, in the order that they were put together in, so that each builds upon those before it.
  const nameOf = (index: number) => `./base-${index}.json`;
  const onto = (index: number) => (index > 0 ? { extends: nameOf(index - 1) } : {});
  for (const [index, base] of written.entries())
    packed.set(`base-${index}.json`, JSON.stringify({ ...base, ...onto(index) }));
  return packed.set(
    CONFIGURATION_FILE,
    JSON.stringify({
      ...own,
      ...settings,
      ...onto(written.length),
      parameters,
      waivers: {
        files: waivers.files.map((from, index) => copy(`waivers-${index}${extname(from)}`, from)),
        require: waivers.require,
        equivalents: Object.fromEntries(waivers.equivalents),
      },
      ...(baseline !== undefined && { baseline: copy(`baseline${extname(baseline)}`, baseline) }),
    }),
  );
}

/** A file of the configuration without what leads out of the folder; that is written anew, for all of them. */
function portable(file: string): object {
  const data = plain(readDocument(file).root) as Record<string, unknown>;
  if (data.ownRules !== undefined)
    throw new UsageError(
      `${file}: a hook cannot take ownRules along; give it a configuration without them with config`,
    );
  const { extends: _, parameters: __, waivers: ___, baseline: ____, ...rest } = data;
  return rest;
}
