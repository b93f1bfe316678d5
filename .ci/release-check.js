// Runs the release as an office computer would: the folder and a Node binary on a path with a space and Chinese characters, an empty
// environment, no node_modules, the network off. Compares folder, digests and ZIP, and makes the release again for the same bytes.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { promisify } from "node:util";
import { parse } from "csv-parse/sync";
import writeXlsxFile from "write-excel-file/node";

const execute = promisify(execFile);
const { name, version } = JSON.parse(readFileSync("package.json", "utf8"));
const root = `${name}-${version}`;
const ENVIRONMENT = { PATH: "/usr/bin:/bin", LANG: "zh_CN.UTF-8" };

function expect(condition, message) {
  if (!condition) throw new Error(`release: ${message}`);
}

/** Paths, modes and digests of all files of a folder. */
function describe(directory) {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const lines = files.map((path) => {
    const digest = createHash("sha256").update(readFileSync(path)).digest("hex");
    return `${(statSync(path).mode & 0o777).toString(8)} ${digest} ${relative(directory, path)}`;
  });
  return lines.sort((a, b) => (a < b ? -1 : 1)).join("\n");
}

/** The command that runs another one without network; empty, and said loudly, where the system does not permit that. */
async function findIsolation() {
  for (const command of [
    ["unshare", "-rn"],
    ["unshare", "-n"],
  ])
    if (await execute(command[0], [...command.slice(1), "true"]).catch(() => undefined)) return command;
  expect(process.env.CI !== "true", "THE NETWORK CANNOT BE TURNED OFF: unshare is not permitted here");
  process.stderr.write("release: WARNING: unshare is not permitted here, so THE NETWORK IS ON in this run\n");
  return [];
}

const isolation = await findIsolation();
const temporary = realpathSync(mkdtempSync(join(tmpdir(), "dualdraw release 双随机-")));
const folder = join(temporary, root);

/** Runs a program beside the release; gives its standard output. */
async function run(command, args, cwd = folder) {
  const [program, ...rest] = [...isolation, command, ...args];
  const { stdout } = await execute(program, rest, { cwd, env: ENVIRONMENT, maxBuffer: 1 << 26 });
  return stdout;
}

/** A server on this computer is reached from here, so that not reaching it with the network off means something. */
async function checkNetworkIsOff() {
  const server = createServer((_, response) => response.end("reached"));
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${server.address().port}`;
  try {
    expect((await (await fetch(url)).text()) === "reached", "this computer does not reach itself");
    const attempt = `fetch("${url}").then(() => console.log("reached"), () => console.log("not reached"))`;
    expect((await run("./node", ["-e", attempt])) === "not reached\n", "the network is on");
    const devices = (await run("cat", ["/proc/net/dev"])).matchAll(/^ *(\S+):/gm);
    expect(Array.from(devices, ([, device]) => device).join() === "lo", "there are other devices than lo");
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

function layOut() {
  cpSync(`release/${root}`, folder, { recursive: true });
  copyFileSync(process.execPath, join(folder, "node"));
  chmodSync(join(folder, "node"), 0o755);
  for (let at = folder; at !== dirname(at); at = dirname(at))
    expect(!existsSync(join(at, "node_modules")), `there are packages in ${at}`);
}

async function checkProgram() {
  expect((await run("./dualdraw", ["--version"])) === `${version}\n`, "--version prints another version");
  expect((await run("./dualdraw", ["help"])).includes("核验"), "the help is not in Chinese");
  expect(
    (await run("./dualdraw", ["help", "--lang", "en"])).includes("verify"),
    "the help is not in English",
  );
  const demo = await run("./dualdraw", ["demo", "county"]);
  expect(/^名单：有效/m.test(demo), "the demonstration is not valid");
  const verified = await run("./dualdraw", ["verify", "county/draw", "--lang", "en"]);
  expect(/^list: valid/m.test(verified), "verify does not say valid");
  const form = (await run("./dualdraw", ["form", "record", "county/draw"])).trim();
  expect(readFileSync(join(folder, form), "utf8").includes("</html>"), "the form is not a page");
  await run("./dualdraw", ["selftest"]);
}

/** An archive made by the release carries the release itself, and that program verifies a copy of it. */
async function checkKeeping() {
  const key = ["--key", "county/operator.key", "--passphrase-file", "county/passphrase.txt"];
  await run("./dualdraw", ["archive", "create", "archive", "--origin", "release.example/check", ...key]);
  await run("./dualdraw", ["archive", "add", "archive", "county/draw", ...key]);
  await run("./dualdraw", ["archive", "export", "archive", "-o", "copy"]);
  const reader = join(folder, `copy/readers/${version}/data/bin/dualdraw.js`);
  const verified = await run("./node", [reader, "archive", "verify", "copy", "--lang", "en"]);
  expect(/^archive: valid/m.test(verified), "the program in the archive does not say valid");
}

/** Workbooks are read by a worker thread whose code is taken from functions as text: what bundling breaks first. */
async function checkWorkbook() {
  const rows = parse(readFileSync(join(folder, "county/objects.csv")), { bom: true });
  const cells = rows.map((row) => row.map((value) => ({ value, type: String })));
  await writeXlsxFile(cells).toFile(join(folder, "county/objects.xlsx"));
  const plan = JSON.parse(readFileSync(join(folder, "county/plan.json"), "utf8"));
  plan.registries.objects = "objects.xlsx";
  writeFileSync(join(folder, "county/workbook.json"), JSON.stringify(plan));
  const check = (file) => run("./dualdraw", ["check", `county/${file}`, "--lang", "en"]);
  expect(
    (await check("workbook.json")) === (await check("plan.json")),
    "a workbook gives other objects than CSV",
  );
}

/** A large registry is read in threads, whose module is a file of its own; every thread leaves a profile. */
async function checkThreads() {
  await execute(process.execPath, ["bench/county.js", join(folder, "large"), "200000", "100"]);
  const framesOf = (draw) => JSON.parse(readFileSync(join(draw, "commitment.json"), "utf8")).frames;
  const [here, there] = [join(temporary, "apart/draw"), join(folder, "large/draw")];
  const step = ["freeze", join(folder, "large/plan.json"), "--engine", "built-in", "-o"];
  await run("./node", ["--cpu-prof", "--cpu-prof-dir=profiles", "bin/dualdraw.js", ...step, there]);
  renameSync(there, join(temporary, "frozen"));
  await execute(process.execPath, ["bin/dualdraw.js", ...step, here]);
  expect(
    JSON.stringify(framesOf(join(temporary, "frozen"))) === JSON.stringify(framesOf(here)),
    "the release freezes other frames",
  );
  const threads = readdirSync(join(folder, "profiles")).length - 1;
  expect(availableParallelism() === 1 || threads > 1, `${threads} threads worked in the release`);
}

/** The launcher takes the Node beside it, also when it is called through a link from another folder. */
async function checkLauncher() {
  renameSync(join(folder, "node"), join(folder, "bin/node"));
  writeFileSync(join(folder, "node"), '#!/bin/sh\necho "beside: $*"\n', { mode: 0o755 });
  symlinkSync(`${root}/dualdraw`, join(temporary, "a link"));
  const expected = `beside: ${join(folder, "bin/dualdraw.js")} two words\n`;
  expect((await run("./a link", ["two words"], temporary)) === expected, "the launcher took another Node");
  rmSync(join(folder, "node"));
  expect(
    (await run("../../a link", ["--version"], join(folder, "docs"))) === `${version}\n`,
    "bin/node is not found",
  );
}

async function checkArchive() {
  await execute("sha256sum", ["--check", "--strict", `${root}.zip.sha256`], { cwd: "release" });
  await execute("unzip", [
    "-q",
    join(process.cwd(), `release/${root}.zip`),
    "-d",
    join(temporary, "unzipped"),
  ]);
  expect(
    describe(join(temporary, "unzipped", root)) === describe(`release/${root}`),
    "the ZIP holds other files than the folder",
  );
  const before = readFileSync(`release/${root}.zip`);
  await execute(process.execPath, [".ci/release.js"], { env: { ...process.env, TZ: "Asia/Shanghai" } });
  expect(readFileSync(`release/${root}.zip`).equals(before), "made again, the ZIP differs");
}

try {
  layOut();
  await run("sha256sum", ["--check", "--strict", "--quiet", "SHA256SUMS"]);
  if (isolation.length > 0) await checkNetworkIsOff();
  await checkProgram();
  await checkKeeping();
  await checkWorkbook();
  await checkThreads();
  await run("sha256sum", ["--check", "--strict", "--quiet", "SHA256SUMS"]);
  await checkLauncher();
  await checkArchive();
  const network = isolation.length > 0 ? "network off" : "NETWORK ON";
  process.stdout.write(`release: ${root}.zip runs beside Node ${process.version}, ${network}, no packages\n`);
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
