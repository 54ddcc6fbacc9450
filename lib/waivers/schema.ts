import { MAX_GLOB } from './glob';

/** A waiver as a person writes it. */
export interface WrittenWaiver {
  rule: string;
  place?: string;
  path?: string;
  file?: string;
  reason: string;
  owner?: string;
  expires?: string;
}

const TEXT = { type: 'string', minLength: 1, pattern: '\\S', description: 'a text that says something' };

/** White space and what cannot be seen is no reason. */
export const SAYS_SOMETHING = '[\\p{L}\\p{N}]';
const REASON = { ...TEXT, pattern: SAYS_SOMETHING };

const PROPERTIES = {
  rule: { ...TEXT, description: 'the id of a rule' },
  path: {
    ...TEXT,
    maxLength: MAX_GLOB,
    description: 'a property path and what lies below it; globs are allowed',
  },
  reason: REASON,
  owner: TEXT,
  expires: {
    type: 'string',
    pattern: '^\\d{4}-\\d\\d-\\d\\d$',
    description: 'the last day that it holds, such as 2027-03-01',
  },
};
const PLACE = {
  ...TEXT,
  maxLength: MAX_GLOB,
  description: 'a logical id, or the path of a construct and what lies below it; globs are allowed',
};

const schema = (properties: object, required: readonly string[]) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});

/** What stands under our name in Metadata. */
export const METADATA_SCHEMA = { type: 'object', properties: { waivers: {} }, additionalProperties: false };

/** In the Metadata of a resource: the place is the resource. */
export const RESOURCE_SCHEMA = schema(PROPERTIES, ['rule', 'reason']);

/** In the Metadata of a template. */
export const TEMPLATE_SCHEMA = schema({ ...PROPERTIES, place: PLACE }, ['rule', 'place', 'reason']);

/** In a file of waivers; `file` names templates relative to it. */
export const FILE_SCHEMA = schema(
  { ...PROPERTIES, place: PLACE, file: { ...TEXT, description: 'a template; globs are allowed' } },
  ['rule', 'place', 'reason'],
);

/** The JSON Schema of a file of waivers. */
export const WAIVERS_FILE_SCHEMA = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Waivers of competency-nag',
  type: 'object',
  properties: { waivers: { type: 'array', items: FILE_SCHEMA } },
  required: ['waivers'],
  additionalProperties: false,
};
