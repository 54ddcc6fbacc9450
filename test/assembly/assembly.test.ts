import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { type Finding, type Rule, rules } from '../../lib';
import { readAssembly } from '../../lib/assembly/cloud-assembly';
import { templateSourcesOf } from '../../lib/assembly/template-sources';
import { checkSources } from '../../lib/check';
import { ROOT } from '../../scripts/registry';
import { check, checkAsJson, lineOf, newFolder, remove, reportedIn, synthesize } from './synthesized';

jest.setTimeout(60_000);

const WITH_METADATA = { 'aws:cdk:enable-path-metadata': true, 'aws:cdk:enable-asset-metadata': true };
const APP = 'test/assembly/apps/shop.ts';
const OFF = 'AutoRollbackConfiguration.Enabled: automatic rollback is off';
const FINDINGS = [
  `error codedeploy-rollback-enabled Prod/Releases/Group Group: ${OFF}`,
  `error codedeploy-rollback-enabled Prod/Releases/Nested/Group Group: ${OFF}`,
  'error cloudwatch-alarms-notify-sns Shop/Unheard Unheard: AlarmActions: no SNS topic is among the AlarmActions (${Queue.Arn})',
  `error codedeploy-rollback-enabled Shop/Misspelt Misspelt: ${OFF}`,
  `error codedeploy-rollback-enabled Shop/Product/Group Group: ${OFF}`,
  `error codedeploy-rollback-enabled Shop/Rollback-false/Deeper/Group Group: ${OFF}`,
  'error security-group-open-ingress-front-end-only Shared/Back Back: SecurityGroupIngress[0].CidrIp: port 443 is open to 0.0.0.0/0 on the internal load balancer Private',
  `waived (It is replaced next month) error codedeploy-rollback-enabled Shop/Accepted Accepted: ${OFF}`,
  `waived (Without our name) error codedeploy-rollback-enabled Shop/Unqualified Unqualified: ${OFF}`,
  'warning waivers-name-existing-rules Shop/Misspelt -: competency-nag::codedeploy-rollback-enablet is acknowledged, but there is no such rule; did you mean codedeploy-rollback-enabled?',
  'waived (Seen) error cloudwatch-alarms-notify-sns Prod/Releases/Silent Silent: AlarmActions: the alarm has no AlarmActions and notifies nobody',
].sort();

let folder: string;
beforeAll(() => {
  folder = newFolder();
  synthesize(join(folder, 'cdk.out'), WITH_METADATA);
});
afterAll(() => remove(folder));

/** Where a text stands in the app. */
function inCode(text: string): { file: string; line: number; column: number } {
  const before = readFileSync(join(ROOT, APP), 'utf8').split(text)[0] as string;
  return { file: APP, line: before.split('\n').length, column: before.length - before.lastIndexOf('\n') };
}

const lines = (findings: readonly Finding[]) => findings.map(lineOf).sort();

test('synthesis and the command line find the same', () => {
  const { findings, summary } = checkAsJson(folder, 'cdk.out');
  expect(lines(findings)).toEqual(FINDINGS);
  expect(reportedIn(join(folder, 'cdk.out')).sort()).toEqual(FINDINGS);
  expect(summary).toEqual({
    templates: 12, // 5 of stacks, one of them without resources, 6 of nested stacks, 1 of a product
    resources: 27,
    rules: 3,
    fail: { error: 7, warning: 1, info: 0 },
    review: 0,
    waived: 3,
    unreadable: 0,
  });
});

describe('an assembly that tells less, or more', () => {
  const synthesized = (context: object, env = {}) => {
    const outdir = join(newFolder(), 'cdk.out');
    synthesize(outdir, context, env);
    return outdir;
  };
  const found = (outdir: string) => {
    const { findings } = checkAsJson(join(outdir, '..'), 'cdk.out');
    remove(join(outdir, '..'));
    return findings;
  };

  test('without metadata in its templates has its nested stacks all the same', () => {
    expect(lines(found(synthesized({})))).toEqual(FINDINGS);
  });

  test('without stack traces names constructs only', () => {
    const outdir = synthesized(WITH_METADATA);
    for (const file of ['Shared', 'Shop', 'assembly-Prod/ProdReleases251B95BD']) {
      const metadata = join(outdir, `${file}.metadata.json`);
      const text = readFileSync(metadata, 'utf8');
      writeFileSync(metadata, text.replaceAll('aws:cdk:creationStack', 'x'));
    }
    const findings = found(outdir);
    expect(lines(findings)).toEqual(FINDINGS);
    expect(findings.map(({ source }) => source)).toEqual(findings.map(() => undefined));
  });

  test('with CDK_DEBUG=1 names the line that set the property', () => {
    const findings = found(synthesized(WITH_METADATA, { CDK_DEBUG: '1' }));
    expect(lines(findings)).toEqual(FINDINGS);
    const misspelt = findings.find(({ logicalId }) => logicalId === 'Misspelt');
    expect(misspelt?.source?.line).toBe(inCode('misspelt.autoRollbackConfiguration =').line);
  });

  test('with metadata in the manifest, where nested stacks are only known to templates', () => {
    const outdir = synthesized(WITH_METADATA);
    for (const part of ['', 'assembly-Prod']) {
      edit(join(outdir, part, 'manifest.json'), (manifest) => {
        for (const artifact of Object.values(manifest.artifacts) as Record<string, string>[]) {
          const file = artifact.additionalMetadataFile;
          if (!file) continue;
          const text = readFileSync(join(outdir, part, file), 'utf8');
          Object.assign(artifact, { metadata: JSON.parse(text.replaceAll('aws:cdk:templateFile', 'x')) });
          delete artifact.additionalMetadataFile;
        }
      });
    }
    // Only its metadata tells of a product.
    expect(lines(found(outdir))).toEqual(FINDINGS.filter((line) => !line.includes('Shop/Product')));
  });
});

describe('a finding', () => {
  test('has the construct, and the line that made it', () => {
    const { findings } = checkAsJson(ROOT, join(folder, 'cdk.out'));
    const sourceOf = (path: string) => findings.find(({ constructPath }) => constructPath === path)?.source;
    expect(sourceOf('Shop/Unheard')).toEqual(inCode("new CfnAlarm(shop, 'Unheard'"));
    expect(sourceOf('Shared/Back')).toEqual(inCode("new CfnSecurityGroup(shared, 'Back'"));
    expect(sourceOf('Shop/Rollback-false/Deeper/Group')).toEqual(inCode('new CfnDeploymentGroup('));
  });

  test('has the file of the template as it was given', () => {
    const files = (...args: string[]) =>
      checkAsJson(folder, ...args).findings.flatMap(({ file, logicalId }) => (logicalId ? [file] : []));
    expect(new Set(files('cdk.out'))).toEqual(
      new Set([
        'cdk.out/Shared.template.json',
        'cdk.out/Shop.template.json',
        'cdk.out/ShopProduct9A47BFE4.product.template.json',
        'cdk.out/ShopRollbackfalseDeeper66D6BB4A.nested.template.json',
        'cdk.out/assembly-Prod/ProdReleases251B95BD.template.json',
        'cdk.out/assembly-Prod/ProdReleasesNested6615C8A7.nested.template.json',
      ]),
    );
    expect(files(join(folder, 'cdk.out'))[0]).toBe(join(folder, 'cdk.out/Shared.template.json'));
  });

  test('has a waiver where it was acknowledged', () => {
    const { findings } = checkAsJson(folder, 'cdk.out');
    const waived = findings.filter(({ waiver }) => waiver);
    expect(waived.map(({ waiver }) => waiver)).toEqual([
      { reason: 'It is replaced next month', owner: null, expires: null, from: 'Shop/Accepted' },
      { reason: 'Without our name', owner: null, expires: null, from: 'Shop/Unqualified' },
      { reason: 'Seen', owner: null, expires: null, from: 'Prod/Releases' },
    ]);
  });
});

test('waivers do not fail, and stand in every report', () => {
  const args = ['cdk.out', '--rule', 'cloudwatch-alarms-notify-sns', '--format', 'sarif=r.sarif'];
  expect(check(folder, ...args, '--exclude', 'security-group-open-ingress-front-end-only').status).toBe(1);
  const [run] = JSON.parse(readFileSync(join(folder, 'r.sarif'), 'utf8')).runs;
  const suppressed = run.results.filter(({ suppressions }: { suppressions?: object }) => suppressions);
  expect(suppressed).toHaveLength(3);
  expect(suppressed[0].suppressions).toEqual([
    {
      kind: 'inSource',
      status: 'accepted',
      justification: 'It is replaced next month',
      properties: { from: 'Shop/Accepted' },
    },
  ]);
  expect(suppressed[0].locations[0].logicalLocations).toContainEqual({
    name: 'Accepted',
    fullyQualifiedName: 'Shop/Accepted',
    kind: 'construct',
  });
  expect(suppressed[0].relatedLocations[0].physicalLocation.artifactLocation.uri).toBe(
    `file://${join(ROOT, APP)}`,
  );
  expect(isSarif(run)).toBe(true);
});

function isSarif(run: object): boolean {
  const ajv = new Ajv({ strict: false, unicodeRegExp: false });
  addFormats(ajv as never);
  const schema = require('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
  return ajv.validate(schema, { version: '2.1.0', runs: [run] });
}

test('people see the line of their code, and what was waived', () => {
  const { stdout, stderr } = check(ROOT, join(folder, 'cdk.out'));
  const [alarm, group, silent, misspelt] = [
    "new CfnAlarm(shop, 'Unheard'",
    'new CfnDeploymentGroup(',
    "new CfnAlarm(releases, 'Silent'",
    'acknowledge({ id: `${id.slice',
  ].map((text) => inCode(text));
  const unheard = stdout.slice(stdout.indexOf('error[cloudwatch')).split('\n').slice(0, 3).join('\n');
  expect(unheard).toBe(
    [
      'error[cloudwatch-alarms-notify-sns] no SNS topic is among the AlarmActions (${Queue.Arn})',
      `  --> ${APP}:${alarm?.line}:1 › Shop/Unheard`,
      `   in: ${join(folder, 'cdk.out/Shop.template.json')}:21:5 › Unheard › Properties.AlarmActions`,
    ].join('\n'),
  );
  expect(stdout.slice(stdout.indexOf('3 waived'))).toBe(`3 waived (--verbose tells why)
  codedeploy-rollback-enabled  ${APP}:${group?.line}  Shop/Accepted
  codedeploy-rollback-enabled  ${APP}:${group?.line}  Shop/Unqualified
  cloudwatch-alarms-notify-sns  ${APP}:${silent?.line}  Prod/Releases/Silent

7 errors, 1 warning, 0 info, 0 to review, 3 waived in 12 templates, 27 resources, 3 rules
`);
  expect(stdout.slice(stdout.indexOf('warning[')).split('\n').slice(0, 4)).toEqual([
    'warning[waivers-name-existing-rules] competency-nag::codedeploy-rollback-enablet is acknowledged, but there is',
    '    no such rule; did you mean codedeploy-rollback-enabled?',
    `  --> ${APP}:${misspelt?.line}:${misspelt?.column}`,
    '   in: Shop/Misspelt',
  ]);
  expect(stderr).toBe('');
  expect(check(ROOT, join(folder, 'cdk.out'), '--verbose').stdout).toContain('    Seen (Prod/Releases)\n');
});

test('rules know how stacks are deployed', () => {
  const sources = templateSourcesOf(readAssembly(join(folder, 'cdk.out'), 1e7));
  const seen: Record<string, unknown> = {};
  checkSources(sources, {
    ruleSet: [
      {
        ...(rules[0] as Rule),
        resources: [],
        checkTemplate: ({ source, context, parent }) => {
          const { stackName, terminationProtection, pseudoParameters = new Map() } = context;
          seen[source.file.slice(folder.length + '/cdk.out/'.length)] = [
            stackName ?? parent?.logicalId,
            terminationProtection,
            Object.fromEntries(pseudoParameters),
          ];
          return [];
        },
      },
    ],
  });
  const env = { 'AWS::AccountId': '111122223333', 'AWS::Region': 'eu-west-1' };
  expect(seen).toEqual({
    'Shared.template.json': ['Shared', false, env],
    'Shop.template.json': ['the-shop', true, env],
    'Empty.template.json': ['Empty', false, {}],
    'ShopProduct9A47BFE4.product.template.json': [undefined, undefined, {}],
    'ShopRollbackfalseAD5A6D17.nested.template.json': [
      expect.stringMatching(/^Rollbackfalse/),
      undefined,
      env,
    ],
    'ShopRollbacktrue42EE1310.nested.template.json': [expect.stringMatching(/^Rollbacktrue/), undefined, env],
    'ShopRollbackfalseDeeper66D6BB4A.nested.template.json': [
      expect.stringMatching(/^Deeper/),
      undefined,
      env,
    ],
    'ShopRollbacktrueDeeper538E0A35.nested.template.json': [expect.stringMatching(/^Deeper/), undefined, env],
    'assembly-Prod/ProdReleases251B95BD.template.json': ['Prod-Releases', false, {}],
    'assembly-Prod/ProdReleasesNested6615C8A7.nested.template.json': [
      expect.stringMatching(/^Nested/),
      undefined,
      {},
    ],
    'assembly-Test/TestWeb23347330.template.json': ['Test-Web', false, {}],
    'assembly-Test/TestWebFrontC71EEBA6.nested.template.json': [
      expect.stringMatching(/^Front/),
      undefined,
      {},
    ],
  });
});

describe('paths', () => {
  let project: string;
  beforeAll(() => {
    project = newFolder();
    cpSync(join(folder, 'cdk.out'), join(project, 'cdk.out'), { recursive: true });
    mkdirSync(join(project, 'other'));
    const group = { Type: 'AWS::CodeDeploy::DeploymentGroup' };
    writeFileSync(join(project, 'other', 'a.json'), JSON.stringify({ Resources: { Loose: group } }));
    // Left over from an earlier synthesis: no artifact names it.
    writeFileSync(
      join(project, 'cdk.out', 'Old.template.json'),
      JSON.stringify({ Resources: { Old: group } }),
    );
  });
  afterAll(() => remove(project));
  const templates = (...args: string[]) => checkAsJson(project, ...args).summary.templates;

  test('an assembly below a folder is read as one, and nothing of it besides', () => {
    const { stdout, stderr } = check(project, '.');
    expect(stdout).toContain('8 errors, 1 warning, 0 info, 0 to review, 3 waived in 13 templates');
    expect(stdout).not.toContain('passed over');
    expect(stderr).toBe(check(project, 'cdk.out').stderr);
    expect(templates('**/*.json')).toBe(13);
  });

  test('an assembly of a Stage can be given alone', () => {
    const { findings } = checkAsJson(project, 'cdk.out/assembly-Prod');
    expect(lines(findings)).toEqual(FINDINGS.filter((line) => line.includes('Prod/')));
  });

  test('nothing is checked twice', () => {
    expect(templates('cdk.out/assembly-Prod', 'cdk.out', './cdk.out/', 'cdk.out/Shop.template.json')).toBe(
      12,
    );
  });

  test('a template that is named is looked at alone', () => {
    const { findings, summary } = checkAsJson(project, 'cdk.out/Shop.template.json');
    expect(summary.templates).toBe(1);
    expect(findings[0]).not.toHaveProperty('constructPath');
  });
});

describe('an assembly that is not whole', () => {
  let broken: string;
  beforeEach(() => {
    broken = newFolder();
    cpSync(join(folder, 'cdk.out'), join(broken, 'cdk.out'), { recursive: true });
  });
  afterEach(() => remove(broken));
  const file = (name: string) => join(broken, 'cdk.out', name);
  const problems = (...args: string[]) => {
    const { status, stdout, stderr } = check(
      broken,
      ...args,
      'cdk.out',
      '--fail-on',
      'never',
      '--format',
      'json',
    );
    expect(status).toBe(2);
    const { errors, findings } = JSON.parse(stdout);
    for (const one of errors) expect(stderr).toContain(`competency-nag: ${one.file}`);
    return {
      errors: errors.map((one: { file: string; message: string }) => [one.file, one.message]),
      findings,
    };
  };

  test.each([
    ['Shop.template.json', 'Shared/Back'],
    ['Shop.metadata.json', 'Shared/Back'],
    ['ShopRollbackfalseDeeper66D6BB4A.nested.template.json', 'Shared/Back'],
    ['assembly-Prod/manifest.json', 'Shared/Back'],
    ['assembly-Prod/ProdReleases251B95BD.template.json', 'Shared/Back'],
  ])('%s is missing or cut off: it is named, and the rest is checked', (name, stillThere) => {
    const whole = readFileSync(file(name), 'utf8');
    for (const [text, message] of [
      [undefined, 'is missing'],
      ['', expect.stringMatching(/./)],
      [whole.slice(0, whole.length / 2), expect.stringMatching(/./)],
    ] as const) {
      if (text === undefined) remove(file(name));
      else writeFileSync(file(name), text);
      const { errors, findings } = problems();
      expect(errors).toEqual([[`cdk.out/${name}`, message]]);
      expect(findings.map(({ constructPath }: Finding) => constructPath)).toContain(stillThere);
    }
  });

  test.each([
    ['missing', undefined, 'is missing'],
    ['cut off', '{"version": "48.0.0", "artifacts": {', expect.stringMatching(/^is damaged: /)],
    ['something else', '[]', 'is damaged: a manifest has a version, and a map of artifacts'],
    [
      'without what it needs',
      '{"version": "48.0.0", "artifacts": {"A": {"type": "aws:cloudformation:stack"}}}',
      'is damaged: the artifact A has no templateFile',
    ],
  ])('the manifest is %s', (_, text, message) => {
    if (text === undefined) remove(file('manifest.json'));
    else writeFileSync(file('manifest.json'), text);
    expect(problems().errors).toEqual([['cdk.out/manifest.json', message]]);
    const { status, stderr } = check(broken, '.');
    expect(status).toBe(2);
    expect(stderr).toContain('competency-nag: cdk.out/manifest.json: is ');
  });

  test('a manifest that is cut off is known without the mark of an assembly, too', () => {
    remove(file('cdk.out'));
    writeFileSync(file('manifest.json'), '{"version": "48.0.0", "artifacts": {');
    expect(problems().errors).toEqual([['cdk.out/manifest.json', expect.stringMatching(/^is damaged: /)]]);
  });

  test('it has no stacks: nothing was checked', () => {
    writeFileSync(file('manifest.json'), '{"version": "48.0.0", "artifacts": {}}');
    expect(check(broken, 'cdk.out')).toMatchObject({
      status: 2,
      stderr: 'competency-nag: nothing was checked: there is no template here\n',
    });
  });

  const outside = (name: string) => `names ${name}, which is outside the assembly`;

  test.each(['../secret', '/etc', 'assembly-Prod/../../x', '..'])(
    'a nested assembly in %s is not read',
    (name) => {
      edit(file('manifest.json'), ({ artifacts }) => {
        artifacts['assembly-Prod'].properties.directoryName = name;
      });
      expect(problems().errors).toEqual([['cdk.out/manifest.json', outside(name)]]);
    },
  );

  test('files outside are not read, whoever names them', () => {
    writeFileSync(join(broken, 'secret.json'), '{"Resources": {"A": {"Type": "AWS::S3::Bucket"}}}');
    edit(file('manifest.json'), ({ artifacts }) => {
      artifacts.Shared.properties.templateFile = '../secret.json';
      artifacts.Empty.additionalMetadataFile = '../secret.json';
    });
    edit(file('Shop.metadata.json'), (metadata) => {
      for (const entry of metadata['/Shop/Rollback-true'])
        if (entry.type === 'aws:cdk:templateFile') entry.data = '../secret.json';
    });
    const { errors } = problems();
    expect(errors).toEqual([1, 2, 3].map(() => ['cdk.out/manifest.json', outside('../secret.json')]));
  });

  test('a link that leads out of it is not followed', () => {
    writeFileSync(join(broken, 'secret.json'), '{"Resources": {"A": {"Type": "AWS::S3::Bucket"}}}');
    remove(file('Shared.template.json'));
    symlinkSync('../secret.json', file('Shared.template.json'));
    expect(problems().errors).toEqual([['cdk.out/manifest.json', outside('Shared.template.json')]]);
  });

  test('assemblies that nest each other end', () => {
    edit(file('assembly-Prod/manifest.json'), ({ artifacts }) => {
      artifacts.Round = { type: 'cdk:cloud-assembly', properties: { directoryName: '.' } };
      artifacts.Back = { type: 'cdk:cloud-assembly', properties: { directoryName: '..' } };
    });
    expect(lines(checkAsJson(broken, 'cdk.out').findings)).toEqual(FINDINGS);
  });

  test('what it says of constructs makes no sense: it is checked all the same', () => {
    const nonsense = {
      '/Shop': 7,
      '/Shop/Misspelt': [null, { type: 'aws:cdk:logicalId', data: {} }],
      x: [[]],
    };
    writeFileSync(file('Shop.metadata.json'), JSON.stringify({ ...nonsense, __proto__: [] }));
    const { summary, errors } = checkAsJson(broken, 'cdk.out');
    expect(errors).toEqual([]);
    expect(summary.templates).toBe(11); // all but the product, which nothing else tells of
  });
});

test('the command line does not load aws-cdk-lib', () => {
  const assembly = join(ROOT, 'lib/assembly');
  for (const file of readdirSync(assembly))
    expect(readFileSync(join(assembly, file), 'utf8')).not.toMatch(
      /from '(aws-cdk-lib|constructs|\.\.\/cdk)/,
    );
});

// biome-ignore lint/suspicious/noExplicitAny: any JSON
function edit(file: string, change: (json: any) => void): void {
  const json = JSON.parse(readFileSync(file, 'utf8'));
  change(json);
  writeFileSync(file, JSON.stringify(json));
}
