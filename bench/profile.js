// Where the time of one step goes: node bench/profile.js freeze|draw|verify OBJECTS [ROWS]
// Prints the functions with the most time of their own, and with the most time including what they call, over all threads: idle ones wait for others.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { spawnSync } from "node:child_process";
import { drawIn, makeCountyFiles, STEPS } from "./scale.js";

const [step = "freeze", objects = "100000", rows = "25"] = process.argv.slice(2);
if (!STEPS.includes(step)) throw new Error(`one of ${STEPS.join(", ")}`);

/** Adds the seconds of a thread by function: of its own, and with what it calls, each function once on a stack. */
function addProfile({ nodes, samples, timeDeltas }, { own, inclusive }) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const spent = new Map();
  samples.forEach((id, i) => spent.set(id, (spent.get(id) ?? 0) + timeDeltas[i]));
  const nameOf = ({ callFrame: { functionName, url, lineNumber } }) =>
    `${functionName || "(anonymous)"} ${url.split("/").slice(-2).join("/")}:${lineNumber + 1}`;
  const add = (sums, name, time) => sums.set(name, (sums.get(name) ?? 0) + time);
  const walk = (node, stack) => {
    const name = nameOf(node);
    const inner = new Set(stack).add(name);
    let total = spent.get(node.id) ?? 0;
    add(own, name, total);
    for (const child of node.children ?? []) total += walk(byId.get(child), inner);
    if (!stack.has(name)) add(inclusive, name, total);
    return total;
  };
  walk(nodes[0], new Set());
}

function print(title, sums) {
  process.stdout.write(`${title}\n`);
  const sorted = [...sums].filter(([name]) => !name.includes("(root)")).sort((a, b) => b[1] - a[1]);
  for (const [name, time] of sorted.slice(0, Number(rows)))
    process.stdout.write(`${(time / 1e6).toFixed(2).padStart(8)} s  ${name}\n`);
}

const folder = mkdtempSync(join(tmpdir(), "dualdraw-profile-"));
try {
  makeCountyFiles(folder, Number(objects));
  const profiles = join(folder, "profiles");
  for (const args of drawIn(folder)) {
    const flags = args[0] === step ? ["--cpu-prof", `--cpu-prof-dir=${profiles}`] : [];
    const { status, stderr } = spawnSync("node", [...flags, "bin/dualdraw.js", ...args], {
      encoding: "utf8",
    });
    if (status !== 0 && status !== 4) throw new Error(`${args.join(" ")}: ${stderr}`);
    if (args[0] === step) break;
  }
  const own = new Map();
  const inclusive = new Map();
  for (const file of readdirSync(profiles))
    addProfile(JSON.parse(readFileSync(join(profiles, file), "utf8")), { own, inclusive });
  print(`${step} of ${objects} objects, own time`, own);
  print("with what they call", inclusive);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
