/** Control, format, surrogate and separator characters, and variation selectors: invisible, or two spellings of one sight. */
const HIDDEN =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Z}\u{fe00}-\u{fe0f}\u{e0100}-\u{e01ef}\u{180b}-\u{180f}\u{3164}\u{115f}\u{1160}\u{ffa0}]/u;

/** Full-width digits and letters, which look like codes and are others. */
const FULL_WIDTH = /[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]/;

export const MAX_ID_LENGTH = 64;

/** True if the text holds a character that cannot be seen or told apart. */
export function hasHiddenCharacter(text: string): boolean {
  return HIDDEN.test(text);
}

/** True if the text holds full-width digits or letters. */
export function hasFullWidth(text: string): boolean {
  return FULL_WIDTH.test(text);
}

/** The text with full-width ASCII replaced by ASCII: what a person probably meant. For hints, never for storing. */
export function toHalfWidth(text: string): string {
  return text.replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0));
}

/** Number of characters (code points). */
export function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length++;
  return length;
}

/** The form in which two ids must not meet: NFC and case folded. For comparing, never for storing. */
export function foldId(id: string): string {
  return /^[0-9A-Z]*$/.test(id) ? id : id.normalize("NFC").toLowerCase().toUpperCase();
}

/** True for an id of a plan or task: letters, digits, Han characters, `.` `_` `-`, 1 to 64 characters. */
export function isPlanId(id: string): boolean {
  return /^[\p{L}\p{Nd}\p{Script=Han}._-]+$/u.test(id) && lengthOf(id) <= MAX_ID_LENGTH;
}
