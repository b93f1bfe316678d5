import { readFileSync } from "node:fs";
import { nodeSha256 } from "../node/draw-directory.js";
import { type Catalogue, runSelftest } from "../sim/selftest/selftest.js";
import type { Console } from "./console.js";
import { EXIT, type ExitCode } from "./exit.js";
import { startProgress } from "./progress.js";

/** The catalogue of tamperings as it is installed with the program. */
export function readCatalogue(): Catalogue {
  const file = new URL("../../docs/tamperings.json", import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as Catalogue;
}

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
        cases: results.length,
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
        `篡改目录共${results.length}项，识破${results.length - missed.length}项`,
        `${results.length} cases of the catalogue, ${results.length - missed.length} caught`,
      ),
    );
  }
  return missed.length === 0 ? EXIT.done : EXIT.invalid;
}
