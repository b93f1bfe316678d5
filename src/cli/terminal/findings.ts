import { type CheckStatus, type Finding, formatFault, showText } from "../../core/index.js";
import type { Console } from "./console.js";

const MARKS: Readonly<Record<CheckStatus, readonly [zh: string, en: string]>> = {
  pass: ["通过", "pass"],
  fail: ["不符", "FAIL"],
  skipped: ["未查", "skipped"],
  absent: ["不含", "absent"],
};

/** The mark that stands before a check; of one width in English. */
export function markCheck(console: Console, status: CheckStatus): string {
  const [zh, en] = MARKS[status];
  return console.say(zh, en.padEnd(7));
}

/**
 * One finding in one line: where, what was expected, what was found.
 *
 * @param toChinese the Chinese of the verifier's phrases; values stay as they are
 */
export function formatFinding(
  console: Console,
  { expected, found, fault }: Finding,
  place: string,
  toChinese: (phrase: string) => string,
): string {
  if (fault !== undefined) return formatFault(fault, console.language);
  const local = (text: string): string => showText(console.say(toChinese(text), text));
  const parts: string[] = [];
  if (expected !== undefined)
    parts.push(console.say(`应为 ${local(expected)}`, `expected ${local(expected)}`));
  if (found !== undefined) parts.push(console.say(`实为 ${local(found)}`, `found ${local(found)}`));
  const sentence = parts.join(console.say("，", ", "));
  return [showText(place), sentence].filter((part) => part !== "").join(console.say("：", ": "));
}

/** How many findings are not shown; nothing if all are. */
export function printHidden(console: Console, hidden: number): void {
  if (hidden > 0) console.print(console.say(`        另有${hidden}处`, `        and ${hidden} more`));
}
