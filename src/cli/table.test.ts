import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { beforeAll, describe, expect, it } from "vitest";
import type { Plan } from "../core/index.js";

const program = resolve("bin/dualdraw.js");
const base = mkdtempSync(join(tmpdir(), "dualdraw-table-"));
const [county, draw, sealed] = [join(base, "county"), join(base, "draw"), join(base, "elsewhere", "sealed")];
const from = `duckdb://${join(base, "registry.duckdb")}`;

function run(language: string, ...args: string[]) {
  return spawnSync("node", [program, "--lang", language, ...args], { encoding: "utf8" });
}

/** A county whose objects stand in a table alone, drawn once openly and once sealed. */
beforeAll(async () => {
  expect(run("en", "sample", county).status).toBe(0);
  const instance = await DuckDBInstance.create(join(base, "registry.duckdb"));
  const connection = await instance.connect();
  await connection.run(
    `CREATE TABLE firms AS SELECT * FROM read_csv('${join(county, "objects.csv")}', all_varchar = true)`,
  );
  connection.closeSync();
  instance.closeSync();
  const plan = JSON.parse(readFileSync(join(county, "plan.json"), "utf8")) as Plan;
  const { publication: _, sources = [], ...open } = plan;
  const registries = { ...plan.registries, objects: "not-there.csv" };
  writeFileSync(
    join(county, "open.json"),
    JSON.stringify({ ...open, registries, sources: sources.filter(({ kind }) => kind !== "secret") }),
  );
  writeFileSync(join(county, "sealed.json"), JSON.stringify({ ...plan, registries }));
});

describe("a registry in a database, by the command line", () => {
  const table = ["--from", from, "--table", "firms"];

  it("is frozen, drawn and verified", () => {
    expect(run("zh", "freeze", join(county, "open.json"), "-o", draw, ...table).stderr).not.toContain("错误");
    expect(run("zh", "open", draw, "--contributions", join(county, "contributions.json")).status).toBe(0);
    const again = join(base, "again");
    cpSync(draw, again, { recursive: true });
    const { stdout, stderr, status } = run("zh", "draw", draw, ...table);
    expect([status, stderr]).toEqual([0, expect.not.stringContaining("名单封存")]);
    expect(stdout).toContain("抽取记录摘要");
    expect(run("zh", "draw", again, "--engine", "duckdb").stdout.split("\n").at(-2)).toBe(
      stdout.split("\n").at(-2),
    );
    const report = JSON.parse(run("en", "verify", draw, "--json").stdout) as { checks: { status: string }[] };
    expect(report.checks.filter(({ status: one }) => one === "fail")).toEqual([]);
  });

  it("is asked questions that can be printed for other databases", () => {
    const { stdout, status } = run("en", "draw", draw, "--print-sql", "spark", "--table", "province.firms");
    expect(status).toBe(0);
    expect(stdout.split("\n").filter((line) => line.startsWith("-- "))).toEqual([
      "-- objects of every kind",
      "-- task hotel-market: objects that may be drawn",
      "-- task hotel-fire: objects that may be drawn",
      "-- task hotel-tourism: objects that may be drawn",
    ]);
    expect(stdout).toContain("FROM `province`.`firms`");
    const { questions } = JSON.parse(run("en", "draw", draw, "--print-sql", "trino", "--json").stdout) as {
      questions: { sql: string }[];
    };
    expect(questions).toHaveLength(4);
    const unknown = run("zh", "draw", draw, "--print-sql", "mysql");
    expect([unknown.status, unknown.stderr]).toEqual([3, expect.stringContaining("没有这种SQL方言")]);
  });

  it("learns the seed of a sealed draw only after a warning, and its questions are not printed", () => {
    const done = run("en", "freeze", join(county, "sealed.json"), "-o", sealed, ...table);
    expect([done.status, done.stderr]).toEqual([0, expect.not.stringContaining("error")]);
    expect(run("en", "open", sealed, "--contributions", join(county, "contributions.json")).status).toBe(0);
    const printed = run("en", "draw", sealed, "--print-sql", "trino");
    expect([printed.status, printed.stderr]).toEqual([3, expect.stringContaining("the list is sealed")]);
    const { stderr, status } = run("en", "draw", sealed, ...table);
    expect([status, stderr]).toEqual([
      0,
      expect.stringContaining("the log of the database will hold the seed"),
    ]);
  });

  it("says what is wrong with an address, and writes nothing", () => {
    const { status, stderr } = run(
      "en",
      "freeze",
      join(county, "open.json"),
      "-o",
      join(base, "none", "draw"),
      "--from",
      "mysql://h/d",
    );
    expect([status, stderr]).toEqual([3, expect.stringContaining("expected clickhouse://USER@HOST")]);
  });
});
