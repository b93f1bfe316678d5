import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import seedrandom from "seedrandom";
import { expect, it } from "vitest";
import { isNightly } from "../../../fixtures/nightly.js";
import { NOW } from "../../../fixtures/sample-draw.js";
import { makeSmallArchive, TODAY, writeSmallPlan } from "../../../fixtures/small-archive.js";
import { dayInChina } from "../../core/index.js";
import { freeze } from "../draw/freeze.js";
import { readArchive, withArchive } from "./archive.js";
import { readLeaves } from "./draw-leaves.js";
import { findDraws } from "./draw-index.js";
import { verifyArchive } from "./verify/verify-archive.js";

/** Runs a command; with a delay, kills it then. True if it ended well before. */
function runOrKill(args: readonly string[], delay?: number): Promise<boolean> {
  return new Promise((done) => {
    const child = spawn("node", [resolve("bin/dualdraw.js"), ...args, "--lang", "en"], { stdio: "ignore" });
    const timer = delay === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), delay);
    child.on("exit", (code) => {
      clearTimeout(timer);
      done(code === 0);
    });
  });
}

const shift = (days: number): string =>
  dayInChina(`${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 19)}Z`) ?? "";

const KILLS = isNightly ? 200 : 14;

it(`${KILLS} kills during real commands lose nothing that was acknowledged`, async () => {
  const office = await makeSmallArchive("unsigned");
  const { folder, path } = office;
  const random = seedrandom("kills");
  const start = performance.now();
  await runOrKill(["archive", "list", path]);
  const startup = performance.now() - start;
  const acknowledged: [plan: string, statement: string][] = [];
  const check = (): void => {
    withArchive(path, () => undefined);
    const { checks } = verifyArchive(path, { today: TODAY });
    expect(checks.filter(({ status }) => status === "fail")).toEqual([]);
    for (const [plan, statement] of acknowledged) {
      const [draw = 0] = findDraws(path, "plan", plan);
      expect([plan, statement, readLeaves(path, draw)?.has(statement)]).toEqual([plan, statement, true]);
    }
  };
  let kills = 0;
  for (let number = 1; kills < KILLS; number++) {
    const id = `K-${number}`;
    const visitWindow = { from: shift(10), to: shift(20) };
    const plan = writeSmallPlan(folder, id, (value) => ({
      ...value,
      visitWindow,
      publication: { sealed: true },
    }));
    const draw = join(folder, `draw-${id}`);
    const freezing = (): string[] =>
      existsSync(join(draw, "commitment.json"))
        ? ["archive", "add", path, draw]
        : ["freeze", plan, "-o", draw, "--archive", path];
    const steps: [string, () => string[]][] = [
      ["commitment", freezing],
      ["opening", () => ["open", draw, "--contributions", join(plan, "..", "values.json")]],
      ["record", () => ["draw", draw]],
    ];
    for (const [statement, command] of steps) {
      // Each command is killed at some moment between its first byte and its end, until one gets through.
      for (let tries = 0; ; tries++) {
        const delay = tries < 4 && kills < KILLS ? startup * (0.6 + random() * 0.9) : undefined;
        if (await runOrKill(command(), delay)) break;
        expect(delay).toBeDefined();
        kills++;
        if (kills % 10 === 0) check();
      }
      acknowledged.push([id, statement]);
    }
  }
  check();
  const { log } = readArchive(path);
  expect(log.draws).toBe(new Set(acknowledged.map(([plan]) => plan)).size);
});

const ADDS = isNightly ? 1000 : 60;

it(`two processes at once make ${ADDS} adds without a gap or a loss`, async () => {
  const office = await makeSmallArchive("unsigned");
  const draws: string[] = [];
  for (let number = 1; number <= ADDS; number++) {
    const plan = writeSmallPlan(office.folder, `D-${number}`);
    const draw = join(office.folder, `draw-D-${number}`);
    await freeze(plan, draw, { signer: undefined, now: NOW, version: "test" });
    draws.push(draw);
  }
  const script = `
    import { addToArchive } from ${JSON.stringify(resolve("dist/node/archive/archived-draw.js"))};
    for (const draw of process.argv.slice(1)) addToArchive(${JSON.stringify(office.path)}, draw, undefined);`;
  const half = (odd: number): Promise<number | null> =>
    new Promise((done, fail) => {
      const own = draws.filter((_, i) => i % 2 === odd);
      const child = spawn("node", ["--input-type=module", "-e", script, ...own], {
        stdio: ["ignore", "ignore", "inherit"],
      });
      child.on("exit", done);
      child.on("error", fail);
    });
  expect(await Promise.all([half(0), half(1)])).toEqual([0, 0]);
  const { draws: count, head, checks } = verifyArchive(office.path, { today: TODAY });
  expect(checks.filter(({ status }) => status === "fail")).toEqual([]);
  expect([count, head.size]).toEqual([ADDS, 3 * ADDS + 2]);
  const found = draws.map((_, i) => findDraws(office.path, "plan", `D-${i + 1}`));
  expect(found.every((numbers) => numbers.length === 1)).toBe(true);
  expect(new Set(found.flat()).size).toBe(ADDS);
});
