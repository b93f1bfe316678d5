/** A frame that is too large to be held: whole rows at a time, the header with the first ones, as often as asked. The last row may lack its end. */
export interface FramePieces {
  readonly pieces: () => Iterable<Uint8Array>;
}

/** A frame in pieces, of which there is one if it is held. */
export function piecesOf(frame: Uint8Array | FramePieces): Iterable<Uint8Array> {
  return frame instanceof Uint8Array ? [frame] : frame.pieces();
}

/** True if two sequences of pieces hold the same bytes, wherever they are cut. */
export function holdSame(these: Iterable<Uint8Array>, others: Iterable<Uint8Array>): boolean {
  const rest = these[Symbol.iterator]();
  let piece: Uint8Array = new Uint8Array(0);
  let at = 0;
  for (const other of others)
    for (let i = 0; i < other.length; i++) {
      while (at === piece.length) {
        const next = rest.next();
        if (next.done === true) return false;
        [piece, at] = [next.value, 0];
      }
      if (other[i] !== piece[at++]) return false;
    }
  return at === piece.length && rest.next().done === true;
}
