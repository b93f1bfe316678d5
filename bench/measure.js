import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const peakFile = join(mkdtempSync(join(tmpdir(), "dualdraw-peak-")), "peak");

/** Wall seconds of a command; throws if it fails. */
export function timeCommand(command, args, env = {}) {
  const start = performance.now();
  const { status, stderr } = spawnSync(command, args, { encoding: "utf8", env: { ...process.env, ...env } });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${status}: ${stderr}`);
  return (performance.now() - start) / 1000;
}

/** Wall seconds and peak megabytes of the program. */
export function timeProgram(...args) {
  const seconds = timeCommand("node", ["--import", resolve("bench/peak.js"), "bin/dualdraw.js", ...args], {
    PEAK_FILE: peakFile,
  });
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
