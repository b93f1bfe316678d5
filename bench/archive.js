// The archive: what an addition costs in a small and in a large one, and what verifying a large one costs.
import { generateKeyPairSync, sign } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "csv-stringify/sync";
import { addDraw } from "../dist/node/archive/add-draw.js";
import { createArchive, withArchive } from "../dist/node/archive/archive.js";
import { nodeSha256 } from "../dist/node/draw/draw-directory.js";
import { freeze } from "../dist/node/draw/freeze.js";
import { openDraw } from "../dist/node/draw/open-draw.js";
import { runDraw } from "../dist/node/draw/run-draw.js";
import { makeCounty } from "../dist/sim/county.js";
import { median, timeFunction, timeProgram } from "./measure.js";

const keys = generateKeyPairSync("ed25519");
const signer = {
  publicKey: Buffer.from(keys.publicKey.export({ format: "jwk" }).x, "base64url").toString("hex"),
  sign: (message) => sign(null, message, keys.privateKey),
};
const NOW = new Date("2026-03-02T04:00:00Z");

/** A real draw of so many visits, from which others are made that differ in their id. */
async function makeTemplate(folder, objects, visits) {
  mkdirSync(folder, { recursive: true });
  const { tables, plans } = makeCounty({ objects, inspectors: 60, today: "2026-03-02", seed: "bench" });
  for (const [name, rows] of Object.entries(tables)) writeFileSync(join(folder, name), stringify(rows));
  const { authority, visitWindow } = plans["plan.json"];
  const task = {
    id: "all",
    kind: "key",
    items: ["XF-003"],
    size: { count: visits },
    team: [{ department: authority, count: 2 }],
  };
  const registries = { objects: "objects.csv", inspectors: "inspectors.csv", items: "items.csv" };
  const sources = [{ kind: "dice", sides: 10, count: 20 }];
  const plan = {
    schema: "dualdraw/plan/v1",
    id: "B-00000",
    title: "基准",
    authority,
    visitWindow,
    registries,
    tasks: [task],
    sources,
  };
  writeFileSync(join(folder, "plan.json"), JSON.stringify(plan));
  const values = { contributions: [{ kind: "dice", value: "31415926535897932384" }] };
  writeFileSync(join(folder, "values.json"), JSON.stringify(values));
  const draw = join(folder, "draw");
  await freeze(join(folder, "plan.json"), draw, { signer: undefined, now: NOW, version: "bench" });
  openDraw(draw, { contributions: join(folder, "values.json"), signer: undefined, now: NOW });
  runDraw(draw, undefined);
  return draw;
}

/** Gives a draw another id: commitment, opening and record follow. */
function renumber(draw, statements, number) {
  const id = `B-${String(number).padStart(5, "0")}`;
  const [commitment, opening, record] = statements;
  const first = commitment.replace('"id":"B-00000"', `"id":"${id}"`);
  const second = opening.replace(nodeSha256(commitment), nodeSha256(first));
  const third = record
    .replace(nodeSha256(commitment), nodeSha256(first))
    .replace(nodeSha256(opening), nodeSha256(second));
  [first, second, third].forEach((text, i) => writeFileSync(join(draw, NAMES[i]), text));
}
const NAMES = ["commitment.json", "opening.json", "record.json"];

async function newArchive(path) {
  await createArchive(path, {
    origin: "bench.example/archive",
    signer,
    now: NOW,
    readers: { version: "bench", files: new Map([["README.md", "README.md"]]) },
  });
  return path;
}

/** Adds draws until the archive has so many; returns the seconds of the last ones. */
function grow(archive, draw, from, to) {
  const statements = NAMES.map((name) => readFileSync(join(draw, name), "utf8"));
  const copy = `${draw}-copy`;
  cpSync(draw, copy, { recursive: true });
  const seconds = [];
  for (let number = from + 1; number <= to; number++) {
    renumber(copy, statements, number);
    seconds.push(timeFunction(() => withArchive(archive, (held) => addDraw(held, copy, signer))));
  }
  rmSync(copy, { recursive: true });
  return seconds.slice(-21);
}

/** The rows of the archive. */
export async function benchArchive(folder, draws, row) {
  const small = await makeTemplate(join(folder, "small"), 20, 2);
  const archive = await newArchive(join(folder, "additions"));
  const few = median(grow(archive, small, 0, 10).slice(-9));
  const many = median(grow(archive, small, 10, draws));
  row("archive: one addition to 10 draws", `${(few * 1000).toFixed(1)} ms`, "1");
  row(
    `archive: one addition to ${draws} draws`,
    `${(many * 1000).toFixed(1)} ms`,
    `${(many / few).toFixed(2)} x (target 2 x)`,
  );
  const large = await makeTemplate(join(folder, "large"), 1000, 200);
  const verified = await newArchive(join(folder, "verified"));
  const count = Math.max(10, Math.round(draws / 10));
  const tenth = Math.round(count / 10);
  grow(verified, large, 0, tenth);
  const first = timeProgram("archive", "verify", verified, "--brief");
  grow(verified, large, tenth, count);
  const whole = timeProgram("archive", "verify", verified, "--brief");
  row(
    `archive verify, ${tenth} draws of 200 visits`,
    `${first.seconds.toFixed(2)} s, ${first.megabytes.toFixed(0)} MB`,
    "1",
  );
  row(
    `archive verify, ${count} draws of 200 visits`,
    `${whole.seconds.toFixed(2)} s, ${whole.megabytes.toFixed(0)} MB`,
    `${(whole.megabytes / first.megabytes).toFixed(2)} x memory (target 30 s for 1000, flat)`,
  );
}
