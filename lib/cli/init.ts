import { existsSync } from 'node:fs';
import { UsageError } from '../selection';
import { say } from './check-options';
import { writeFile } from './write-file';

const FILE = 'competency-nag.yaml';

const TEXT = `# yaml-language-server: $schema=./node_modules/competency-nag/schema/configuration.json
# Every key: docs/configuration.md of the package. Every rule: competency-nag rules

# Where templates go that do not say it themselves: production or non-production.
environment: production

# The mildest finding that fails the check: error, warning, info or review.
failOn: error

# In place of a rule's own severity: error, warning, info or off; or a map of severity and options.
rules: {}

# Waivers stand in competency-nag.waivers.yaml beside this file, in templates, or in the code of a CDK app.
waivers:
  require: [owner, expires]
`;

/** Writes a configuration to start from. @throws UsageError if there is one */
export function init(): void {
  if (existsSync(FILE)) throw new UsageError(`${FILE} is there already`);
  writeFile(FILE, TEXT, 'the configuration');
  say(`${FILE} written`);
}
