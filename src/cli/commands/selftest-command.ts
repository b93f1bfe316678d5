import { readCatalogue } from "../installed.js";
import { nodeSha256 } from "../../node/draw/draw-directory.js";
import { runSelftest } from "../../sim/selftest/selftest.js";
import type { Console } from "../terminal/console.js";
import { EXIT, type ExitCode } from "../terminal/exit.js";
import { startProgress } from "../terminal/progress.js";

/** `dualdraw selftest`: every tampering of the catalogue is built and must be caught by this very program. */
export function runSelftestCommand(console: Console): ExitCode {
  const catalogue = readCatalogue();
  const progress = startProgress(console, catalogue.cases.length + 1);
  const results = runSelftest(catalogue, nodeSha256, () => progress.onProgress(1));
  progress.finish();
  const missed = results.filter(({ caught }) => !caught);
  if (console.json)
    console.print(
      JSON.stringify({
        schema: "dualdraw/selftest/v1",
        cases: catalogue.cases.length,
        missed: missed.length,
        results,
      }),
    );
  else {
    for (const { id, missing } of missed)
      console.print(
        console.say(`未识破：${id}（${missing.join("，")}）`, `missed: ${id} (${missing.join(", ")})`),
      );
    console.print(
      console.say(
        `篡改目录共${catalogue.cases.length}项，识破${catalogue.cases.length - missed.length}项`,
        `${catalogue.cases.length} cases of the catalogue, ${catalogue.cases.length - missed.length} caught`,
      ),
    );
  }
  return missed.length === 0 ? EXIT.done : EXIT.invalid;
}
