import type { CheckStatus } from "../../core/index.js";
import { wordStatus } from "../../forms/verdict.js";
import type { Console } from "./console.js";

/** The mark that stands before a check; of one width in English. */
export function markCheck(console: Console, status: CheckStatus): string {
  const word = wordStatus(status, console.language);
  return console.say(word, word.padEnd(7));
}

/** How many findings are not shown; nothing if all are. */
export function printHidden(console: Console, hidden: number): void {
  if (hidden > 0) console.print(console.say(`        另有${hidden}处`, `        and ${hidden} more`));
}
