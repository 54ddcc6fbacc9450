import { join } from 'node:path';
import fc, { type Arbitrary } from 'fast-check';
import { ROOT, ruleFiles } from '../../scripts/registry';
import { collectSamples } from '../rule-tester';
import {
  at,
  type Data,
  declaring,
  isMap,
  type Keys,
  placesIn,
  type Renaming,
  renamed,
  type TemplateData,
  withValue,
} from './rewriting';

/** The same on every run. To look further: PROPERTY_SEED=7 PROPERTY_RUNS=5000 npx jest test/properties. */
export const SEED = Number(process.env.PROPERTY_SEED ?? 1);
export const RUNS = Number(process.env.PROPERTY_RUNS ?? 100);

/** Every fixture of every rule's test: each resource that a rule looks at, right and wrong. */
export async function fixtures(): Promise<TemplateData[]> {
  const samples = await collectSamples(() => {
    for (const { topic, id } of ruleFiles()) require(join(ROOT, 'test', 'rules', topic, `${id}.test.ts`));
  });
  return [...samples.values()].flat().map(({ template }) => JSON.parse(JSON.stringify(template)));
}

/**
 * Templates put together from fixtures, with some of their values written, or turned into, something else. They
 * shrink to one fixture as it is.
 */
export const templates = (seeds: readonly TemplateData[]): Arbitrary<TemplateData> =>
  fc
    .tuple(
      fc.uniqueArray(fc.nat(seeds.length - 1), { minLength: 1, maxLength: 3 }),
      fc.array(fc.tuple(fc.nat(9999), fc.constantFrom(...Object.keys(EDITS))), { maxLength: 3 }),
    )
    .map(([picked, edits]) => {
      const whole = picked.map((index) => seeds[index] as TemplateData).reduce(joined);
      return edits.reduce((template, [place, edit]) => edited(template, place, edit), whole);
    });

/** Sections that say something about the whole template, so that two of them cannot be one. */
const ABOUT_THE_WHOLE = ['Transform', 'Hooks', 'Rules'];
const standsAlone = (template: TemplateData) =>
  ABOUT_THE_WHOLE.some((section) => section in template) || JSON.stringify(template).includes('Fn::ForEach');

/** A resource and a parameter cannot have one name. */
const SHARING_NAMES: readonly (keyof Renaming)[] = ['Resources', 'Parameters'];

/** Two templates as one; what differs under one name gets another. */
function joined(first: TemplateData, second: TemplateData, turn: number): TemplateData {
  if (standsAlone(first) || standsAlone(second)) return first;
  const text = (template: TemplateData, section: string, name: string) =>
    JSON.stringify(template[section]?.[name]);
  const taken = (section: keyof Renaming) => (name: string) => {
    const others = SHARING_NAMES.filter((one) => one !== section).some((one) => text(first, one, name));
    const mine = text(first, section, name);
    const isSame = section !== 'Resources' && mine === text(second, section, name);
    return others || (mine !== undefined && !isSame) ? `${name}${turn}` : name;
  };
  const other = renamed(second, {
    Resources: taken('Resources'),
    Parameters: taken('Parameters'),
    Conditions: taken('Conditions'),
    Mappings: taken('Mappings'),
  });
  const sections = new Set([...Object.keys(first), ...Object.keys(other)]);
  return Object.fromEntries(
    [...sections].map((section) => {
      const [mine, theirs] = [first[section], other[section]];
      return [section, isMap(mine) && isMap(theirs) ? { ...theirs, ...mine } : (mine ?? theirs)];
    }),
  ) as TemplateData;
}

/** What can be done to a value, and to the template for it. */
type Edit = (value: Data, template: TemplateData, keys: Keys) => TemplateData;

const put =
  (write: (value: Data) => Data | undefined): Edit =>
  (value, template, keys) =>
    withValue(template, keys, write(value));

/** A structure as text; one with functions in it has none. */
const textOf = (value: Data) => {
  const text = JSON.stringify(value);
  return /"(Fn::|Ref")/.test(text) ? '' : text;
};

const parameter =
  (name: string, more: (text: string) => { readonly [field: string]: Data }): Edit =>
  (value, template, keys) => {
    const text = typeof value === 'object' ? textOf(value) : String(value);
    const declared = declaring(template, 'Parameters', name, { Type: 'String', ...more(text) });
    return withValue(declared, keys, { Ref: name });
  };

const conditional =
  (write: (value: Data) => readonly [Data, Data]): Edit =>
  (value, template, keys) => {
    const stage = { Type: 'String', AllowedValues: ['one', 'two'], Default: 'one' };
    const declared = declaring(declaring(template, 'Parameters', 'Edition', stage), 'Conditions', 'IsFirst', {
      'Fn::Equals': [{ Ref: 'Edition' }, 'one'],
    });
    return withValue(declared, keys, { 'Fn::If': ['IsFirst', ...write(value)] });
  };

const ABSENT = { Ref: 'AWS::NoValue' };

const EDITS: { readonly [name: string]: Edit } = {
  absent: put(() => undefined),
  'no value': put(() => ABSENT),
  'a parameter': parameter('Free', () => ({})),
  'a parameter with a default': parameter('Preset', (text) => ({ Default: text })),
  'a parameter with allowed values': parameter('Chosen', (text) => ({
    AllowedValues: ['true', 'false', text],
  })),
  'a parameter with both': parameter('Fixed', (text) => ({ Default: text, AllowedValues: [text, 'none'] })),
  'a secret parameter': parameter('Hidden', (text) => ({ NoEcho: true, Default: text })),
  'a branch': conditional((value) => [value, ABSENT]),
  'the other branch': conditional((value) => [false, value]),
  'branches in branches': conditional((value) => [{ 'Fn::If': ['IsFirst', value, 'never'] }, value]),
  'an entry of a mapping': (value, template, keys) => {
    const regions = { 'eu-west-1': { Value: value }, 'us-east-1': { Value: 'other' } };
    return withValue(declaring(template, 'Mappings', 'ByRegion', regions), keys, {
      'Fn::FindInMap': ['ByRegion', { Ref: 'AWS::Region' }, 'Value'],
    });
  },
  'a reference': (_, template, keys) =>
    withValue(template, keys, { Ref: Object.keys(template.Resources ?? {}).at(-1) as string }),
  'an attribute': (_, template, keys) =>
    withValue(template, keys, { 'Fn::GetAtt': [Object.keys(template.Resources ?? {})[0] as string, 'Arn'] }),
  'an import': put(() => ({ 'Fn::ImportValue': { 'Fn::Sub': '${AWS::StackName}-it' } })),
  'a dynamic reference': put(() => '{{resolve:ssm:/it:1}}'),
  'a substitution': put(() => ({ 'Fn::Sub': ['${AWS::Region}-${it}', { it: { Ref: 'AWS::AccountId' } }] })),
  'a choice': put((value) => ({ 'Fn::Select': [0, [value, 'other']] })),
  'a list of it': put((value) => [value]),
  'its first element': put((value) => (Array.isArray(value) ? value[0] : value)),
  true: put(() => true),
  false: put(() => false),
  zero: put(() => 0),
  'any text': put(() => '*'),
  'no text': put(() => ''),
};

const edited = (template: TemplateData, place: number, edit: string): TemplateData => {
  const places = placesIn(template);
  const keys = places[place % places.length];
  return keys ? (EDITS[edit] as Edit)(at(template, keys) as Data, template, keys) : template;
};
