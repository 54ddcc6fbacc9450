import { isAbsolute, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SourceLocation } from '../finding';

/**
 * The line of the user's own code that led to something, told by a stack trace as CDK notes it. What is only
 * made at synthesis, as a pipeline of CDK Pipelines, is led to by no line of its own.
 */
export function userCodeIn(frames: readonly string[]): SourceLocation | undefined {
  for (const frame of frames) {
    if (SYNTHESIS.test(frame)) return undefined;
    const location = locationIn(frame.trim());
    if (location && !isLibrary(location.file)) return location;
  }
  return undefined;
}

const SYNTHESIS = /^\s*(\.\.\.|at )?(App|Stage)2?\.synth (in aws-cdk-lib|\(.*aws-cdk-lib)/;

const MAX_FRAME = 4096;

/** Reads `name (file:line:column)`, `at name (file:line:column)` or `file:line:column`. */
function locationIn(frame: string): SourceLocation | undefined {
  const end = frame.length <= MAX_FRAME && /:(\d{1,9}):(\d{1,9})\)?$/.exec(frame);
  if (!end) return undefined;
  const call = frame.slice(0, end.index);
  const bracket = call.indexOf(' (');
  const file = pathOf(bracket === -1 ? call.replace(/^at /, '') : call.slice(bracket + 2));
  return { file, line: Number(end[1]), column: Number(end[2]) };
}

function pathOf(file: string): string {
  try {
    return fromHere(file.startsWith('file:') ? fileURLToPath(file) : file);
  } catch {
    return file;
  }
}

function fromHere(file: string): string {
  if (!isAbsolute(file)) return file;
  const path = relative(process.cwd(), file);
  return path === '' || path.startsWith('..') || isAbsolute(path) ? file : path;
}

const isLibrary = (file: string) => /(^|[\\/])node_modules[\\/]|^node:/.test(file);
