/** `a`, `a and b`, `a, b and 3 more`: each name once, and in the last place how many are left where they are too many. */
export function listed(names: readonly string[], most = 3): string {
  const all = [...new Set(names)];
  const shown = all.length > most ? [...all.slice(0, most - 1), `${all.length - most + 1} more`] : all;
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}` : shown.join();
}

/** `a is`, `a and b are`. */
export const listedAre = (names: readonly string[]): string =>
  `${listed(names)} ${new Set(names).size > 1 ? 'are' : 'is'}`;
