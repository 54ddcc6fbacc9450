import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { readAssets } from '../lib/assembly/assets';
import { readAssembly } from '../lib/assembly/cloud-assembly';
import { templateSourcesOf } from '../lib/assembly/template-sources';
import { type CheckResult, checkSources } from '../lib/check';
import type { Rule } from '../lib/rule';
import { newFolder } from './assembly/synthesized';
import { isCollected } from './rule-tester';

/** The files of one asset by their paths, and what the manifest says of an image besides its folder. */
export interface AssetFixture {
  files?: { readonly [path: string]: string | Buffer };
  image?: object;
}

/** One line a finding: `error asset/.env:1:13 an AWS access key id stands in this file`. */
export interface AssetCases {
  pass: { readonly [name: string]: AssetFixture };
  fail: { readonly [name: string]: readonly [AssetFixture, string | readonly string[]] };
}

const HASH = 'f'.repeat(64);
export const ASSET = `asset.${HASH}`;

/** Tests a rule on the assets of small cloud assemblies, each finding in full. */
export function testAssetRule(rule: Rule, { pass, fail }: AssetCases): void {
  if (isCollected(rule, [])) return;
  const cases = [
    ...Object.entries(pass).map(([name, fixture]) => ['passes', name, fixture, []] as const),
    ...Object.entries(fail).map(
      ([name, [fixture, expected]]) => ['fails', name, fixture, [expected].flat()] as const,
    ),
  ];
  describe(rule.id, () => {
    test.each(cases)('%s: %s', (_, __, fixture, expected) => {
      const folder = newFolder();
      try {
        write(folder, fixture);
        expect(linesOf(checkFolder(folder, [rule]), folder)).toEqual(expected);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  });
}

/** Checks an assembly and its assets. */
export function checkFolder(folder: string, ruleSet: readonly Rule[], within = folder): CheckResult {
  const assembly = readAssembly(folder, 1e6);
  return checkSources(templateSourcesOf(assembly), {
    ruleSet,
    errors: assembly.errors,
    assets: [readAssets(folder, { within })],
  });
}

export function linesOf({ report }: CheckResult, folder: string): string[] {
  expect(report.errors).toEqual([]);
  return report.findings.map(({ severity, logicalId, file, line, column, message }) => {
    const place = relative(folder, file).replaceAll(ASSET, 'asset').replaceAll(HASH, 'f');
    return `${severity} ${logicalId} ${place}:${line}:${column} ${message}`;
  });
}

/** Writes an assembly of one stack with one asset. */
export function write(folder: string, { files = {}, image }: AssetFixture): void {
  const source = image ? { directory: ASSET, ...image } : { path: ASSET, packaging: 'zip' };
  const asset = { [HASH]: { source, destinations: {} } };
  const code = image
    ? { ImageUri: `111122223333.dkr.ecr.eu-west-1.amazonaws.com/assets:${HASH}` }
    : { S3Bucket: 'assets', S3Key: `${HASH}.zip` };
  const written: { [path: string]: string | Buffer } = {
    'manifest.json': JSON.stringify(manifest('Stack')),
    'Stack.template.json': JSON.stringify({
      Resources: {
        Topic: { Type: 'AWS::SNS::Topic' },
        Function: {
          Type: 'AWS::Lambda::Function',
          Properties: { Role: 'arn:aws:iam::111122223333:role/orders', Code: code },
        },
      },
    }),
    'Stack.assets.json': JSON.stringify(
      { version: '36.0.0', files: {}, dockerImages: {}, [image ? 'dockerImages' : 'files']: asset },
      null,
      1,
    ),
  };
  for (const [path, text] of Object.entries(files)) written[join(ASSET, path)] = text;
  mkdirSync(join(folder, ASSET), { recursive: true });
  for (const [path, text] of Object.entries(written)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** The manifest of an assembly of one stack, in the words of @aws-cdk/cloud-assembly-schema. */
export const manifest = (stack: string) => ({
  version: '36.0.0',
  artifacts: {
    [`${stack}.assets`]: { type: 'cdk:asset-manifest', properties: { file: `${stack}.assets.json` } },
    [stack]: {
      type: 'aws:cloudformation:stack',
      environment: 'aws://unknown-account/unknown-region',
      properties: { templateFile: `${stack}.template.json` },
      dependencies: [`${stack}.assets`],
    },
  },
});
