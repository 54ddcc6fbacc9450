import { SEVERITIES } from '../finding';

const TEXT = { type: 'string' };
const TEXT_OR_NULL = { type: ['string', 'null'] };
const COUNT = { type: 'integer', minimum: 0 };
const POSITION = { type: 'integer', minimum: 1 };
const POSITION_OR_NULL = { type: ['integer', 'null'] };

/** As JSON Schema: an object with all of these. A report may say more than is asked of it. */
const all = (properties: object) => ({ type: 'object', properties, required: Object.keys(properties) });
const each = (items: object) => ({ type: 'array', items });

const WAIVER = all({ reason: TEXT, owner: TEXT_OR_NULL, expires: TEXT_OR_NULL, from: TEXT });
const SOURCE = all({ file: TEXT, line: POSITION, column: POSITION });

const FINDING = all({
  ruleId: TEXT,
  verdict: { enum: ['fail', 'review'] },
  severity: { enum: SEVERITIES },
  message: TEXT,
  file: TEXT,
  line: POSITION,
  column: POSITION,
  endLine: POSITION,
  endColumn: POSITION,
  logicalId: TEXT_OR_NULL,
  resourceType: TEXT_OR_NULL,
  path: TEXT_OR_NULL,
  scenario: { type: ['object', 'null'] },
  controls: each(TEXT),
  items: each(TEXT),
});

/** The JSON Schema of what `--format json` prints, version 1. */
export const REPORT_SCHEMA = all({
  schemaVersion: { const: 1 },
  tool: all({ name: TEXT, version: TEXT }),
  summary: all({
    templates: COUNT,
    resources: COUNT,
    rules: COUNT,
    fail: all({ error: COUNT, warning: COUNT, info: COUNT }),
    review: COUNT,
    waived: COUNT,
    unreadable: COUNT,
  }),
  findings: each({
    ...FINDING,
    properties: { ...FINDING.properties, waiver: WAIVER, source: SOURCE, constructPath: TEXT },
  }),
  errors: each(all({ file: TEXT, line: POSITION_OR_NULL, column: POSITION_OR_NULL, message: TEXT })),
});
