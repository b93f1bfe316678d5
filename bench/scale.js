// Growth: node bench/scale.js [OBJECTS ...] (10^4, 10^5 and 10^6 by default) times every step of a draw of one in a thousand, with each engine, beside
// scripts of the same draw in DuckDB, Python and R, and what no program can be faster than. Ratios are to the DuckDB script.
import { spawnSync } from "node:child_process";
import {
  createReadStream,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { median, timeCommand, timeFunction, timeProgramUntil } from "./measure.js";

/** The steps that are timed, in their order; `verify` ends with 4, because nothing is signed. */
export const STEPS = ["freeze", "open", "draw", "verify"];
const INCOMPLETE = 4;
/** Objects that scripts hold in memory, and that are measured several times. */
const IN_MEMORY = 1_000_000;

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

/** Seconds and peak megabytes of every step, with one engine. */
function timeSteps(folder, engine) {
  rmSync(join(folder, "draw"), { recursive: true, force: true });
  return drawIn(folder)
    .filter(([name]) => name !== "verify" || engine === "built-in")
    .map(([name, ...args]) => ({
      name,
      ...timeProgramUntil(
        name === "verify" ? INCOMPLETE : 0,
        name,
        ...args,
        ...(name === "freeze" || name === "draw" ? ["--engine", engine] : []),
      ),
    }));
}

/** What others take for the same draw, without checks, people or a proof; once with the files that a freeze cannot do without. */
function timeOthers(path, folder, objects) {
  const seed = "0".repeat(64);
  const list = join(folder, "list.csv");
  const script = ["bench/baseline-duckdb.js", path, seed, "0.1", list];
  const others = {
    "DuckDB script": () => timeCommand("node", script),
    "DuckDB script that keeps what we keep": () => timeCommand("node", [...script, folder]),
  };
  // These hold everything in memory.
  if (objects <= IN_MEMORY) {
    others["plain Python"] = () => timeCommand("python3", ["bench/baseline.py", path, seed, "0.1"]);
    if (spawnSync("Rscript", ["--version"]).error === undefined)
      others["R, sampling::strata"] = () =>
        timeCommand("Rscript", ["bench/baseline.R", path, "0.1", list], { LC_ALL: "C.UTF-8" });
  }
  const times = objects < IN_MEMORY ? 3 : 1;
  return Object.entries(others).map(([name, run]) => [name, median(Array.from({ length: times }, run))]);
}

async function measure(row, folder, objects) {
  makeCountyFiles(folder, objects);
  const path = join(folder, "objects.csv");
  const others = timeOthers(path, folder, objects);
  const [[, unit]] = others;
  const limit = await physicalLimit(path, objects);
  const show = (name, seconds, more = "") =>
    row(name, `${seconds.toFixed(2)} s${more}`, `${(seconds / unit).toFixed(2)} x`);
  row(`${objects} objects, ${(statSync(path).size / 1e6).toFixed(0)} MB`, "", "");
  show("  reading, hashing, one block each", limit);
  for (const [name, seconds] of others) show(`  ${name}`, seconds);
  for (const engine of ["built-in", "duckdb"]) {
    const steps = timeSteps(folder, engine);
    for (const { name, seconds, megabytes } of steps)
      show(`  ${name}, ${engine}`, seconds, `, ${megabytes.toFixed(0)} MB`);
    const total = steps.slice(0, 3).reduce((sum, { seconds }) => sum + seconds, 0);
    show(
      `  freeze + open + draw, ${engine}`,
      total,
      `, ${((total * 1e6) / objects).toFixed(1)} µs an object`,
    );
  }
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
    process.stdout.write(`${name.padEnd(40)} ${figure.padStart(30)}   ${ratio}\n`);
  const sizes = process.argv.slice(2).map(Number);
  try {
    await benchScale(row, folder, sizes.length > 0 ? sizes : [10_000, 100_000, 1_000_000]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
