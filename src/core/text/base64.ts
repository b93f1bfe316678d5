const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** RFC 4648 base64 with padding. */
export function encodeBase64(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(i, i + 3);
    const group = (a << 16) | (b << 8) | c;
    const digits = [18, 12, 6, 0].map((shift) => ALPHABET.charAt((group >> shift) & 63)).join("");
    const missing = Math.max(0, i + 3 - bytes.length);
    text += digits.slice(0, 4 - missing) + "=".repeat(missing);
  }
  return text;
}

/** Bytes of RFC 4648 base64. Returns undefined for any other spelling: line breaks, missing padding, spare bits. */
export function decodeBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  for (let i = 0, at = 0; i < text.length; i += 4) {
    let group = 0;
    for (const digit of text.slice(i, i + 4)) group = (group << 6) | Math.max(0, ALPHABET.indexOf(digit));
    for (let shift = 16; shift >= 0 && at < bytes.length; shift -= 8) bytes[at++] = (group >> shift) & 255;
  }
  const tail = bytes.length % 3 === 0 ? 3 : bytes.length % 3;
  return text === "" || encodeBase64(bytes.subarray(bytes.length - tail)) === text.slice(-4)
    ? bytes
    : undefined;
}
