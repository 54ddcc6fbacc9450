import { configurationSchema } from '../lib/configuration/schema';
import { WAIVERS_FILE_SCHEMA } from '../lib/waivers/schema';
import { rules } from '../rules';

/** The published JSON Schemas, for editors, by file name under schema/. */
export const schemas = (): Map<string, string> =>
  new Map(
    Object.entries({
      'configuration.json': configurationSchema(rules),
      'waivers.json': WAIVERS_FILE_SCHEMA,
    }).map(([file, schema]) => [file, `${JSON.stringify(schema, null, 2)}\n`]),
  );
