/** Whether a construct is the scope or lies below it, by their paths; the app's path is empty. */
export const isWithin = (path: string, scope: string): boolean =>
  scope === '' || path === scope || path.startsWith(`${scope}/`);

/** Whether one of two constructs is within the other. */
export const areRelated = (a: string, b: string): boolean => isWithin(a, b) || isWithin(b, a);

/** The construct's path and those of all it lies in, the nearest first. */
export function* ancestry(path: string): Iterable<string> {
  for (let at = path; at !== ''; at = at.slice(0, Math.max(at.lastIndexOf('/'), 0))) yield at;
  yield '';
}
