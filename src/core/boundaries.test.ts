import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { build } from "esbuild";
import { expect, it } from "vitest";

/** The rooms in the order in which a draw walks through them. */
const ROOMS = [
  "fault",
  "text",
  "registry",
  "schema",
  "plan",
  "pool",
  "lottery",
  "staffing",
  "seed",
  "record",
  "event",
  "signing",
  "log",
  "verify",
];

/** The rooms of `src/node`, each of which imports only those before it. */
const NODE_ROOMS = ["disk", "threads", "engine", "rows", "registry", "keys", "draw", "archive", "workspace"];

/** The rooms of `src/year`, in the order of a year. */
const YEAR_ROOMS = [
  "table",
  "calendar",
  "settings",
  "register",
  "items",
  "plan",
  "visits",
  "results",
  "assess",
  "feedback",
];

function findRoomFaults(files: ReadonlyMap<string, string>, rooms: readonly string[]): string[] {
  const faults: string[] = [];
  for (const [path, text] of files) {
    const room = rooms.indexOf(path.split("/")[0] ?? "");
    for (const [, target = ""] of text.matchAll(/from "\.\.\/(\w+)\//g))
      if (rooms.indexOf(target) > room || !rooms.includes(target)) faults.push(`${path} imports ${target}`);
  }
  return faults;
}

function sourcesOf(folder: string): Map<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && name.includes("/"),
  );
  return new Map(names.map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}

/** A copy of the configuration with one planted file. */
function plant(path: string, text: string): string {
  const root = mkdtempSync(join(tmpdir(), "dualdraw-planted-"));
  for (const file of [".oxlintrc.json", "tsconfig.base.json", "package.json"]) cpSync(file, join(root, file));
  mkdirSync(join(root, "src/core"), { recursive: true });
  cpSync("src/core/tsconfig.json", join(root, "src/core/tsconfig.json"));
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
  return root;
}

it("rooms import only rooms before them", () => {
  const files = sourcesOf("src/core");
  expect(files.size).toBeGreaterThan(40);
  expect(findRoomFaults(files, ROOMS)).toEqual([]);
  const nodeFiles = sourcesOf("src/node");
  expect(nodeFiles.size).toBeGreaterThan(40);
  expect(findRoomFaults(nodeFiles, NODE_ROOMS)).toEqual([]);
  const yearFiles = sourcesOf("src/year");
  expect(yearFiles.size).toBeGreaterThan(15);
  expect(findRoomFaults(yearFiles, YEAR_ROOMS)).toEqual([]);
});

it("the room guard fires on a planted import", () => {
  const planted = new Map([["text/order.ts", 'import { x } from "../lottery/ticket.js";']]);
  expect(findRoomFaults(planted, ROOMS)).toEqual(["text/order.ts imports lottery"]);
});

it.each([
  [
    "an import of node:",
    'import { readFileSync } from "node:fs";\nexport const x = readFileSync;\n',
    "no-restricted-imports",
  ],
  [
    "an import of a package",
    'import { parse } from "csv-parse";\nexport const x = parse;\n',
    "no-restricted-imports",
  ],
  [
    "an import of another zone",
    'import { x } from "../../node/freeze.js";\nexport const y: number = x;\n',
    "no-restricted-imports",
  ],
  ["Math.random", "export const x = Math.random();\n", "no-restricted-properties"],
  ["the clock", "export const x = Date.now();\n", "no-restricted-globals"],
  ["localeCompare", 'export const x = "a".localeCompare("b");\n', "no-restricted-properties"],
  ["the default sort", 'export const x = ["b", "a"].sort();\n', "require-array-sort-compare"],
])("the lint rules of the core fire on %s", (_, text, rule) => {
  const root = plant("src/core/text/planted.ts", text);
  const { stdout, status } = spawnSync(resolve("node_modules/.bin/oxlint"), ["--type-aware"], {
    cwd: root,
    encoding: "utf8",
  });
  expect(stdout).toContain(rule);
  expect(status).toBe(1);
});

it.each([
  [
    "node:",
    'import { readFileSync } from "node:fs";\nexport const x = readFileSync;\n',
    "no-restricted-imports",
  ],
  [
    "a package",
    'import { isWorkday } from "chinese-days";\nexport const x = isWorkday;\n',
    "no-restricted-imports",
  ],
  [
    "another zone",
    'import { x } from "../../node/freeze.js";\nexport const y: number = x;\n',
    "no-restricted-imports",
  ],
  ["the clock", "export const x = Date.now();\n", "no-restricted-globals"],
])("the lint rules of the year fire on %s", (_, text, rule) => {
  const root = plant("src/year/plan/planted.ts", text);
  const { stdout, status } = spawnSync(resolve("node_modules/.bin/oxlint"), ["--type-aware"], {
    cwd: root,
    encoding: "utf8",
  });
  expect(stdout).toContain(rule);
  expect(status).toBe(1);
});

it.each([
  [
    "a file system",
    'import { x } from "../node/draw/freeze.js";\nexport const y: number = x;\n',
    "no-restricted-imports",
  ],
  ["the network", 'export const x = fetch("https://example.org");\n', "no-restricted-globals"],
])("the lint rules of the page fire on %s", (_, text, rule) => {
  const root = plant("src/web/planted.ts", text);
  const { stdout, status } = spawnSync(resolve("node_modules/.bin/oxlint"), ["--type-aware"], {
    cwd: root,
    encoding: "utf8",
  });
  expect(stdout).toContain(rule);
  expect(status).toBe(1);
});

it.each([
  ["the page", "export const x = document.title;\n"],
  ["the process", "export const x = process.argv;\n"],
  ["a buffer", "export const x = Buffer.from([]);\n"],
])("the types of the core know nothing of %s", (_, text) => {
  const root = plant("src/core/text/planted.ts", text);
  const { stdout, status } = spawnSync(resolve("node_modules/.bin/tsc"), ["-p", "src/core"], {
    cwd: root,
    encoding: "utf8",
  });
  expect(stdout).toMatch(/error TS(2304|2580|2584|2591)/);
  expect(status).not.toBe(0);
});

it("the core bundles for a browser", async () => {
  const { outputFiles } = await build({
    entryPoints: ["src/core/index.ts"],
    bundle: true,
    write: false,
    platform: "browser",
    format: "esm",
    logLevel: "silent",
  });
  expect(outputFiles[0]?.text).not.toMatch(/node:|new Function|\beval\(/);
});

it("the bundle guard fires on a planted import of node:", async () => {
  const root = plant("src/core/planted.ts", 'export { readFileSync } from "node:fs";\n');
  await expect(
    build({
      entryPoints: [join(root, "src/core/planted.ts")],
      bundle: true,
      write: false,
      platform: "browser",
      logLevel: "silent",
    }),
  ).rejects.toThrow(/node:fs/);
});

it("the compiled schemas are those of docs/schema", () => {
  expect(() => execFileSync("node", [".ci/schemas.js", "--check"], { stdio: "pipe" })).not.toThrow();
});
