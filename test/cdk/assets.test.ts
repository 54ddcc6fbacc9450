import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { type App, Stack, Stage, Validations } from 'aws-cdk-lib';
import { DockerImageAsset } from 'aws-cdk-lib/aws-ecr-assets';
import {
  Code,
  DockerImageCode,
  DockerImageFunction,
  Function as Lambda,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { CompetencyChecks } from '../../lib/cdk';
import { checkPaths } from '../../lib/cli/check-options';
import { newFolder } from '../assembly/synthesized';
import { newApp, synth } from './synthesis';

jest.setTimeout(60_000);

const RULES = [
  'asset-files-no-credential-patterns',
  'docker-build-args-no-secrets',
  'dockerfiles-no-secrets',
];
// Put together, so that no scanner takes this file for a leak.
const TOKEN = `ghp_${'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'}`;

let code: string;
beforeAll(() => {
  code = newFolder();
  const files = {
    'orders/index.js': `exports.handler = () => fetch('x', { token: '${TOKEN}' });\n`,
    'image/Dockerfile': 'FROM node:22\nENV API_TOKEN=Xk29-fjq71\nCOPY .env .\n',
    'image/.env': 'DB_PASSWORD=Xk29-fjq71\n',
    'tool/Dockerfile': 'FROM node:22\n',
    'orders/node_modules/fetch/index.js': '',
    'page.html': '<h1>Orders</h1>\n',
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(code, path)), { recursive: true });
    writeFileSync(join(code, path), text);
  }
});
afterAll(() => rmSync(code, { recursive: true }));

const lambda = (scope: Stack, id: string) =>
  new Lambda(scope, id, {
    runtime: Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: Code.fromAsset(join(code, 'orders')),
  });

function build(app: App): App {
  const orders = new Stack(app, 'Orders');
  lambda(orders, 'Function');
  new DockerImageFunction(orders, 'Image', {
    code: DockerImageCode.fromImageAsset(join(code, 'image'), { buildArgs: { NPM_TOKEN: 'Xk29-fjq72' } }),
  });
  new Asset(orders, 'Page', { path: join(code, 'page.html') });
  const accepted = new Stack(new Stage(app, 'Prod'), 'Accepted');
  new DockerImageAsset(accepted, 'Unused', {
    directory: join(code, 'tool'),
    buildArgs: { API_TOKEN: 'Xk29-fjq73' },
  });
  Validations.of(accepted).acknowledge({ id: 'competency-nag::docker-build-args-no-secrets', reason: 'Old' });
  return app;
}

const STAYS = 'is a secret, and stays in the history of the image';
const FOUND = [
  'error asset-files-no-credential-patterns Orders/Function/Resource: a GitHub token stands in this file',
  'error asset-files-no-credential-patterns Orders/Image/Resource: DB_PASSWORD is given a literal',
  'error dockerfiles-no-secrets Orders/Image/Resource: COPY puts .env into the image',
  'error dockerfiles-no-secrets Orders/Image/Resource: ENV gives API_TOKEN a literal',
  `error docker-build-args-no-secrets Orders/Image/Resource: the build argument NPM_TOKEN ${STAYS}`,
].sort();
const ACCEPTED = `error docker-build-args-no-secrets Prod/Accepted: the build argument API_TOKEN ${STAYS}`;

test('synthesis and the command line find the same in assets', async () => {
  const app = build(newApp());
  Validations.of(app).addPlugins(new CompetencyChecks({ rules: RULES, config: false }));
  const { reports, failed } = synth(app);
  const said = (lines: readonly string[] = []) =>
    lines.map((line) => line.replace(/(: )?(files|dockerImages)\.\S+ /, '$1')).sort();
  expect(said(reports['competency-nag']?.violations).filter((line) => !line.startsWith('info'))).toEqual(
    FOUND,
  );
  expect(said(reports['competency-nag']?.acknowledged).map((line) => line.replace(/^\w+/, 'error'))).toEqual([
    ACCEPTED,
  ]);
  expect(reports['competency-nag']?.violations).toContain(
    'info assets-not-looked-at -: files of assets that were not looked at for secrets: 1 folders of packages or tests',
  );
  expect(failed).toBe(true);

  const { report } = await checkPaths([app.outdir], { rule: RULES, config: false } as never, undefined);
  const lines = report.findings.map(
    ({ severity, ruleId, constructPath, message, waiver }) =>
      `${waiver ? 'waived ' : ''}${severity} ${ruleId} ${constructPath}: ${message}`,
  );
  expect(lines.sort()).toEqual([...FOUND, `waived ${ACCEPTED}`].sort());
  expect(report.errors).toEqual([]);
  const places = report.findings.map(
    ({ file, line, logicalId }) =>
      `${relative(app.outdir, file).replace(/[0-9a-f]{64}/, 'hash')}:${line} ${logicalId?.replace(/[0-9A-F]{8}$/, '')}`,
  );
  expect(places.sort()).toEqual(
    [
      'Orders.assets.json:53 Image',
      'asset.hash/.env:1 Image',
      'asset.hash/Dockerfile:2 Image',
      'asset.hash/Dockerfile:3 Image',
      'asset.hash/index.js:1 Function',
      'assembly-Prod/ProdAccepted0E0C2CA2.assets.json:25 undefined',
    ].sort(),
  );
});

test('what several stacks share is told of the one in the scope', () => {
  const app = newApp();
  lambda(new Stack(app, 'First'), 'Function');
  const second = new Stack(app, 'Second');
  lambda(second, 'Function');
  Validations.of(app).addPlugins();
  const checks = new CompetencyChecks({ rules: RULES, config: false });
  require('aws-cdk-lib').Aspects.of(second).add(checks);
  expect(synth(app).violations.map((line) => line.split(':')[0])).toEqual([
    'error asset-files-no-credential-patterns Second/Function/Resource',
    'info assets-not-looked-at -',
  ]);
});
