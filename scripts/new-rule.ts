import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { controls } from '../lib/catalogue';
import { nearest } from '../lib/nearest';
import { ROOT, registry, ruleFiles } from './registry';

const USAGE =
  'npm run new-rule -- <rule-id> --topic <topic> --control <CONTROL> --type <AWS::Service::Type> [--new-topic]';

/** Writes a rule, its test and its registration, ready to be filled in. */
function newRule(argv: readonly string[]): string {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      topic: { type: 'string' },
      control: { type: 'string' },
      type: { type: 'string' },
      'new-topic': { type: 'boolean' },
    },
  });
  const [id] = positionals;
  const { topic, control, type } = values;
  if (!id || !topic || !control || !type) throw new Error(`usage: ${USAGE}`);
  for (const [word, what] of [
    [id, 'rule id'],
    [topic, 'topic'],
  ] as const)
    if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(word))
      throw new Error(`the ${what} "${word}" is not in kebab-case`);
  if (ruleFiles().some((file) => file.id === id)) throw new Error(`there is a rule ${id} already`);
  if (!/^\w+(::\w+){2}$/.test(type)) throw new Error(`"${type}" is no resource type such as AWS::S3::Bucket`);
  const topics = [...new Set(ruleFiles().map((file) => file.topic))];
  if (!topics.includes(topic) && !values['new-topic'])
    throw new Error(`there is no topic ${topic}; there are ${topics.join(', ')}. --new-topic makes it one`);
  if (!controls.has(control)) {
    const suggestion = nearest(control, [...controls.keys()]);
    throw new Error(
      `the catalogue has no control ${control}${suggestion ? `; did you mean ${suggestion}?` : ''}`,
    );
  }
  const files = {
    rule: join('rules', topic, `${id}.ts`),
    test: join('test', 'rules', topic, `${id}.test.ts`),
  };
  write(files.rule, ruleText(id, control, type));
  write(files.test, testText(id, topic, type));
  writeFileSync(join(ROOT, 'rules', 'index.ts'), registry());
  return `${files.rule}\n${files.test}\nrules/index.ts\n\nFill both in, then: npx jest ${files.test} && npm run generate`;
}

function write(file: string, text: string): void {
  const path = join(ROOT, file);
  if (existsSync(path)) throw new Error(`${file} is there already`);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
}

const ruleText = (id: string, control: string, type: string) => `import { rule } from '../../lib/rule';

export default rule({
  id: '${id}',
  title: 'One sentence that is true when the rule passes',
  severity: 'error',
  control: '${control}',
  resources: ['${type}'],
  why: 'What goes wrong without it.',
  fix: 'What to change.',
  docs: 'https://docs.aws.amazon.com/',

  check: (resource) => resource.property('Enabled').mustBe(true, 'it is off'),
});
`;

const testText = (
  id: string,
  topic: string,
  type: string,
) => `import rule from '../../../rules/${topic}/${id}';
import { testRule } from '../../rule-tester';

testRule(rule, {
  pass: {
    on: { Enabled: true },
  },
  fail: {
    off: [{ Enabled: false }, 'error ${type.slice(type.lastIndexOf(':') + 1)} Properties.Enabled: it is off'],
  },
  review: {
    'set by a parameter': [
      { Enabled: { Ref: 'Enable' } },
      'review ${type.slice(type.lastIndexOf(':') + 1)} Properties.Enabled: Enable has no default, so it is only known at deployment',
    ],
  },
});
`;

try {
  console.log(newRule(process.argv.slice(2)));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 2;
}
