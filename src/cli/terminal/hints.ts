import type { Console } from "./console.js";

/** How to print a page. */
export function openInBrowserHint(console: Console): string {
  return console.say(
    "dualdraw: 提示: 请用浏览器打开后打印（A4）",
    "dualdraw: hint: open it in a browser and print it (A4)",
  );
}

/** A digest in groups of four, to be read aloud and written down. */
export function groupDigest(digest: string): string {
  return digest.replace(/(.{4})(?=.)/g, "$1 ");
}

/** A digest that people at the back of a room can read: four lines of four groups in a box. */
export function largeDigest(digest: string): string[] {
  const lines = (digest.match(/.{16}/g) ?? []).map((line) =>
    line.replace(/(.{4})(?=.)/g, "$1   ").toUpperCase(),
  );
  const rule = `+${"-".repeat(33)}+`;
  return [rule, ...lines.flatMap((line) => [`|    ${line}    |`]), rule];
}
