// What a draw costs where its rows live: node bench/cluster.js OBJECTS URL [URL ...], one HTTP address for each shard of the cluster `two`.
// Makes the tables bench_part on every shard and bench over all of them, and asks what a draw of one in a thousand asks.
import { readFileSync } from "node:fs";
import { FaultList, checkDraw } from "../dist/core/index.js";
import { nodeSha256 } from "../dist/node/draw/draw-directory.js";
import { countTable, drawObjects } from "../dist/node/draw/table-draw.js";
import { openTable } from "../dist/node/engine/address.js";
import { readTableState } from "../dist/node/engine/export-table.js";
import { TableObjects } from "../dist/node/engine/table-objects.js";
import { besidePlan, readRegistries } from "../dist/node/registry/registry-files.js";

const COLUMNS = [
  "id",
  "name",
  "type",
  "region",
  "industry",
  "risk",
  "credit",
  "status",
  "departments",
  "tags",
];
const COUNTY = "fixtures/county";

async function run(url, sql) {
  const response = await fetch(`${url}/?query=${encodeURIComponent(sql)}`, { method: "POST" });
  if (!response.ok) throw new Error(await response.text());
}

/** Fills a shard with every n-th object. */
async function fill(url, shard, shards, objects) {
  for (const table of ["bench", "bench_part"]) await run(url, `DROP TABLE IF EXISTS ${table}`);
  const columns = COLUMNS.map((name) => `${name} String`).join(", ");
  await run(url, `CREATE TABLE bench_part (${columns}) ENGINE = MergeTree ORDER BY id`);
  await run(url, `CREATE TABLE bench (${columns}) ENGINE = Distributed(two, default, bench_part)`);
  const n = `(number * ${shards} + ${shard})`;
  const pick = (salt, values) =>
    `[${values.map((value) => `'${value}'`).join(",")}][1 + cityHash64(${salt}, ${n}) % ${values.length}]`;
  const regions = Array.from({ length: 100 }, (_, i) => String(320_000 + i));
  await run(
    url,
    `INSERT INTO bench_part SELECT concat('91320000M', leftPad0), concat('企业', toString(${n})), '企业', ${pick(1, regions)}, ${pick(2, ["H61", "F52", "P83", "C13"])},
     ${pick(3, ["高", "中", "低"])}, ${pick(4, ["A", "B", "C", "D"])}, ${pick(5, ["存续", "存续", "存续", "注销"])}, '市场监督管理局', ''
     FROM (SELECT number, substring(toString(1000000000 + ${n}), 2) AS leftPad0 FROM system.numbers LIMIT ${Math.ceil(objects / shards)})`,
  );
}

const [objects = "1000000", ...urls] = process.argv.slice(2);
await Promise.all(urls.map((url, shard) => fill(url, shard, urls.length, Number(objects))));

const plan = JSON.parse(readFileSync(`${COUNTY}/plan.json`, "utf8"));
plan.tasks = [
  {
    ...plan.tasks[0],
    kind: "key",
    items: ["XF-003"],
    scope: {},
    within: ["region"],
    size: { ratio: "0.1%" },
    exclude: undefined,
  },
];
delete plan.registries.recusals;
delete plan.registries.history;
const faults = new FaultList();
const { source } = await readRegistries(besidePlan(COUNTY), plan, faults);
const database = await openTable({ from: urls[0].replace("http:", "clickhouse:"), table: "bench" });

const start = performance.now();
let last = start;
const show = (name) => {
  const now = performance.now();
  const seconds = (now - last) / 1000;
  process.stdout.write(
    `${name.padEnd(36)} ${seconds.toFixed(2).padStart(8)} s   ${((seconds * 1e6) / Number(objects)).toFixed(2)} µs an object\n`,
  );
  last = now;
};
const table = await TableObjects.open(database, plan);
const { count, raw, objects: counted } = await countTable(plan, source, table);
show(`counts of ${raw.counts.length} kinds`);
const preparation = checkDraw(plan, { ...source, objects: counted }, faults, count);
if (preparation === undefined) throw new Error(JSON.stringify(faults.kept.slice(0, 3)));
show("cells and probabilities");
const { drawn } = await drawObjects({ preparation, table, raw }, nodeSha256("cluster"));
show(`lottery of ${drawn[0].cells.reduce((sum, cell) => sum + cell.drawn.length, 0)} objects`);
await readTableState(database);
show("fingerprint of the table");
let rows = 0;
for await (const part of database.ask(`SELECT ${COLUMNS.join(", ")} FROM bench`, true)) rows += part.length;
show(`reading ${rows} rows, as a freeze does`);
await database.close();
