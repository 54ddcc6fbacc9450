import { FAIL_ON } from '../fail-on';
import { SEVERITIES } from '../finding';
import { ENVIRONMENTS } from '../model/environment';
import { type OptionValue, PROFILES, type Rule, type RuleOption } from '../rule';

const TEXT = { type: 'string', minLength: 1 };
const TEXTS = { type: ['string', 'array'], minLength: 1, items: TEXT };

/** YAML 1.1 reads `off` as false. */
const OFF = ['off', false];

const severity = { enum: [...SEVERITIES, ...OFF] };

const setting = (options: object) => ({
  type: ['string', 'boolean', 'object'],
  if: { type: 'object' },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: { properties: { severity, options }, additionalProperties: false },
  else: severity,
});

const typeOf = (value: OptionValue) =>
  typeof value === 'object' ? { type: 'array', items: { type: 'string' } } : { type: typeof value };

const optionSchema = ({ description, default: value }: RuleOption) => ({
  ...typeOf(value),
  description,
  default: value,
});

const options = ({ options: known = {} }: Rule) => ({
  type: 'object',
  properties: Object.fromEntries(Object.entries(known).map(([name, option]) => [name, optionSchema(option)])),
  additionalProperties: false,
});

/** What several places refer to: a hundred copies would take half a second to compile. */
const definitions = (rules: readonly Rule[]) => ({
  setting: setting({ type: 'object', additionalProperties: false }),
  settingOfUnknownRule: setting({ type: 'object' }),
  rules: {
    type: 'object',
    description: 'What is configured of single rules: a severity, "off", or a severity and options.',
    properties: Object.fromEntries(
      rules.map((rule) => [
        rule.id,
        {
          description: `${rule.title}.`,
          ...(rule.options ? setting(options(rule)) : { allOf: [{ $ref: '#/definitions/setting' }] }),
        },
      ]),
    ),
    additionalProperties: { $ref: '#/definitions/settingOfUnknownRule' },
  },
});

const wordsSchema = (description: string) => ({ type: 'array', items: TEXT, minItems: 1, description });

/** The JSON Schema of a configuration file, for these rules. */
export function configurationSchema(rules: readonly Rule[]): object {
  const environment = {
    enum: ENVIRONMENTS,
    description: 'Where templates go that do not say it themselves.',
  };
  const profile = { enum: PROFILES, description: 'A stricter set of severities.' };
  const settings = { $ref: '#/definitions/rules' };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Configuration of competency-nag',
    type: 'object',
    definitions: definitions(rules),
    properties: {
      $schema: { type: 'string' },
      extends: {
        ...TEXTS,
        description: 'Configurations to start from: a package, or a file relative to this one.',
      },
      environment,
      profile,
      failOn: { enum: FAIL_ON, description: 'The mildest finding that fails the check.' },
      linked: { type: 'boolean', description: 'Treat all templates as one app.' },
      parameters: {
        type: 'object',
        additionalProperties: { type: ['string', 'number', 'boolean'] },
        description: 'Values for parameters, and for pseudo parameters such as AWS::Region.',
      },
      environmentWords: {
        type: 'object',
        description:
          'The words by which names and values speak of environments, in place of the built-in ones.',
        properties: {
          production: wordsSchema('Words for production.'),
          nonProduction: wordsSchema('Words for other environments.'),
        },
        additionalProperties: false,
      },
      ownRules: {
        ...TEXTS,
        description: 'Rules of the organisation: a package, or a file or folder relative to this file.',
      },
      rules: settings,
      unwaivable: {
        type: 'array',
        items: TEXT,
        description: 'Rules that no waiver, baseline or later configuration may soften.',
      },
      overrides: {
        type: 'array',
        description: 'Settings for some of the templates; the later override wins.',
        items: {
          type: 'object',
          properties: {
            files: { ...TEXTS, description: 'Globs, relative to this file.' },
            environment,
            profile,
            rules: settings,
          },
          required: ['files'],
          additionalProperties: false,
        },
      },
      ignore: {
        ...TEXTS,
        description:
          'Files that are not checked: globs, relative to this file. Each run says how many they are.',
      },
      waivers: {
        type: 'object',
        properties: {
          files: { ...TEXTS, description: 'Files of waivers, relative to this one.' },
          require: {
            type: 'array',
            items: { enum: ['owner', 'expires'] },
            description: 'What a waiver must name besides rule, place and reason.',
          },
          equivalents: {
            type: 'object',
            additionalProperties: { type: 'array', items: TEXT },
            description:
              'Ids of cdk-nag and cfn_nag whose suppressions in a template also accept findings of these rules.',
          },
        },
        additionalProperties: false,
      },
      baseline: { ...TEXT, description: 'The file of the findings that the estate started with.' },
    },
    additionalProperties: false,
  };
}
