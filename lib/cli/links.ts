import { type Dirent, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A symbolic link. */
export interface Link {
  file: string;
  leadsTo: 'file' | 'folder' | 'nothing';
}

/** The symbolic links in a folder and below, without those in folders of the names `ignored`; none is followed. */
export function linksIn(folder: string, ignored: readonly string[]): Link[] {
  return entriesOf(folder).flatMap((entry): Link[] => {
    const file = join(folder, entry.name);
    if (entry.isSymbolicLink()) return [{ file, leadsTo: whatIsAt(file) }];
    return entry.isDirectory() && !ignored.includes(entry.name) ? linksIn(file, ignored) : [];
  });
}

/** What cannot be listed holds no file that is found either; that is said where the files are looked for. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder || '.', { withFileTypes: true });
  } catch {
    return [];
  }
}

/** A link that leads round in a circle leads to nothing. */
function whatIsAt(file: string): Link['leadsTo'] {
  try {
    return statSync(file).isDirectory() ? 'folder' : 'file';
  } catch {
    return 'nothing';
  }
}
