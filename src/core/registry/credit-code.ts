const ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/**
 * Checks a unified social credit code (统一社会信用代码) against its last character.
 * `valid` and `invalid` are for texts of its form (18 characters of its alphabet); all else is `other`, such as old
 * registration numbers and free ids. Source: GB 32100-2015, 31 − Σ value·3^i mod 31.
 *
 * @example checkCreditCode("914403001922038216") // "valid"
 */
export function checkCreditCode(code: string): "valid" | "invalid" | "other" {
  if (code.length !== 18) return "other";
  let sum = 0;
  let weight = 1;
  for (let i = 0; i < 18; i++) {
    const value = ALPHABET.indexOf(code.charAt(i));
    if (value < 0) return "other";
    if (i === 17) return (31 - (sum % 31)) % 31 === value ? "valid" : "invalid";
    sum += value * weight;
    weight = (weight * 3) % 31;
  }
  return "other";
}

/** The last character that the first 17 call for; undefined if one of them is outside the alphabet. */
export function computeCheckCharacter(first17: string): string | undefined {
  let sum = 0;
  let weight = 1;
  for (const character of first17) {
    const value = ALPHABET.indexOf(character);
    if (value < 0) return undefined;
    sum += value * weight;
    weight = (weight * 3) % 31;
  }
  return ALPHABET.charAt((31 - (sum % 31)) % 31);
}

/** Value of each byte in a code, 1 more; 0 for those outside the alphabet. */
const VALUES = new Uint8Array(256);
for (let value = 0; value < ALPHABET.length; value++) VALUES[ALPHABET.charCodeAt(value)] = value + 1;

/** 3^i mod 31 for the characters before the last. */
const WEIGHTS = Array.from({ length: 17 }, (_, i) => Number(3n ** BigInt(i) % 31n));

const [HYPHEN, DIGIT_0, DIGIT_9, LETTER_A, LETTER_E, LETTER_Z] = [0x2d, 0x30, 0x39, 0x41, 0x45, 0x5a];

/** First bytes of U+4E00 to U+9FFF, and the least second byte of the first of them: ideographs with one form and no case. */
const [HAN_FIRST, HAN_LAST, HAN_SECOND] = [0xe4, 0xe9, 0xb8];

/**
 * True for bytes that are surely an id without fault: at most 64 bytes of digits, hyphens, capital letters and common ideographs, one of them no digit and not E (which a
 * spreadsheet may have written), and no unified social credit code with a wrong check character.
 *
 * @param bytes UTF-8
 */
export function isPlainCodeAt(bytes: Uint8Array, from: number, to: number): boolean {
  const length = to - from;
  if (length > 64) return false;
  let hasLetter = false;
  for (let i = from; i < to; i++) {
    const byte = bytes[i] as number;
    if ((byte >= DIGIT_0 && byte <= DIGIT_9) || byte === HYPHEN) continue;
    if (byte >= LETTER_A && byte <= LETTER_Z) hasLetter ||= byte !== LETTER_E;
    else {
      if (byte < HAN_FIRST || byte > HAN_LAST) return false;
      if (byte === HAN_FIRST && (bytes[i + 1] as number) < HAN_SECOND) return false;
      hasLetter = true;
      i += 2;
    }
  }
  return hasLetter && (length !== 18 || hasFittingCheck(bytes, from));
}

function hasFittingCheck(bytes: Uint8Array, from: number): boolean {
  let sum = 0;
  for (let i = 0; i < 17; i++) {
    const value = VALUES[bytes[from + i] as number] as number;
    if (value === 0) return true;
    sum += (value - 1) * (WEIGHTS[i] as number);
  }
  const last = VALUES[bytes[from + 17] as number] as number;
  return last === 0 || (31 - (sum % 31)) % 31 === last - 1;
}
