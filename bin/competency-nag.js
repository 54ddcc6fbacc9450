#!/usr/bin/env node
'use strict';
const { join } = require('node:path');
// What V8 makes of the code is kept for the next run, by the versions of Node that can.
require('node:module').enableCompileCache?.(join(__dirname, '../.cache'));
// Node 20 optimizes so early that a run of a second takes a third more of the processor than it has to.
if (process.version.startsWith('v20.')) require('node:v8').setFlagsFromString('--interrupt-budget=500000');
require('../dist/lib/cli/main.js').main(process.argv);
