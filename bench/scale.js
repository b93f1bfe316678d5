// Growth: node bench/scale.js [OBJECTS ...] (10^4, 10^5 and 10^6 by default) times every step of a draw of one in a thousand, beside the
// plain Python draw of the same file and what no program can be faster than.
import { createReadStream, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { median, timeCommand, timeFunction, timeProgramUntil } from "./measure.js";

/** The steps that are timed, in their order; `verify` ends with 4, because nothing is signed. */
export const STEPS = ["freeze", "open", "draw", "verify"];
const INCOMPLETE = 4;

/** A county of so many objects, and a plan that draws one in a thousand. */
export function makeCountyFiles(folder, objects) {
  mkdirSync(folder, { recursive: true });
  timeCommand("node", ["bench/county.js", folder, String(objects), "1000"]);
  const path = join(folder, "plan.json");
  const plan = JSON.parse(readFileSync(path, "utf8"));
  plan.tasks[0].size = { ratio: "0.1%" };
  writeFileSync(path, JSON.stringify(plan));
}

/** Arguments of the program for every step. */
export function drawIn(folder) {
  const draw = join(folder, "draw");
  return [
    ["freeze", join(folder, "plan.json"), "-o", draw],
    ["open", draw, "--contributions", join(folder, "values.json")],
    ["draw", draw],
    ["verify", draw],
  ];
}

/** Reading and hashing the file once, and one block of SHA-256 for each object. */
async function physicalLimit(path, objects) {
  const start = performance.now();
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk);
  const reading = (performance.now() - start) / 1000;
  const block = Buffer.alloc(64 * 1024);
  const blocks = timeFunction(() => {
    for (let left = objects; left > 0; left -= 1024) hash.update(block);
  });
  return reading + blocks;
}

async function measure(row, folder, objects) {
  makeCountyFiles(folder, objects);
  const baseline = () =>
    timeCommand("python3", ["bench/baseline.py", join(folder, "objects.csv"), "0".repeat(64), "0.1"]);
  const before = baseline();
  const steps = drawIn(folder).map(([name, ...args]) => ({
    name,
    ...timeProgramUntil(name === "verify" ? INCOMPLETE : 0, name, ...args),
  }));
  const unit = median([before, baseline(), baseline()]);
  const limit = await physicalLimit(join(folder, "objects.csv"), objects);
  row(`${objects} objects: plain Python draw`, `${unit.toFixed(2)} s`, "1 x");
  row("  reading, hashing, one block each", `${limit.toFixed(2)} s`, `${(limit / unit).toFixed(2)} x`);
  for (const { name, seconds, megabytes } of steps)
    row(
      `  ${name}`,
      `${seconds.toFixed(2)} s, ${megabytes.toFixed(0)} MB`,
      `${(seconds / unit).toFixed(2)} x`,
    );
  const total = steps.slice(0, 3).reduce((sum, { seconds }) => sum + seconds, 0);
  const each = `${((total * 1e6) / objects).toFixed(1)} µs an object`;
  row("  freeze + open + draw", `${total.toFixed(2)} s`, `${(total / unit).toFixed(2)} x, ${each}`);
}

/** Rows of every size. */
export async function benchScale(row, folder, sizes) {
  for (const objects of sizes) {
    const own = join(folder, String(objects));
    await measure(row, own, objects);
    rmSync(own, { recursive: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const folder = mkdtempSync(join(tmpdir(), "dualdraw-scale-"));
  const row = (name, figure, ratio) =>
    process.stdout.write(`${name.padEnd(44)} ${figure.padStart(20)}   ${ratio}\n`);
  const sizes = process.argv.slice(2).map(Number);
  try {
    await benchScale(row, folder, sizes.length > 0 ? sizes : [10_000, 100_000, 1_000_000]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
