import { checkDraw, computeDraw } from "../dist/core/index.js";
import { nodeSha256 } from "../dist/node/draw/draw-directory.js";
import { simulate, simulationSeeds } from "../dist/sim/bias/simulate.js";
import { makeCounty } from "../dist/sim/county.js";
import { readCounty } from "../dist/sim/county-registries.js";
import { timeFunction } from "./measure.js";

const SEEDS = 200;

/** The bias self-test on a county of 10 000 objects, beside as many draws of it. */
export function benchSimulation(row) {
  const county = makeCounty({ objects: 10_000, inspectors: 200, today: "2026-03-02", seed: "bench" });
  const plan = county.plans["plan.json"];
  const { source, faults } = readCounty(county, plan);
  const preparation = checkDraw(plan, source, faults);
  const draws = timeFunction(() => {
    for (const seed of simulationSeeds("1", SEEDS)) computeDraw(preparation, seed, nodeSha256);
  });
  const test = timeFunction(() => simulate(preparation, { number: "1", seeds: SEEDS, sha256: nodeSha256 }));
  row(`${SEEDS} draws of 10000 objects`, `${draws.toFixed(2)} s`, "1");
  row("simulate, the same", `${test.toFixed(2)} s`, `${(test / draws).toFixed(2)} x`);
}
