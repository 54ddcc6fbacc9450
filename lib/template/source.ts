import type { Range } from './node';

/** A 1-based position, as editors count. */
export interface Position {
  line: number;
  column: number;
}

/** The text of one file, and where its lines begin. */
export class Source {
  private starts: number[] | undefined;

  constructor(
    /** The path as given. */
    readonly file: string,
    readonly text: string,
  ) {}

  position(offset: number): Position {
    const starts = this.lineStarts();
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] as number) + 1 };
  }

  /** The text of a line, without its end. */
  line(number: number): string {
    const starts = this.lineStarts();
    const start = starts[number - 1] ?? this.text.length;
    return this.text.slice(start, starts[number] ?? this.text.length).replace(/\r?\n$/, '');
  }

  /** The range of line `number` from its first visible character to its end. */
  lineRange(number: number): Range {
    const start = this.lineStarts()[number - 1] ?? this.text.length;
    const line = this.line(number);
    return { start: start + (line.length - line.trimStart().length), end: start + line.trimEnd().length };
  }

  private lineStarts(): number[] {
    if (!this.starts) {
      this.starts = [0];
      for (let at = this.text.indexOf('\n'); at !== -1; at = this.text.indexOf('\n', at + 1))
        this.starts.push(at + 1);
    }
    return this.starts;
  }
}
