import { type Contribution, labelOf, refuse, type Source } from "../../core/index.js";
import { readCommitment } from "../../node/draw/commitment-file.js";
import { enterBeacon, enterContribution, readBeaconFile } from "../../node/draw/contributions.js";
import { readBytes } from "../../node/disk/read-file.js";
import { archivedStep } from "../archive/archived-step.js";
import type { Console } from "../terminal/console.js";
import { EXIT, type ExitCode } from "../terminal/exit.js";

/** The index of a source given by number (from 1), by kind, or by the name of its witness. */
function findSource(sources: readonly Source[], text: string): number {
  const index = sources.findIndex(
    (source, i) => text === String(i + 1) || text === (source.kind === "witness" ? source.name : source.kind),
  );
  return index >= 0 ? index : refuse("contribution-missing", { source: text });
}

/** A typed value as the contribution of its source. */
export function contributionOf(source: Source, value: string): Contribution {
  if (source.kind === "witness") return { kind: "witness", name: source.name, value };
  if (source.kind === "drand") return refuse("beacon-form", { reason: "--beacon FILE" });
  return { kind: source.kind, value };
}

/** `dualdraw contribute DIR SOURCE`: enters one value of the opening. */
export function runContribute(
  console: Console,
  directory: string,
  sourceText: string,
  options: { readonly value?: string; readonly valueFile?: string; readonly beacon?: string },
): ExitCode {
  const { sources } = readCommitment(directory).commitment;
  const index = findSource(sources, sourceText);
  const source = sources[index] as Source;
  if (options.beacon !== undefined && source.kind !== "drand")
    return refuse("contribution-unknown", {}, {}, "drand");
  const { beacon, valueFile } = options;
  archivedStep(console, directory, undefined, () => {
    if (beacon !== undefined) return enterBeacon(directory, readBeaconFile(beacon), new Date());
    const value =
      options.value ??
      (valueFile === undefined
        ? refuse("contribution-missing", { source: labelOf(source) })
        : Buffer.from(readBytes(valueFile)).toString("utf8").trim());
    enterContribution(directory, index, contributionOf(source, value), new Date());
  });
  if (console.json) console.print(JSON.stringify({ schema: "dualdraw/contribute/v1", source: index + 1 }));
  else console.print(console.say(`已录入：${labelOf(source)}`, `entered: ${labelOf(source)}`));
  return EXIT.done;
}
