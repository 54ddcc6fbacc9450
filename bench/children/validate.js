/** Validates the files that a list names, one after the other, with one engine. Not in TypeScript: its compiler would be timed. */
const { readFileSync, writeSync } = require('node:fs');
const { RegoEngine, TemplateFile } = require('@aws/cloudformation-validate');

const engine = new RegoEngine();
let findings = 0;
let skipped = 0;
for (const file of readFileSync(process.argv[2] ?? '', 'utf8').split('\n')) {
  try {
    findings += engine.validateStandard(new TemplateFile(file)).diagnostics.length;
  } catch {
    skipped++;
  }
}
writeSync(3, JSON.stringify({ findings, skipped }));
