import { readFileSync, statSync } from 'node:fs';

/** Why a file cannot be taken in. */
export class UnreadableFile extends Error {}

/** @throws UnreadableFile for a file that is missing, too large, or no text */
export function readTextFile(file: string, maxBytes: number): string {
  const text = decode(readBytes(file, maxBytes));
  if (text === undefined) throw new UnreadableFile('is no text in UTF-8');
  return text;
}

/** @throws UnreadableFile for a file that is missing or too large */
export function readBytes(file: string, maxBytes: number): Buffer {
  try {
    const { size } = statSync(file);
    if (size > maxBytes) throw new UnreadableFile(`is larger than ${maxBytes / 1024 / 1024} MiB`);
    return readFileSync(file);
  } catch (error) {
    if (error instanceof UnreadableFile) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UnreadableFile(code === 'ENOENT' ? 'is missing' : `cannot be read: ${message}`);
  }
}

/** The text without its byte order mark, or undefined when it is no text in UTF-8 or marked UTF-16. */
export function decode(bytes: Buffer): string | undefined {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
