import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Cluster, startCluster } from "../../../fixtures/clickhouse.js";
import { failedChecks, NOW, temporaryFolder, writeSampleCounty } from "../../../fixtures/sample-draw.js";
import { type Commitment, DualdrawError, type Plan } from "../../core/index.js";
import { openTable } from "../engine/address.js";
import type { Database } from "../engine/database.js";
import { type ObjectSource, SqlObjects } from "../engine/object-source.js";
import { dialectOf } from "../engine/dialect.js";
import { openLargeFrame } from "./large-frame.js";
import { formQuestions } from "./draw-sql.js";
import { freeze } from "./freeze.js";
import { openDraw } from "./open-draw.js";
import { recomputeInFrame, recomputeInTable, runDraw } from "./run-draw.js";
import { prepareFrozen } from "./table-draw.js";

const isCi = process.env["CI"] === "true";
const hasClickHouse = spawnSync("clickhouse-server", ["--help"]).error === undefined;
const clickHouse = it.skipIf(!hasClickHouse && !isCi);
let cluster: Cluster;
beforeAll(async () => {
  if (hasClickHouse || isCi) cluster = await startCluster(temporaryFolder());
  else process.stderr.write("skipped here, because clickhouse-server is not installed\n");
}, 60_000);
afterAll(() => cluster?.stop());

const options = { signer: undefined, now: NOW, version: "test" };

/** A county whose list is not sealed, its objects as rows, and a folder for draws apart from it. */
function county(change: (plan: Plan) => unknown = (plan) => plan) {
  const folder = temporaryFolder();
  const path = writeSampleCounty(folder, (plan) => {
    const { publication: _, ...open } = plan;
    const sources = plan.sources?.filter(({ kind }) => kind !== "secret");
    return change({ ...open, sources } as Plan);
  });
  const [header = [], ...rows] = parse(readFileSync(join(folder, "objects.csv")));
  return { folder, path, header, rows, draws: temporaryFolder() };
}

const { identifier, literal } = dialectOf("duckdb");

async function inDuckDb(path: string, ...statements: readonly string[]): Promise<void> {
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  for (const sql of statements) await connection.run(sql);
  connection.closeSync();
  instance.closeSync();
}

/** A DuckDB file with the objects in a table. */
async function duckDbOf(folder: string): Promise<string> {
  const path = join(folder, "registry.duckdb");
  await inDuckDb(
    path,
    `CREATE TABLE objects AS SELECT * FROM read_csv(${literal(join(folder, "objects.csv"))}, all_varchar = true)`,
  );
  return `duckdb://${path}`;
}

async function spreadOverCluster(header: readonly string[], rows: readonly (readonly string[])[]) {
  await cluster.spread("objects", header, rows);
  return (cluster.urls[0] as string).replace("http:", "clickhouse:");
}

async function withDatabase<T>(
  from: string,
  step: (table: Database) => Promise<T>,
  table = "objects",
): Promise<T> {
  const database = await openTable({ from, table });
  try {
    return await step(database);
  } finally {
    await database.close();
  }
}

const commitmentOf = (directory: string): Commitment =>
  JSON.parse(readFileSync(join(directory, "commitment.json"), "utf8")) as Commitment;

async function codeOf(step: Promise<unknown>): Promise<string> {
  return step.then(
    () => "done",
    (error: unknown) => (error instanceof DualdrawError ? error.code : String(error)),
  );
}

/** Freezes from a table and draws in it; the same draw without the table, for comparison. */
async function drawTwice({ folder, path, draws }: ReturnType<typeof county>, from: string) {
  const [byTable, byFile] = [join(draws, "table"), join(temporaryFolder(), "file")];
  await withDatabase(from, (table) => freeze(path, byTable, { ...options, table }));
  await freeze(path, byFile, options);
  openDraw(byTable, { ...options, contributions: join(folder, "values.json") });
  const again = join(temporaryFolder(), "again");
  cpSync(byTable, again, { recursive: true });
  const recomputed = await withDatabase(from, (table) => recomputeInTable(byTable, table));
  runDraw(byTable, undefined, undefined, recomputed);
  runDraw(again, undefined);
  return { byTable, byFile, again };
}

describe("a registry in a database", () => {
  const bothWays = async (from: string, made: ReturnType<typeof county>) => {
    const { byTable, byFile, again } = await drawTwice(made, from);
    const [table, file] = [commitmentOf(byTable), commitmentOf(byFile)];
    expect(table.frames).toEqual(file.frames);
    expect(table.tasks).toEqual(file.tasks);
    expect(table.annex).toEqual(file.annex);
    expect(Object.keys(table.originals)).toContain("objects.table.json");
    expect(readFileSync(join(byTable, "record.json"))).toEqual(readFileSync(join(again, "record.json")));
    for (const list of readdirSync(join(again, "lists")))
      expect(readFileSync(join(byTable, "lists", list))).toEqual(readFileSync(join(again, "lists", list)));
    expect(failedChecks(byTable)).toEqual([]);
  };

  it("gives the same frames, numbers and record as the file with the same rows: DuckDB", async () => {
    const made = county();
    await bothWays(await duckDbOf(made.folder), made);
  });

  clickHouse(
    "gives the same frames, numbers and record as the file with the same rows: two ClickHouse servers",
    async () => {
      const made = county();
      await bothWays(await spreadOverCluster(made.header, made.rows), made);
    },
  );

  it("is found changed after the freeze, even where no number of a cell changes, and nothing is drawn", async () => {
    const made = county();
    const from = await duckDbOf(made.folder);
    const target = join(made.draws, "draw");
    await withDatabase(from, (table) => freeze(made.path, target, { ...options, table }));
    openDraw(target, { ...options, contributions: join(made.folder, "values.json") });
    const id = made.rows[0]?.[0] ?? "";
    await inDuckDb(
      from.replace("duckdb://", ""),
      `UPDATE objects SET ${identifier("名称")} = '别的名称' WHERE ${identifier(made.header[0] ?? "")} = ${literal(id)}`,
    );
    expect(await codeOf(withDatabase(from, (table) => recomputeInTable(target, table)))).toBe(
      "table-changed",
    );
    expect(existsSync(join(target, "record.json"))).toBe(false);
  });

  it("that was filled apart from the freeze is held against the frame, drawn object by drawn object", async () => {
    const made = county((plan) => ({
      ...plan,
      tasks: plan.tasks.map((task) => ({ ...task, size: { ratio: "100%" }, kind: "key", items: ["XF-003"] })),
    }));
    const from = await duckDbOf(made.folder);
    const target = join(made.draws, "draw");
    await freeze(made.path, target, options);
    openDraw(target, { ...options, contributions: join(made.folder, "values.json") });
    const draw = () => codeOf(withDatabase(from, (table) => recomputeInTable(target, table)));
    expect(await draw()).toBe("done");
    await inDuckDb(from.replace("duckdb://", ""), `UPDATE objects SET ${identifier("名称")} = '别的名称'`);
    expect(await draw()).toBe("table-changed");
  });

  clickHouse("that changes while it is frozen is refused, and nothing is written", async () => {
    const made = county();
    const from = await spreadOverCluster(made.header, made.rows);
    const target = join(made.draws, "draw");
    const step = withDatabase(from, (table) =>
      freeze(made.path, target, {
        ...options,
        table: Object.assign(Object.create(table) as Database, {
          dialect: table.dialect,
          relation: table.relation,
          columns: () => table.columns(),
          fingerprint: (cells: readonly string[]) => table.fingerprint(cells),
          async *ask(sql: string, isLong?: boolean) {
            if (isLong === true)
              await cluster.run(
                1,
                "INSERT INTO objects_part FORMAT TabSeparated",
                `${made.header.map((_, i) => (i === 0 ? "99999999ZZ" : "x")).join("\t")}\n`,
              );
            yield* table.ask(sql, isLong);
          },
        }),
      }),
    );
    expect(await codeOf(step)).toBe("table-changed");
    expect(readdirSync(made.draws)).toEqual([]);
  });

  clickHouse(
    "whose connection drops mid-way is refused, wherever that is, and nothing is written",
    async () => {
      const made = county();
      const from = await spreadOverCluster(made.header, made.rows);
      const port = Number(new URL(cluster.urls[0] as string).port);
      for (const limit of [0, 200, 2000, 20_000]) {
        const proxy = createServer((client) => {
          const server = connect(port, "127.0.0.1");
          let passed = 0;
          client.pipe(server);
          server.on("data", (bytes) => {
            passed += bytes.length;
            if (passed > limit) for (const end of [client, server]) end.destroy();
            else client.write(bytes);
          });
          for (const end of [client, server]) end.on("error", () => undefined);
        });
        await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
        const { port: cut } = proxy.address() as { port: number };
        const address = from.replace(`:${port}`, `:${cut}`);
        const step = withDatabase(address, (table) =>
          freeze(made.path, join(made.draws, "draw"), { ...options, table }),
        );
        expect(await codeOf(step), `after ${limit} bytes`).toBe("database-failed");
        expect(readdirSync(made.draws)).toEqual([]);
        await new Promise((resolve) => proxy.close(resolve));
      }
    },
  );

  clickHouse(
    "that fails in the middle of an answer is refused, however much it would have said before",
    async () => {
      const from = await spreadOverCluster(["id", "name"], [["ABCDEFGH1", "甲"]]);
      const sql = `SELECT concat(toString(throwIf(number = 900000)), '${"x".repeat(100)}') FROM numbers(1000000)`;
      const read = async (table: Database): Promise<number> => {
        let rows = 0;
        for await (const some of table.ask(sql)) rows += some.length;
        return rows;
      };
      expect(await codeOf(withDatabase(from, read))).toBe("database-failed");
    },
  );

  it("that lost an object is refused by the numbers of the cells, before anything is drawn", async () => {
    const made = county();
    const from = await duckDbOf(made.folder);
    const target = join(made.draws, "draw");
    await withDatabase(from, (table) => freeze(made.path, target, { ...options, table }));
    const prepare = () => codeOf(withDatabase(from, (table) => prepareFrozen(target, new SqlObjects(table))));
    expect(await prepare()).toBe("done");
    const [inCell = ""] = readFileSync(join(target, "frames/objects.csv"), "utf8")
      .split("\n")
      .filter((row) => row.includes(",存续,"))
      .map((row) => row.slice(0, row.indexOf(",")));
    const ids = made.header.filter((name) => ["统一社会信用代码", "对象编号"].includes(name));
    await inDuckDb(
      from.replace("duckdb://", ""),
      `DELETE FROM objects WHERE ${ids.map((name) => `${identifier(name)} = ${literal(inCell)}`).join(" OR ")}`,
    );
    expect(await prepare()).toBe("table-changed");
  });

  it("is refused where ids have spaces around them, columns are no text, or the table is not there", async () => {
    const made = county();
    const from = await duckDbOf(made.folder);
    const path = from.replace("duckdb://", "");
    const run = (table: string) =>
      codeOf(
        withDatabase(
          from,
          (database) => freeze(made.path, join(made.draws, table), { ...options, table: database }),
          table,
        ),
      );
    await inDuckDb(
      path,
      `CREATE TABLE spaces AS SELECT * REPLACE (' ' || ${identifier(made.header[0] ?? "")} AS ${identifier(made.header[0] ?? "")}) FROM objects`,
      `CREATE TABLE numbers AS SELECT *, 7 AS n FROM objects`,
    );
    expect(await run("spaces")).toBe("table-id-untrimmed");
    expect(await run("numbers")).toBe("table-column-type");
    expect(await run("nowhere")).toBe("table-missing");
    expect(readdirSync(made.draws)).toEqual([]);
  });

  clickHouse("is refused where ClickHouse does not have it, or has it as numbers", async () => {
    const from = (cluster.urls[0] as string).replace("http:", "clickhouse:");
    await cluster.run(0, "DROP TABLE IF EXISTS numbers_only");
    await cluster.run(0, "CREATE TABLE numbers_only (id String, n UInt8) ENGINE = Log");
    const columns = (table: string) =>
      codeOf(withDatabase(from, (database) => Promise.resolve(database.columns()), table));
    expect(await columns("nowhere")).toBe("table-missing");
    expect(await columns("numbers_only")).toBe("table-column-type");
  });

  it("is not looked for under an address that is none, or that holds a password", async () => {
    for (const from of [
      "objects",
      "http://h/x",
      "clickhouse://u:secret@h:8123/d",
      "clickhouse:///x",
      "duckdb:///x?y",
    ])
      expect(await codeOf(Promise.resolve().then(() => openTable({ from, table: "t" })))).toBe(
        "database-address",
      );
    expect(
      await codeOf(
        withDatabase("clickhouse://127.0.0.1:1/d", (database) => Promise.resolve(database.columns())),
      ),
    ).toBe("database-failed");
  });
});

describe("Parquet files", () => {
  const parquetOf = async (folder: string, select: string) => {
    const path = join(folder, "objects.parquet");
    await inDuckDb(
      ":memory:",
      `COPY (SELECT ${select} FROM read_csv(${literal(join(folder, "objects.csv"))}, all_varchar = true)) TO ${literal(path)} (FORMAT parquet)`,
    );
    const plan = JSON.parse(readFileSync(join(folder, "plan.json"), "utf8")) as Plan;
    const other = { ...plan, registries: { ...plan.registries, objects: "objects.parquet" } };
    writeFileSync(join(folder, "parquet.json"), JSON.stringify(other));
    return { path, plan: join(folder, "parquet.json") };
  };

  it("give the frames of the CSV file with the same rows, and are kept as they were handed in", async () => {
    const made = county();
    const { path, plan } = await parquetOf(made.folder, "*");
    const [byParquet, byFile] = [join(made.draws, "parquet"), join(temporaryFolder(), "file")];
    await freeze(plan, byParquet, options);
    await freeze(made.path, byFile, options);
    expect(commitmentOf(byParquet).frames).toEqual(commitmentOf(byFile).frames);
    expect(readFileSync(join(byParquet, "originals/objects.parquet"))).toEqual(readFileSync(path));
  });

  it("with numbers or dates in a column are refused by its name, and a damaged one as a whole", async () => {
    const made = county();
    const typed = await parquetOf(made.folder, "*, 7 AS 楼层, DATE '2026-01-01' AS 成立日期");
    const fault = await freeze(typed.plan, join(made.draws, "typed"), options).catch(
      (error: unknown) => (error as DualdrawError).fault,
    );
    expect(fault).toMatchObject({ code: "table-column-type", column: "楼层", details: { type: "INTEGER" } });
    const { path, plan } = await parquetOf(made.folder, "*");
    writeFileSync(path, readFileSync(path).subarray(0, 900));
    expect(await codeOf(freeze(plan, join(made.draws, "cut"), options))).toBe("database-failed");
    expect(readdirSync(made.draws)).toEqual([]);
  });

  it("say what to install where DuckDB is not there, and nothing else needs it", async () => {
    const made = county();
    const { plan } = await parquetOf(made.folder, "*");
    vi.resetModules();
    vi.doMock("@duckdb/node-api", () => {
      throw new Error("not installed");
    });
    try {
      const without = await import("./freeze.js");
      const frame = await import("./large-frame.js");
      const step = without.freeze(plan, join(made.draws, "parquet"), options);
      await expect(step).rejects.toMatchObject({ code: "database-missing" });
      const target = join(made.draws, "csv");
      await without.freeze(made.path, target, options);
      expect(await frame.openLargeFrame(target, "auto")).toBeUndefined();
      await expect(frame.openLargeFrame(target, "duckdb")).rejects.toMatchObject({
        code: "database-missing",
      });
    } finally {
      vi.doUnmock("@duckdb/node-api");
      vi.resetModules();
    }
  });
});

describe("the frame of a draw in DuckDB", () => {
  it("gives the record of the built-in engine, and is refused if it is not the frozen one", async () => {
    const made = county();
    const target = join(made.draws, "draw");
    await freeze(made.path, target, options);
    openDraw(target, { ...options, contributions: join(made.folder, "values.json") });
    const frame = (await openLargeFrame(target, "duckdb")) as ObjectSource;
    const recomputed = await recomputeInFrame(target, frame);
    await frame.close();
    const { record } = runDraw(target, undefined);
    expect(recomputed.record).toEqual(record);
    expect(await openLargeFrame(target, "built-in")).toBeUndefined();
    expect(await openLargeFrame(target, "auto")).toBeUndefined();
    const path = join(target, "frames/objects.csv");
    writeFileSync(path, readFileSync(path, "utf8").replace("商", "伤"));
    expect(await codeOf(openLargeFrame(target, "duckdb"))).toBe("frame-changed");
  });

  it("is not written over a draw that came into the directory meanwhile", async () => {
    const made = county();
    const [target, other] = [join(made.draws, "draw"), join(temporaryFolder(), "other")];
    for (const directory of [target, other]) {
      await freeze(made.path, directory, directory === other ? { ...options, version: "other" } : options);
      openDraw(directory, { ...options, contributions: join(made.folder, "values.json") });
    }
    const frame = (await openLargeFrame(target, "duckdb")) as ObjectSource;
    const recomputed = await recomputeInFrame(target, frame);
    await frame.close();
    expect(() => runDraw(other, undefined, undefined, recomputed)).toThrow(
      expect.objectContaining({ code: "frame-changed" }),
    );
  });
});

describe("the questions of a draw as SQL", () => {
  it("are the counts and one for each task, in every dialect, and take in all that is drawn", async () => {
    const made = county();
    const target = join(made.draws, "draw");
    await freeze(made.path, target, options);
    openDraw(target, { ...options, contributions: join(made.folder, "values.json") });
    const { record } = runDraw(target, undefined);
    for (const name of ["duckdb", "clickhouse", "postgresql", "spark", "trino"] as const) {
      const questions = formQuestions(target, name, "province.objects");
      expect(questions.map(({ task }) => task)).toEqual([undefined, ...record.tasks.map(({ id }) => id)]);
      for (const { sql } of questions.slice(1)) expect(sql).toContain(record.seed);
    }
    const path = join(made.folder, "frame.duckdb");
    await inDuckDb(
      path,
      `CREATE TABLE objects AS SELECT * FROM read_csv(${literal(join(target, "frames/objects.csv"))}, all_varchar = true)`,
    );
    await withDatabase(`duckdb://${path}`, async (table) => {
      for (const { task, sql } of formQuestions(target, "duckdb", "objects")) {
        if (task === undefined) continue;
        const found = new Set<string>();
        for await (const rows of table.ask(sql)) for (const [id = ""] of rows) found.add(id);
        const drawn =
          record.tasks
            .find(({ id }) => id === task)
            ?.cells.flatMap((cell) => [...cell.drawn, ...cell.reserves]) ?? [];
        expect(drawn.filter((id) => !found.has(id))).toEqual([]);
      }
    });
  });

  it("are not printed while the list is sealed: they hold the seed", async () => {
    const folder = temporaryFolder();
    const target = join(temporaryFolder(), "draw");
    await freeze(writeSampleCounty(folder), target, options);
    openDraw(target, { ...options, contributions: join(folder, "values.json") });
    expect(() => formQuestions(target, "trino", "objects")).toThrow(
      expect.objectContaining({ code: "engine-sealed" }),
    );
  });
});
