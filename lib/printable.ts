/**
 * Templates are untrusted: their text must not steer the terminal, nor a CI system that reads what is printed for
 * commands. GitHub's `##[…]` and Azure's `##vso[…]` count wherever they stand in a line.
 */
export const printable = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}]/gu, '\uFFFD').replace(/##(?=\[|vso\[)/gi, '#\uFFFD');
