import type { Value } from '../model/value';

/**
 * The text of a value where all of it stands in the template, or is known to anybody, as a stack's name
 * is; undefined for what comes from elsewhere, parameters with a default among it.
 */
export function writtenOut(value: Value): string | undefined {
  const isPublic = value.parts.every((part) => {
    if (part.kind === 'literal') return PUBLIC.has(part.origin);
    return part.kind === 'unknown' && part.parameter?.startsWith('AWS::') === true;
  });
  const isWritten = value.parts.some(
    (part) => part.kind === 'literal' && part.origin !== 'pseudo' && part.text.trim() !== '',
  );
  return isPublic && isWritten ? value.outline : undefined;
}

const PUBLIC: ReadonlySet<string> = new Set(['template', 'mapping', 'pseudo']);
