import { relative, resolve } from 'node:path';

/** A file's path from a folder, with slashes whatever the system writes. */
export const pathWithin = (folder: string, file: string): string =>
  relative(folder, resolve(file)).replaceAll('\\', '/');
