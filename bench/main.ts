import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, release, tmpdir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from './commands';
import { corpus } from './sections/corpus';
import { growth } from './sections/growth';
import type { Section } from './sections/section';
import { startup } from './sections/startup';
import { synth } from './sections/synth';
import { oneTemplate } from './sections/template';

const SECTIONS: readonly Section[] = [synth, oneTemplate, corpus, growth, startup];
const CFN_GUARD = '@cdklabs/cdk-validator-cfnguard';
const USAGE = `npm run bench -- [options]

  --only SECTION,…  ${SECTIONS.map(({ name }) => name).join(', ')}: all of them otherwise
  --corpus DIR      the folder of templates for the section corpus
  --without NAME,…  leave these out of the section corpus, such as cloudformation-validate, which takes hours
  --runs N          how often each is run; 5 otherwise
  --write           keep what comes of it in bench/RESULTS.md
`;

async function bench(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      corpus: { type: 'string' },
      without: { type: 'string', default: '' },
      runs: { type: 'string', default: '5' },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const runs = Number(values.runs);
  const names = values.only?.split(',') ?? SECTIONS.map(({ name }) => name);
  const isUnknown = (name: string) => !SECTIONS.some((section) => section.name === name);
  if (values.help || !(runs >= 1) || names.some(isUnknown)) {
    process.stderr.write(USAGE);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  installPeers();
  const parts = [`# Results\n\n${machine()}`];
  process.stdout.write(`${parts[0]}\n`);
  const scratch = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    for (const section of SECTIONS.filter(({ name }) => names.includes(name))) {
      process.stderr.write(`${section.title}\n`);
      const without = values.without.split(',');
      const options = { runs, scratch, without, corpus: values.corpus && resolve(values.corpus) };
      const part = `## ${section.title}\n\n${await section.run(options)}`;
      process.stdout.write(`\n${part}\n`);
      parts.push(part);
    }
  } finally {
    rmSync(scratch, { recursive: true });
  }
  if (values.write) writeFileSync(join(__dirname, 'RESULTS.md'), `${parts.join('\n\n')}\n`);
}

function installPeers(): void {
  if (existsSync(join(__dirname, 'node_modules'))) return;
  try {
    execFileSync('npm', ['ci', '--prefix', __dirname], { stdio: ['ignore', 2, 2] });
  } catch (error) {
    process.stderr.write(`The peers are not installed, and so not measured: ${(error as Error).message}\n`);
  }
}

/** What the figures hang on. */
function machine(): string {
  const version = (folder: string, name: string, manifest = 'package.json') => {
    const file = join(folder, 'node_modules', name, manifest);
    return `${name} ${existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).version : 'missing'}`;
  };
  const commit = execFileSync('git', ['describe', '--always', '--dirty'], {
    cwd: ROOT,
    encoding: 'utf8',
  }).trim();
  const [cpu] = cpus();
  return [
    `${new Date().toISOString().slice(0, 10)}, commit ${commit}.`,
    `${cpus().length} × ${cpu?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${release()}, Node.js ${process.version}.`,
    `${[
      version(ROOT, 'yaml'),
      version(ROOT, 'aws-cdk-lib'),
      version(ROOT, 'cdk-nag'),
      version(__dirname, CFN_GUARD),
      version(__dirname, CFN_GUARD, 'guard-version.json').replace(CFN_GUARD, 'cfn-guard'),
      version(__dirname, '@aws/cloudformation-validate'),
    ].join(', ')}.`,
    'Ratios are of medians; memory is the most of any run.',
  ].join('\n');
}

bench();
