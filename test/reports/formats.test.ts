import { join } from 'node:path';
import Ajv from 'ajv';
import { parse } from 'junit2json';
import { type CheckResult, checkSources } from '../../lib/check';
import type { FailOn } from '../../lib/fail-on';
import { github } from '../../lib/reports/github';
import { gitlab } from '../../lib/reports/gitlab';
import { junit } from '../../lib/reports/junit';
import { markdown } from '../../lib/reports/markdown';
import { pretty } from '../../lib/reports/pretty';
import { fail, review, rule } from '../../lib/rule';

/** Finds what topics say of themselves. */
const said = rule({
  id: 'topics-are-fine',
  title: 'Topics are fine',
  severity: 'error',
  control: 'ALARMS-SNS',
  resources: ['AWS::SNS::Topic'],
  why: 'Because.',
  fix: 'Change it.',
  docs: [],
  check: (topic) =>
    topic.property('DisplayName').expect((name) => {
      if (name.is('look')) return review('look at it');
      if (name.is('mild')) return fail('it is mild', { severity: 'info' });
      return name.isPresent && !name.is('fine') ? fail(`it is ${name.text}`) : undefined;
    }),
});
const other = rule({ ...said, id: 'queues-are-fine', resources: ['AWS::SQS::Queue'], check: () => [] });

const topic = (name: string, metadata?: object) => ({
  Type: 'AWS::SNS::Topic',
  ...(metadata && { Metadata: metadata }),
  Properties: { DisplayName: name },
});
const waiver = { rule: said.id, reason: 'It | stays', owner: 'me', expires: '2027-01-31' };
const waived = { 'competency-nag': { waivers: [waiver] } };

const NASTY = '<b>%0A::error::x</b> | [a](javascript:b) `c` @team\u0007\n## d';

function checked(resources: object, more: Record<string, string> = {}): CheckResult {
  const sources = Object.entries({ 'a.json': JSON.stringify({ Resources: resources }, null, 1), ...more });
  return checkSources(
    sources.map(([file, text]) => ({ file, text })),
    { ruleSet: [said, other], today: '2026-06-15' },
  );
}

const options = (failOn: FailOn = 'error') => ({ failOn, verbose: false, colour: false });

const ALL = {
  Bad: topic('bad'),
  Fine: topic('fine'),
  Look: topic('look'),
  Mild: topic('mild'),
  Kept: topic('kept', waived),
};

describe('junit', () => {
  const suites = async (result: CheckResult, failOn?: FailOn) =>
    (await parse(junit(result, options(failOn)))) as never;

  test('a suite for each template, a case for each rule that has something to look at', async () => {
    const more = {
      'b.json': JSON.stringify({ Resources: { A: topic('fine'), B: { Type: 'AWS::SQS::Queue' } } }),
    };
    expect(await suites(checked({ Bad: topic('bad') }, more))).toEqual({
      name: 'competency-nag',
      tests: 3,
      failures: 1,
      errors: 0,
      skipped: 0,
      testsuite: [
        {
          name: 'a.json',
          tests: 1,
          failures: 1,
          errors: 0,
          skipped: 0,
          testcase: [
            {
              name: said.id,
              classname: 'a.json',
              failure: [
                {
                  message: 'error: Bad Properties.DisplayName: it is bad',
                  type: 'error',
                  inner: '6:20 error: Bad Properties.DisplayName: it is bad',
                },
              ],
            },
          ],
        },
        {
          name: 'b.json',
          tests: 2,
          failures: 0,
          errors: 0,
          skipped: 0,
          testcase: [
            { name: said.id, classname: 'b.json' },
            { name: other.id, classname: 'b.json' },
          ],
        },
      ],
    });
  });

  const resultOf = async (resources: object, failOn?: FailOn) => {
    const { testsuite } = (await suites(checked(resources), failOn)) as {
      testsuite: { testcase: { failure?: { message: string }[]; skipped?: { message: string }[] }[] }[];
    };
    const [{ failure, skipped } = {}] = testsuite[0]?.testcase ?? [];
    return failure ? `failure ${failure[0]?.message}` : skipped ? `skipped ${skipped[0]?.message}` : 'passed';
  };

  test.each<[string, object, FailOn, string]>([
    [
      'what a person has to look at is skipped',
      { A: topic('look') },
      'error',
      'skipped 6:20 review: A Properties.DisplayName: look at it',
    ],
    [
      'unless the run fails for it',
      { A: topic('look') },
      'review',
      'failure review: A Properties.DisplayName: look at it',
    ],
    [
      'so is what is milder than the run fails for',
      { A: topic('mild') },
      'error',
      'skipped 6:20 info: A Properties.DisplayName: it is mild',
    ],
    [
      'and what was waived',
      { A: topic('kept', waived) },
      'error',
      'skipped 18:20 waived by me, until 2027-01-31: A Properties.DisplayName: it is kept (It | stays)',
    ],
    [
      'the worst counts',
      { A: topic('mild'), B: topic('bad') },
      'error',
      'failure error: B Properties.DisplayName: it is bad',
    ],
  ])('%s', async (_, resources, failOn, expected) => {
    expect(await resultOf(resources, failOn)).toBe(expected);
  });

  test('what was not checked is in error', async () => {
    const { errors, testsuite } = (await suites(checked({ A: topic('fine') }, { 'c.json': '{' }))) as {
      errors: number;
      testsuite: { name: string; errors: number; testcase: object[] }[];
    };
    expect(errors).toBe(1);
    expect(testsuite[1]).toMatchObject({ name: 'not checked', errors: 1, testcase: [{ name: 'c.json:1' }] });
  });

  test('text of a template stays text', async () => {
    expect(await resultOf({ A: topic(NASTY) })).toBe(
      'failure error: A Properties.DisplayName: it is <b>%0A::error::x</b> | [a](javascript:b) `c` @team\uFFFD\n## d',
    );
  });
});

describe('github', () => {
  const lines = (result: CheckResult, failOn?: FailOn) =>
    github(result, options(failOn)).trimEnd().split('\n');

  test('an annotation for each finding that is not waived', () => {
    expect(lines(checked(ALL, { 'c.json': '{' }))).toEqual([
      '::error file=c.json,line=1,col=2,title=not checked::not well-formed JSON: close brace expected',
      `::error file=a.json,line=6,endLine=6,col=20,endColumn=25,title=error ${said.id} Bad::it is bad`,
      `::notice file=a.json,line=18,endLine=18,col=20,endColumn=26,title=review ${said.id} Look::look at it`,
      `::warning file=a.json,line=24,endLine=24,col=20,endColumn=26,title=info ${said.id} Mild::it is mild`,
      '::notice title=competency-nag::1 errors, 0 warnings, 1 info, 1 to review, 1 waived in 1 templates',
    ]);
  });

  test('the level is that of the run', () => {
    expect(lines(checked({ A: topic('mild') }), 'info')[0]).toMatch(/^::error /);
    expect(lines(checked({ A: topic('bad') }), 'never')[0]).toMatch(/^::warning /);
  });

  test('text of a template starts no command', () => {
    const all = lines(checked({ A: topic(NASTY) }));
    expect(all).toHaveLength(2);
    expect(all[0]).toContain('::it is <b>%250A::error::x</b> | [a](javascript:b) `c` @team\uFFFD\uFFFD## d');
  });

  test('a place in the code of a CDK app comes before the template', () => {
    const result = checked({ A: topic('bad') });
    const [finding] = result.report.findings;
    Object.assign(finding as object, { source: { file: 'lib/a,b:c.ts', line: 3, column: 5 } });
    expect(lines(result)[0]).toBe(
      `::error file=lib/a%2Cb%3Ac.ts,line=3,col=5,title=error ${said.id} A::it is bad`,
    );
  });
});

describe('gitlab', () => {
  /** After docs.gitlab.com/ci/testing/code_quality: what its importer needs of an entry. */
  const SCHEMA = {
    type: 'array',
    items: {
      type: 'object',
      required: ['description', 'check_name', 'fingerprint', 'location', 'severity'],
      properties: {
        description: { type: 'string' },
        check_name: { type: 'string' },
        fingerprint: { type: 'string', minLength: 1 },
        severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
        location: {
          type: 'object',
          required: ['path', 'lines'],
          properties: {
            path: { type: 'string', pattern: '^(?!\\./)' },
            lines: {
              type: 'object',
              required: ['begin'],
              properties: { begin: { type: 'integer', minimum: 1 } },
            },
          },
        },
      },
    },
  };

  const issues = (result: CheckResult) => {
    const found = JSON.parse(gitlab(result));
    expect(new Ajv().validate(SCHEMA, found)).toBe(true);
    return found as { description: string; severity: string; fingerprint: string; location: object }[];
  };

  test('an entry for each finding, and for what was not checked', () => {
    const found = issues(checked(ALL, { './c.json': '{' }));
    expect(found.map(({ severity, description }) => `${severity} ${description}`)).toEqual([
      'blocker not checked: not well-formed JSON: close brace expected',
      'critical Bad: it is bad',
      'info review: Look: look at it',
      'minor Mild: it is mild',
      'info waived by me, until 2027-01-31: Kept: it is kept',
    ]);
    expect(found.map(({ location }) => location)[1]).toEqual({ path: 'a.json', lines: { begin: 6 } });
  });

  test('a path is relative to the root of the repository, where the job runs', () => {
    const sources = {
      [join(process.cwd(), 'stacks/b.json')]: JSON.stringify({ Resources: { B: topic('bad') } }),
    };
    const paths = JSON.parse(gitlab(checked({ A: topic('fine') }, sources))).map(
      ({ location }: { location: { path: string } }) => location.path,
    );
    expect(paths).toEqual(['stacks/b.json']);
  });

  test('fingerprints tell equal findings apart, and do not hang on lines', () => {
    const prints = (text: string) =>
      issues(checkSources([{ file: 'a.json', text }], { ruleSet: [said] })).map(
        ({ fingerprint }) => fingerprint,
      );
    const text = JSON.stringify({ Resources: { A: topic('bad'), B: topic('bad') } });
    expect(new Set(prints(text)).size).toBe(2);
    expect(prints(JSON.stringify(JSON.parse(text), null, 4))).toEqual(prints(text));
  });
});

describe('pretty', () => {
  const lines = (text: string) =>
    pretty(checked({ A: topic(text, waived), B: topic(text) }), { verbose: true, colour: false }).split('\n');

  test('text of a template starts no command of a CI system', () => {
    const text = `${'x'.repeat(100)} ::stop-commands::t \u3000::error::x ##[error]y ##vso[task.complete]z`;
    const all = lines(text);
    expect(all.filter((line) => /^\s*::[a-z]/i.test(line))).toEqual([]);
    expect(all.filter((line) => /##(\[|vso)/.test(line))).toEqual([]);
    expect(all).toContain(
      '    \uFFFD::stop-commands::t \u3000::error::x #\uFFFD[error]y #\uFFFDvso[task.complete]z',
    );
  });

  test('what is wrong in the same words at several places is told once, unless all is asked for', () => {
    const same = checked({ A: topic('bad'), B: topic('mild'), C: topic('bad'), D: topic('bad') });
    const told = (verbose: boolean) =>
      pretty(same, { verbose, colour: false })
        .split('\n')
        .filter((line) => /topics-are-fine|-->| = |a\.json/.test(line))
        .map((line) => line.trim().replace(/(:\d+)+/, ''));
    expect(told(false)).toEqual([
      'error[topics-are-fine] it is bad',
      '--> a.json › A › Properties.DisplayName',
      '= and: a.json › C › Properties.DisplayName',
      '= and: a.json › D › Properties.DisplayName',
      '= fix: Change it.',
      'topics-are-fine: Topics are fine',
      'a.json  it is mild',
    ]);
    expect(told(true).filter((line) => line.startsWith('-->'))).toHaveLength(4);
  });

  test('an address is shown as it is', () => {
    expect(lines(`${'x'.repeat(108)} ::/0`)).toContain('    ::/0');
  });
});

describe('markdown', () => {
  test('failures in a table with what to change, the rest folded away', () => {
    expect(markdown(checked(ALL))).toBe(`## competency-nag: 2 findings

1 errors, 0 warnings, 1 info, 1 to review, 1 waived in 1 templates, 5 resources, 2 rules.

|  | Rule | Where | What is wrong |
| --- | --- | --- | --- |
| error | <code>topics-are-fine</code> | <code>a.json:6</code> Bad | it is bad |
| info | <code>topics-are-fine</code> | <code>a.json:24</code> Mild | it is mild |

**What to change**

- <code>topics-are-fine</code>: Change it.

<details><summary>1 to review: only deployment, or a person, can tell</summary>

| Rule | Where | What decides |
| --- | --- | --- |
| <code>topics-are-fine</code> | <code>a.json:18</code> Look | look at it |

</details>

<details><summary>1 waived</summary>

| Rule | Where | Why | Terms |
| --- | --- | --- | --- |
| <code>topics-are-fine</code> | <code>a.json:42</code> Kept | It &#124; stays | by me, until 2027-01-31 |

</details>
`);
  });

  test('the worst comes first, so that it is never what is left out', () => {
    const many = Object.fromEntries([...Array(2000).keys()].map((index) => [`Mild${index}`, topic('mild')]));
    const rows = markdown(checked({ ...many, Bad: topic('bad') })).split('\n');
    expect(rows.find((row) => /^\| (error|info)/.test(row))).toContain('Bad');
  });

  test('it says first that not everything was checked', () => {
    expect(
      markdown(checked({ A: topic('fine') }, { 'c.json': '{' })),
    ).toBe(`## competency-nag: not everything was checked

0 errors, 0 warnings, 0 info, 0 to review, 0 waived in 1 templates, 1 resources, 2 rules.

- **Not checked:** <code>c.json:1</code> not well-formed JSON: close brace expected
`);
  });

  test('text of a template is no markup', () => {
    const [row = ''] = markdown(checked({ A: topic(NASTY) }))
      .split('\n')
      .filter((line) => line.startsWith('| error'));
    const [, , , , message = ''] = row.split(' | ').map((text) => text.replace(/ \|$/, ''));
    expect(row.match(/(?<!&#\d*)\|/g)).toHaveLength(5);
    expect(`${message}`).not.toMatch(/[<>[\]`*@]/);
  });

  test('a long one keeps whole lines and says what is missing', () => {
    const many = Object.fromEntries([...Array(2000).keys()].map((index) => [`Topic${index}`, topic('look')]));
    const text = markdown(checked(many));
    expect(text.length).toBeLessThan(61_000);
    expect(text).toMatch(
      /\|\n\n<\/details>\n\nToo long to show whole: \d+ lines are left out; the other formats have them all\.\n$/,
    );
  });
});
