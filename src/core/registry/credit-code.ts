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
