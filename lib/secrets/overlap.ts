/** A piece of a text. */
export interface Piece {
  index: number;
  length: number;
}

/** Tells whether a piece of a text overlaps one of these, of which none overlaps another by much. */
export function overlapping(pieces: readonly Piece[]): (piece: Piece) => boolean {
  const sorted = [...pieces].sort((a, b) => a.index - b.index);
  return ({ index, length }) => {
    let low = 0;
    let high = sorted.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const piece = sorted[middle] as Piece;
      if (piece.index + piece.length <= index) low = middle + 1;
      else if (piece.index >= index + length) high = middle - 1;
      else return true;
    }
    return false;
  };
}
