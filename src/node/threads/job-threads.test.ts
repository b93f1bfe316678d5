import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../../../fixtures/sample-draw.js";
import { DualdrawError, FaultList, refuse, refuseErrors } from "../../core/index.js";
import { JobThreads } from "./job-threads.js";

/** The same jobs here and, compiled, in a module for threads. */
const jobs = {
  add: ({ a, b }: { a: number; b: number }) => a + b,
  refuse: (file: string): never => refuse("file-missing", {}, { file }),
  collect: (count: number) => {
    const faults = new FaultList();
    for (let line = 1; line <= count; line++) faults.add("id-scientific", { file: "o.csv", line }, "1E5");
    refuseErrors(faults);
  },
  fail: (): never => {
    throw new Error("not a fault");
  },
  leave: (): never => process.exit(3),
};

const dist = (path: string): string => JSON.stringify(pathToFileURL(resolve("dist", path)).href);
const entry = join(temporaryFolder(), "thread.mjs");
writeFileSync(
  entry,
  `import { serveJobs } from ${dist("node/threads/serve-jobs.js")};
import { FaultList, refuse, refuseErrors } from ${dist("core/index.js")};
serveJobs({
  add: ({ a, b }) => a + b,
  refuse: (file) => refuse("file-missing", {}, { file }),
  collect: (count) => {
    const faults = new FaultList();
    for (let line = 1; line <= count; line++) faults.add("id-scientific", { file: "o.csv", line }, "1E5");
    refuseErrors(faults);
  },
  fail: () => { throw new Error("not a fault"); },
  leave: () => process.exit(3),
});
`,
);

describe.each([
  ["in threads", new JobThreads(jobs, pathToFileURL(entry), 3)],
  ["in this thread", new JobThreads(jobs, pathToFileURL(entry), 1)],
])("jobs %s", (_, threads) => {
  afterAll(() => threads.close());

  it("give their results, whatever their number", async () => {
    const sums = await Promise.all(Array.from({ length: 40 }, (__, i) => threads.run("add", { a: i, b: 1 })));
    expect(sums).toEqual(Array.from({ length: 40 }, (__, i) => i + 1));
  });

  it("refuse as they would without threads: one fault, or all that were counted", async () => {
    const one: unknown = await threads.run("refuse", "x.csv").catch((error: unknown) => error);
    expect(one).toBeInstanceOf(DualdrawError);
    expect(one).toMatchObject({ code: "file-missing", fault: { file: "x.csv" }, faults: undefined });
    const all: unknown = await threads.run("collect", 300).catch((error: unknown) => error);
    expect(all).toMatchObject({ code: "id-scientific", fault: { line: 1 } });
    const { faults } = all as DualdrawError;
    expect([faults?.errors, faults?.kept.length]).toEqual([300, 200]);
  });

  it("fail with what was thrown", async () => {
    await expect(threads.run("fail", undefined as never)).rejects.toThrow(/not a fault/);
  });
});

it("a thread that ends before its job fails the job", async () => {
  const threads = new JobThreads(jobs, pathToFileURL(entry), 2);
  await expect(threads.run("leave", undefined as never)).rejects.toThrow(/ended before its job/);
  await threads.close();
});

it("sources that are not compiled work in one thread", () => {
  expect(new JobThreads(jobs, new URL("./no-such-thread.js", import.meta.url), 4).width).toBe(1);
});
