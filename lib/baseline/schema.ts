import { SEVERITIES } from '../finding';

const TEXT_OR_NULL = { type: ['string', 'null'] };
const TEXT = { type: 'string' };

/** The JSON Schema of a baseline file. */
export const BASELINE_SCHEMA = {
  type: 'object',
  properties: {
    schemaVersion: { type: 'integer', enum: [1] },
    findings: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          ruleId: TEXT,
          file: TEXT,
          logicalId: TEXT_OR_NULL,
          path: TEXT_OR_NULL,
          verdict: { enum: ['fail', 'review'] },
          severity: { enum: SEVERITIES },
          message: TEXT,
          count: { type: 'integer', minimum: 1 },
        },
        required: ['ruleId', 'file', 'logicalId', 'path', 'verdict', 'severity', 'message'],
        additionalProperties: false,
      },
    },
  },
  required: ['schemaVersion', 'findings'],
  additionalProperties: false,
};
