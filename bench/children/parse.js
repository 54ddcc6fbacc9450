/** Parses the files that a list names, and nothing else. Not in TypeScript: its compiler would be timed. */
const { readFileSync } = require('node:fs');
const { parseTree } = require('jsonc-parser');
const { parseDocument } = require('yaml');

for (const file of readFileSync(process.argv[2] ?? '', 'utf8').split('\n')) {
  const text = readFileSync(file, 'utf8');
  if (/^\s*[{[]/.test(text)) parseTree(text);
  else parseDocument(text, { version: '1.1', logLevel: 'silent', prettyErrors: false, uniqueKeys: false });
}
