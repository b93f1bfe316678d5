import { isStrongPublicKey, refuse } from "../core/index.js";
import { parsePublicKey } from "./private-key.js";
import { readBytes } from "./read-file.js";

/**
 * Keys that a reader pins: 64 hex digits, or a file with one key (PEM, OpenSSH) or with one per line, hex or OpenSSH, `#` beginning a
 * remark. Throws `public-key-invalid` for a line that holds none.
 */
export function readTrustedKeys(text: string): string[] {
  const bare = text.replace(/\s/g, "").toLowerCase();
  if (/^[0-9a-f]{64}$/.test(bare))
    return isStrongPublicKey(bare) ? [bare] : refuse("public-key-invalid", {}, {}, text);
  const content = Buffer.from(readBytes(text)).toString("latin1");
  if (content.includes("BEGIN PUBLIC KEY")) return [parsePublicKey(content, { file: text })];
  return content
    .split("\n")
    .map((line, i) => ({ line: line.replace(/(^|\s)#.*/, "").trim(), number: i + 1 }))
    .filter(({ line }) => line !== "")
    .map(({ line, number }) => parsePublicKey(line, { file: text, line: number }));
}
