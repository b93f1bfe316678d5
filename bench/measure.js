import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** The program as offices run it: the offline release, made anew from dist. */
const { version } = JSON.parse(readFileSync("package.json", "utf8"));
const PROGRAM = `release/dualdraw-${version}/bin/dualdraw.js`;
execFileSync("node", [".ci/release.js"]);

const peakFile = join(mkdtempSync(join(tmpdir(), "dualdraw-peak-")), "peak");

/** Wall seconds of a command; throws if it fails. */
export function timeCommand(command, args, env = {}, expected = 0) {
  const start = performance.now();
  const { status, stderr } = spawnSync(command, args, { encoding: "utf8", env: { ...process.env, ...env } });
  if (status !== expected) throw new Error(`${command} ${args.join(" ")} ended with ${status}: ${stderr}`);
  return (performance.now() - start) / 1000;
}

/** Wall seconds and peak megabytes of the program. */
export function timeProgram(...args) {
  return timeProgramUntil(0, ...args);
}

/** {@link timeProgram} of a command that ends with another code than 0. */
export function timeProgramUntil(expected, ...args) {
  const seconds = timeCommand(
    "node",
    ["--import", resolve("bench/peak.js"), PROGRAM, ...args],
    {
      PEAK_FILE: peakFile,
    },
    expected,
  );
  return { seconds, megabytes: Number(readFileSync(peakFile, "utf8")) };
}

/** Median of an odd number of figures. */
export function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

/** Seconds of a function. */
export function timeFunction(work) {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}
