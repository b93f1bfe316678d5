// npm run bench [-- --objects N --visits N --draws N]: prints every figure with its ratio to a baseline measured in the same run.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { computeTicket } from "../dist/core/index.js";
import { PackedTexts } from "../dist/core/text/packed-texts.js";
import { TicketLottery } from "../dist/core/lottery/lottery.js";
import { nodeSha256 } from "../dist/node/draw/draw-directory.js";
import { benchArchive } from "./archive.js";
import { median, timeCommand, timeFunction, timeProgram } from "./measure.js";
import { benchSimulation } from "./simulation.js";
import { benchProvince } from "./province.js";
import { benchStaffing } from "./staffing.js";
import { benchYear } from "./year.js";
import { benchVerification } from "./verification.js";

const { values } = parseArgs({
  options: {
    objects: { type: "string", default: "1000000" },
    visits: { type: "string", default: "10000" },
    draws: { type: "string", default: "10000" },
  },
});
const objects = Number(values.objects);
const visits = Number(values.visits);
const folder = mkdtempSync(join(tmpdir(), "dualdraw-bench-"));
const row = (name, figure, target) =>
  process.stdout.write(`${name.padEnd(58)} ${figure.padStart(24)}   ${target}\n`);

function benchEndToEnd() {
  timeCommand("node", ["bench/county.js", folder, String(objects), "1000"]);
  const baselineOnce = () =>
    timeCommand("python3", ["bench/baseline.py", join(folder, "objects.csv"), "0".repeat(64), "3"]);
  const baseline = [baselineOnce()];
  const draw = join(folder, "draw");
  const steps = {
    freeze: timeProgram("freeze", join(folder, "plan.json"), "-o", draw),
    open: timeProgram("open", draw, "--contributions", join(folder, "values.json")),
    draw: timeProgram("draw", draw),
  };
  baseline.push(baselineOnce(), baselineOnce());
  const unit = median(baseline);
  const total = Object.values(steps).reduce((sum, { seconds }) => sum + seconds, 0);
  const peak = Math.max(...Object.values(steps).map(({ megabytes }) => megabytes));
  row(`baseline: python3, csv + hashlib + heapq, ${objects} objects`, `${unit.toFixed(2)} s`, "1");
  for (const [name, { seconds, megabytes }] of Object.entries(steps))
    row(name, `${seconds.toFixed(2)} s, ${megabytes.toFixed(0)} MB`, `${(seconds / unit).toFixed(2)} x`);
  row(
    "freeze + open + draw of 3%",
    `${total.toFixed(2)} s, ${peak.toFixed(0)} MB`,
    `${(total / unit).toFixed(2)} x (target 5 x, 1500 MB)`,
  );
}

function benchLottery() {
  const ids = Array.from({ length: objects }, (_, i) => `91320699MA${String(i).padStart(8, "0")}`);
  const seed = "5".repeat(64);
  const rate = (seconds) => `${(objects / seconds / 1000).toFixed(0)} thousand/s`;
  const one = timeFunction(() => {
    for (const id of ids) computeTicket(seed, "object/t", id, nodeSha256);
  });
  row(`tickets one by one, ${objects}, Node's SHA-256`, rate(one), "baseline");
  const packed = PackedTexts.of(ids);
  const all = timeFunction(() => {
    const lottery = new TicketLottery(seed, "object/t", [Math.floor(objects * 0.03) + 10]);
    for (let i = 0; i < objects; i++) lottery.offer(0, packed.bytesAt(i));
    lottery.inOrder(0);
  });
  row(`lottery alone, ${objects} tickets`, rate(all), `${(one / all).toFixed(1)} x the baseline`);
}

try {
  benchLottery();
  row(
    `staffing: ${visits} visits x 2 slots x 1000 people, 30% each`,
    `${benchStaffing(visits, 1000, 0).toFixed(2)} s`,
    "target 5 s",
  );
  row(
    "the same, 100 specialists needed last",
    `${benchStaffing(visits, 1000, 100).toFixed(2)} s`,
    "target 12 s",
  );
  for (const [cap, target] of [
    ["", "target 60 s"],
    ["40", "where people are short"],
  ])
    row(
      `province: ${5 * visits} visits by ${visits / 2} people${cap === "" ? "" : `, at most ${cap} each`}`,
      `${benchProvince(5 * visits, visits / 2, cap).seconds.toFixed(2)} s`,
      target,
    );
  benchSimulation(row);
  benchEndToEnd();
  await benchVerification(join(folder, "verification"), Math.min(objects, 100_000), row);
  benchYear(row, join(folder, "year"), Math.min(visits, 2000), Math.min(Number(values.draws), 500));
  await benchArchive(join(folder, "archive"), Number(values.draws), row);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
