const SEPARATORS = /[,，、;；|]/;

/**
 * Values of a cell that may hold several: split at `,` `，` `、` `;` `；` `|`, trimmed, empties and repeats dropped,
 * in the order entered.
 *
 * @example splitValues("食品、消防；食品") // ["食品", "消防"]
 */
export function splitValues(cell: string): readonly string[] {
  if (cell === "") return NONE;
  if (!SEPARATORS.test(cell)) return [cell];
  return [...new Set(splitEntries(cell))];
}

/** {@link splitValues} with repeats kept, for lists in which a repeat is a fault. */
export function splitEntries(cell: string): string[] {
  return cell
    .split(SEPARATORS)
    .map((value) => value.trim())
    .filter((value) => value !== "");
}

const NONE: readonly string[] = [];

/** What Excel does to long codes: `9.14403E+17`. */
export function isScientific(cell: string): boolean {
  return /^\d(?:\.\d+)?[eE]\+?\d+$/.test(cell);
}

/** True if the text holds a mark of a template: a row that was meant to be deleted. */
export function isSampleRow(text: string): boolean {
  return /[（(](?:请删除|示例|样例|案例)[)）]|案例[（(]请删除/.test(text);
}

/** Controls that change what a reader sees: bidirectional and zero-width characters, and other controls. */
export function hasInvisibleCharacter(cell: string): boolean {
  return /[\p{Cc}\p{Cf}\p{Cs}]/u.test(cell);
}

/** A whole number of at most 9 digits; undefined for any other text. */
export function parseCount(cell: string): number | undefined {
  return /^\d{1,9}$/.test(cell) ? Number(cell) : undefined;
}

const SUSPECT =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb]|请删除|示例|样例|案例/;

/**
 * False if {@link isSampleRow} and {@link hasInvisibleCharacter} are certainly false: one cheap look at a whole row, which nearly all
 * rows pass.
 */
export function isSuspect(text: string): boolean {
  return SUSPECT.test(text);
}
