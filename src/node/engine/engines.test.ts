import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Cluster, startCluster } from "../../../fixtures/clickhouse.js";
import { hasPostgresql, Postgresql } from "../../../fixtures/postgresql.js";
import {
  checkDraw,
  completeDraw,
  computeDraw,
  describeTask,
  encodeFrames,
  FaultList,
  type FrameSource,
  foldId,
  HistoryParser,
  InspectorParser,
  ItemParser,
  ObjectParser,
  objectHeader,
  type Plan,
  type Preparation,
  type PreparedTask,
  listEligibleOf,
  RecusalParser,
  type Task,
} from "../../core/index.js";
import { nodeSha256 } from "../draw/draw-directory.js";
import { drawObjects, knowDrawn, prepareTable } from "../draw/table-draw.js";
import { RowCuts } from "../rows/csv-shape.js";
import { FrameObjects } from "../registry/frame-objects.js";
import { type ObjectThreads, openObjectThreads } from "../registry/object-jobs.js";
import { besidePlan, readRegistries } from "../registry/registry-files.js";
import { openClickHouse } from "./clickhouse.js";
import { chooseCutOff } from "./cut-off.js";
import type { Database } from "./database.js";
import { openDuckDb } from "./duckdb.js";
import { type ObjectSource, SqlObjects } from "./object-source.js";

const root = mkdtempSync(join(tmpdir(), "dualdraw-engines-"));
const isCi = process.env["CI"] === "true";
const hasClickHouse = spawnSync("clickhouse-server", ["--help"]).error === undefined;
let cluster: Cluster | undefined;
let postgresql: Postgresql | undefined;

beforeAll(async () => {
  if (hasClickHouse || isCi) cluster = await startCluster(root);
  else process.stderr.write("skipped here, because clickhouse-server is not installed\n");
  if (hasPostgresql || isCi) postgresql = new Postgresql(root);
  else process.stderr.write("skipped here, because no PostgreSQL server is installed\n");
}, 60_000);
afterAll(async () => {
  await cluster?.stop();
  postgresql?.stop();
  rmSync(root, { recursive: true, force: true });
});

const nasty = fc.string({
  unit: fc.constantFrom("a", "企", "𠮷", "'", '"', "\\", ",", "`", "|", "n", "$", "%", "-", ";"),
  minLength: 1,
  maxLength: 5,
});
const id = fc.oneof(
  { weight: 3, arbitrary: fc.stringMatching(/^[0-9A-Z]{8,10}$/) },
  nasty.map((text) => `户${text}`),
  nasty,
);
const cell = (...values: readonly string[]) =>
  fc.oneof({ weight: 8, arbitrary: fc.constantFrom("", ...values) }, nasty);

/** A row of the object registry, in the order of the frame, with one extra column. */
const row = fc.tuple(
  id,
  fc.oneof(nasty, fc.constantFrom("第一\n行", "名\t称", "商行")),
  cell("企业", "个体"),
  cell("320623001", "320623002", "320699"),
  cell("H61", "P83"),
  cell("高", "低"),
  cell("A", "B"),
  fc.constantFrom("存续", "存续", "开业", "存续（在营、开业、在册）", "注销", "", "奇'怪"),
  cell("甲局;乙局", "甲局"),
  cell("投诉多发", "重点;投诉多发", "重点"),
  cell("东区", "西|区", "南~区"),
);

const scope = fc.record(
  {
    region: fc.constantFrom(["3206"], ["320623001", "320699"], ["企"]),
    industry: fc.constantFrom(["H"], ["H61", "P"]),
    type: fc.constantFrom(["企业"], ["企业", "个体", "'"]),
    status: fc.constantFrom(["存续"], ["存续", "注销", ""]),
    tags: fc.constantFrom(["重点"], ["投诉多发", "\\"]),
    departments: fc.constantFrom(["甲局"], ["乙局"]),
  },
  { requiredKeys: [] },
);
const size = fc.constantFrom<Task["size"]>(
  { ratio: "30%" },
  { ratio: "100%" },
  { count: 3 },
  { tiers: [{ credit: "A", ratio: "10%" }, { ratio: "60%" }], flags: [{ tag: "投诉多发", times: 2 }] },
  {
    tiers: [{ risk: "高", ratio: "90%" }, { ratio: "20%" }],
    flags: [
      { tag: "重点", times: "3/2" },
      { tag: "投诉多发", times: 2 },
    ],
  },
);
const exclude = fc.record(
  {
    inspectedWithinMonths: fc.constantFrom(1, 12),
    yearlyCap: fc.constantFrom({ A: 0, "*": 1 }, { "*": 1 }),
    cycle: fc.constant({ from: "2036-01-01" }),
  },
  { requiredKeys: [] },
);
const task = fc.record({
  scope: fc.option(scope, { nil: undefined }),
  within: fc.subarray(["region", "片区", "status", "type"], { maxLength: 2 }),
  size,
  exclude: fc.option(exclude, { nil: undefined }),
  reserves: fc.integer({ min: 0, max: 2 }),
  base: fc.constantFrom("scope" as const, "eligible" as const),
});

const world = fc.record({
  rows: fc.uniqueArray(row, { minLength: 4, maxLength: 40, selector: ([one]) => foldId(one) }),
  tasks: fc.array(task, { minLength: 1, maxLength: 2 }),
  together: fc.boolean(),
  past: fc.array(fc.tuple(fc.nat(), fc.constantFrom("2036-02-01", "2035-06-01", "2034-01-01")), {
    maxLength: 8,
  }),
  exempt: fc.array(fc.nat(), { maxLength: 2 }),
  seed: fc.nat(),
});
type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

const EXTRA = ["片区"];
const TEAM = [{ department: "局", count: 2 }];

function planOf({ tasks, together, rows, exempt }: World): Plan {
  const entries = exempt.map((n) => ({ object: rows[n % rows.length]?.[0] ?? "", basis: "法" }));
  return {
    schema: "dualdraw/plan/v1",
    id: "T-1",
    title: "试",
    authority: "局",
    visitWindow: { from: "2036-03-09", to: "2036-03-27" },
    registries: { objects: "objects.csv", inspectors: "inspectors.csv" },
    together,
    tasks: tasks.map(({ scope: wanted, exclude: rules, ...more }, i) => ({
      id: `t${i}`,
      kind: "key",
      items: ["I1"],
      team: TEAM,
      ...more,
      ...(wanted === undefined ? {} : { scope: wanted }),
      ...(rules === undefined && entries.length === 0 ? {} : { exclude: { ...rules, exempt: entries } }),
    })),
    direct: { basis: "文" },
  } as unknown as Plan;
}

/** The registries of a world, read as files are. */
function readWorld({ rows, past }: World): FrameSource | undefined {
  const faults = new FaultList();
  const objects = new ObjectParser("objects.csv", faults, EXTRA);
  objects.header(objectHeader(EXTRA), 1);
  rows.forEach((cells, i) => objects.row(cells, i + 2));
  const inspectors = new InspectorParser("i", faults);
  inspectors.header(["执法证号", "姓名", "单位", "证件有效期", "状态"], 1);
  ["P1", "P2", "P3"].forEach((person, i) => inspectors.row([person, person, "局", "长期", "有效"], i + 2));
  const recusals = new RecusalParser("r", faults);
  recusals.header(["执法证号", "对象编号"], 1);
  const history = new HistoryParser("h", faults);
  history.header(["对象编号", "检查日期", "任务编号", "执法证号"], 1);
  past.forEach(([n, date], i) => history.row([rows[n % rows.length]?.[0] ?? "", date, "t0", "P1"], i + 2));
  const first = rows[0]?.[0] ?? "";
  recusals.row(["P1", first], 2);
  const items = new ItemParser("items", faults);
  items.header(["事项编码", "事项名称", "事项类别", "检查依据"], 1);
  items.row(["I1", "事项", "重点", "法"], 2);
  const parsed = objects.finish().objects;
  const people = inspectors.finish().inspectors;
  const parsedItems = items.finish();
  const source = {
    extraColumns: EXTRA,
    objects: parsed,
    inspectors: people,
    recusals: recusals.finish(parsed, people).recusals,
    history: history.finish(parsed, people).history,
    items: parsedItems.items,
    itemCells: parsedItems.cells,
  };
  return faults.errors > 0 ? undefined : source;
}

/** Draws a world by an engine that asks a table for its objects. */
async function drawBy(
  table: ObjectSource,
  plan: Plan,
  source: FrameSource,
  seed: string,
  cutOff?: typeof chooseCutOff,
) {
  const { objects: _, ...people } = encodeFrames(source);
  const prepared = await prepareTable(plan, people, table, cutOff);
  const drawn = await drawObjects(prepared, seed);
  const preparation = knowDrawn(prepared.preparation, drawn);
  return {
    tasks: preparation.tasks.map(describeTask),
    lists: completeDraw(preparation, drawn.drawn, seed, nodeSha256),
  };
}

/** Worlds that can be drawn, with what the built-in engine draws. */
async function compareWorlds(
  runs: number,
  open: (plan: Plan, source: FrameSource) => Promise<ObjectSource>,
): Promise<{ compared: number; drawn: number }> {
  let [compared, drawn] = [0, 0];
  await fc.assert(
    fc.asyncProperty(world, async (given) => {
      const source = readWorld(given);
      const plan = planOf(given);
      const faults = new FaultList();
      const preparation = source === undefined ? undefined : checkDraw(plan, source, faults);
      if (source === undefined || preparation === undefined) return;
      const seed = nodeSha256(`engines ${given.seed}`);
      const expected = {
        tasks: preparation.tasks.map(describeTask),
        lists: computeDraw(preparation, seed, nodeSha256),
      };
      const table = await open(plan, source);
      try {
        expect(await drawBy(table, plan, source, seed)).toEqual(expected);
      } finally {
        await table.close();
      }
      compared++;
      drawn += expected.lists.visits.length;
    }),
    { numRuns: runs },
  );
  return { compared, drawn };
}

/** The objects of a frame in its file, which may be cut behind every row. */
function openInParts(path: string, extraColumns: readonly string[], threads: ObjectThreads): ObjectSource {
  const frame = readFileSync(path);
  const rows = new RowCuts(1);
  rows.add(frame);
  const cuts = rows.cuts.slice(1).map(({ offset }) => offset);
  return new FrameObjects({ path, extraColumns, bytes: frame.length, cuts }, threads);
}

/** The rows of a frame as its cells, in another order than the frame has. */
function cellsOf(source: FrameSource): string[][] {
  return [...source.objects]
    .map(({ departments, tags, extra, ...one }) => [
      one.id,
      one.name,
      one.type,
      one.region,
      one.industry,
      one.risk,
      one.credit,
      one.status,
      departments.join(";"),
      tags.join(";"),
      ...extra,
    ])
    .reverse();
}

describe("the engines agree with the built-in one on generated registries", () => {
  it("DuckDB over the frame", async () => {
    const path = join(root, "objects.csv");
    const { compared, drawn } = await compareWorlds(1200, async (_, source) => {
      writeFileSync(path, encodeFrames(source).objects);
      return new SqlObjects(await openDuckDb({ kind: "frame", path, extraColumns: EXTRA }));
    });
    expect(compared).toBeGreaterThan(150);
    expect(drawn).toBeGreaterThan(300);
  }, 240_000);

  it("the frame in its file, read in parts", async () => {
    const path = join(root, "parts.csv");
    const threads = openObjectThreads();
    const { compared, drawn } = await compareWorlds(1200, (_, source) => {
      writeFileSync(path, encodeFrames(source).objects);
      return Promise.resolve(openInParts(path, EXTRA, threads));
    });
    await threads.close();
    expect(compared).toBeGreaterThan(150);
    expect(drawn).toBeGreaterThan(300);
  }, 240_000);

  it.skipIf(!hasClickHouse && !isCi)(
    "ClickHouse, a table spread over two servers",
    async () => {
      const { compared } = await compareWorlds(600, async (_, source) => {
        await cluster?.spread("objects", objectHeader(EXTRA), cellsOf(source));
        const [url = ""] = cluster?.urls ?? [];
        const at = { url, user: "default", password: "", database: "default", table: "objects" };
        return new SqlObjects(await openClickHouse(at));
      });
      expect(compared).toBeGreaterThan(60);
    },
    240_000,
  );

  it.skipIf(!hasPostgresql && !isCi)(
    "PostgreSQL, by the SQL that is printed",
    async () => {
      const { compared } = await compareWorlds(300, async (_, source) => {
        postgresql?.fill("objects", objectHeader(EXTRA), cellsOf(source));
        return Promise.resolve(
          new SqlObjects((postgresql as Postgresql).open("objects", objectHeader(EXTRA))),
        );
      });
      expect(compared).toBeGreaterThan(30);
    },
    240_000,
  );
});

/** A county with several tasks, flags, exclusions and reserves, as files give it. */
async function readCountyFiles() {
  const folder = "fixtures/county";
  const plan = JSON.parse(readFileSync(`${folder}/plan.json`, "utf8")) as Plan;
  const { source } = await readRegistries(besidePlan(folder), plan, new FaultList());
  const preparation = checkDraw(plan, source, new FaultList()) as Preparation;
  return { plan, source, preparation };
}

/** Counts the rows that travel in answers. */
function counting(database: Database, travelled: { rows: number }): Database {
  return {
    dialect: database.dialect,
    relation: database.relation,
    columns: () => database.columns(),
    fingerprint: (cells) => database.fingerprint(cells),
    close: () => database.close(),
    async *ask(sql, isLong) {
      for await (const rows of database.ask(sql, isLong)) {
        travelled.rows += rows.length;
        yield rows;
      }
    },
  };
}

describe("on the sample county", () => {
  it("few rows travel, and a cut-off that was too low is raised until enough do", async () => {
    const { plan, source, preparation } = await readCountyFiles();
    const path = join(root, "county.csv");
    writeFileSync(path, encodeFrames(source).objects);
    const seed = nodeSha256("county");
    const lists = computeDraw(preparation, seed, nodeSha256);
    const asked = { rows: 0 };
    const open = () => openDuckDb({ kind: "frame", path, extraColumns: source.extraColumns });
    const database = counting(await open(), asked);
    expect((await drawBy(new SqlObjects(database), plan, source, seed)).lists).toEqual(lists);
    await database.close();
    expect(asked.rows).toBeLessThan(source.objects.length);
    // Half of these cut-offs are too low at first.
    let widened = 0;
    const tight: typeof chooseCutOff = (wanted, eligible, widening) => {
      widened = Math.max(widened, widening);
      const value = ((BigInt(wanted) << BigInt(widening)) << 64n) / BigInt(Math.max(1, eligible));
      return value >> 64n > 0n ? undefined : value.toString(16).padStart(16, "0");
    };
    const again = await open();
    expect((await drawBy(new SqlObjects(again), plan, source, seed, tight)).lists).toEqual(lists);
    await again.close();
    expect(widened).toBeGreaterThan(0);
    widened = 0;
    const threads = openObjectThreads();
    const frame = openInParts(path, source.extraColumns, threads);
    for (const choose of [chooseCutOff, tight])
      expect((await drawBy(frame, plan, source, seed, choose)).lists).toEqual(lists);
    await threads.close();
    expect(widened).toBeGreaterThan(0);
  });

  it("a table that gains, loses or changes an object of a cell is refused, whoever would be drawn", async () => {
    const { plan, source, preparation } = await readCountyFiles();
    const frame = Buffer.from(encodeFrames(source).objects).toString();
    const path = join(root, "changed.csv");
    const rows = frame.split("\n");
    const tasks = preparation.tasks.map(describeTask);
    const [inScope = ""] = listEligibleOf(preparation, preparation.tasks[0] as PreparedTask).flat();
    const at = rows.findIndex((row) => row.startsWith(`${inScope},`));
    const first = rows[at] as string;
    const changes = {
      gained: [...rows.slice(0, -1), first.replace(/^[^,]*/, "99999999ZZ"), ""],
      lost: rows.toSpliced(at, 1),
      moved: rows.with(at, first.replace(/,[ABCD],/, ",Z,")),
    };
    for (const [name, changed] of Object.entries(changes)) {
      writeFileSync(path, changed.join("\n"));
      const database = await openDuckDb({ kind: "frame", path, extraColumns: source.extraColumns });
      const { objects: _, ...people } = encodeFrames(source);
      const found = await prepareTable(plan, people, new SqlObjects(database)).then(
        (prepared) => prepared.preparation.tasks.map(describeTask),
        (error: unknown) => String(error),
      );
      await database.close();
      expect(found, name).not.toEqual(tasks);
    }
  });
});

it("cut-offs take in more than is wanted, and everything where that is most", () => {
  for (const [wanted, eligible] of [
    [1, 1000],
    [100, 5000],
    [3, 27],
    [10, 11],
    [5, 0],
  ] as const)
    for (const widening of [0, 1, 5]) {
      const below = chooseCutOff(wanted, eligible, widening);
      if (below === undefined) {
        expect(wanted + wanted / 8 + 24 >= eligible / 4 ** widening - 1).toBe(true);
        continue;
      }
      expect(below).toMatch(/^[0-9a-f]{16}$/);
      const share = Number(BigInt(`0x${below}`)) / 2 ** 64;
      expect(share * eligible).toBeGreaterThan((wanted + 23) * 4 ** widening);
      expect(share * eligible).toBeLessThan((wanted * 1.3 + 28) * 4 ** widening);
    }
});
