// Makes what computers without network and npm need: release/dualdraw-VERSION, which runs with nothing but a Node binary laid beside,
// and a ZIP of it with its digest. Expects dist to be built. The same dist and node_modules give the same bytes.
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join, relative } from "node:path";
import { build } from "esbuild";
import { zipSync } from "fflate";

const { name, version, license, engines } = JSON.parse(readFileSync("package.json", "utf8"));
const PROGRAM = "dist/cli/main.js";
/** What runs in a thread: a file of its own, which the program looks for beside itself. */
const THREAD = { from: "dist/node/registry/object-thread.js", to: "dist/cli/object-thread.js" };
const EXECUTABLE = new Set(["dualdraw", "bin/dualdraw.js"]);
/** Packages in the old format call `require` for modules of Node. */
const BANNER = `// dualdraw ${version} with the packages that it uses; see THIRD-PARTY-LICENSES.txt. Made by npm run release.
import { createRequire as makeRequire } from "node:module";
const require = makeRequire(import.meta.url);`;

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");
const byName = ([a], [b]) => (a < b ? -1 : 1);

/** Databases are optional: the program looks for their packages beside it and does without. */
const OPTIONAL = ["@duckdb/node-api", "@clickhouse/client"];

/** A program as one readable file, and the folders of the packages that went into it. */
async function bundleProgram(entry) {
  const { outputFiles, metafile } = await build({
    entryPoints: [entry],
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    // jsonc-parser's "main" loads its parts in a way that cannot be bundled.
    mainFields: ["module", "main"],
    external: OPTIONAL,
    charset: "utf8",
    banner: { js: BANNER },
    metafile: true,
    write: false,
  });
  const [{ imports, inputs }] = Object.values(metafile.outputs);
  const missing = imports
    .map(({ path }) => path)
    .filter((path) => !isBuiltin(path) && !OPTIONAL.includes(path));
  if (missing.length > 0) throw new Error(`not bundled: ${missing.join(", ")}`);
  const used = Object.keys(inputs).filter((path) => inputs[path].bytesInOutput > 0);
  const folders = used.map((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]);
  return {
    program: outputFiles[0].contents,
    packages: folders.filter((path) => path !== undefined),
  };
}

/** The licence file of a package, else that part of its README, else what its package.json states. */
function readLicence(folder, stated) {
  const files = readdirSync(folder);
  const file = files.find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  if (file !== undefined) return readFileSync(join(folder, file), "utf8");
  const readme = files.find((entry) => /^readme/i.test(entry));
  const text = readme === undefined ? "" : readFileSync(join(folder, readme), "utf8");
  const part = /^#*\s*licen[cs]e\b[\s\S]*\bpermission is hereby granted[\s\S]*/im.exec(text)?.[0];
  if (part !== undefined) return part;
  if (stated.license === undefined) throw new Error(`${folder} states no licence`);
  const { name: author = stated.author } = Object(stated.author);
  return `The package holds no licence text. Its package.json states: ${stated.license}, by ${author}, ${stated.repository?.url}`;
}

function collectLicences(folders) {
  const entries = folders.map((folder) => {
    const stated = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const text = readLicence(folder, stated).replaceAll("\r\n", "\n").trim();
    return [`${stated.name} ${stated.version}`, `${stated.license}\n\n${text}`];
  });
  const parts = entries.sort(byName).map(([title, text]) => `${"=".repeat(80)}\n${title}: ${text}\n`);
  return `${PROGRAM} and ${THREAD.to} hold code of these packages, under these licences.\n\n${parts.join("\n")}`;
}

function readFolder(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(".", join(entry.parentPath, entry.name)));
}

const template = (file) => readFileSync(`.ci/release/${file}`, "utf8");
/** For Notepad and cmd. */
const forWindows = (text) => text.replaceAll("\n", "\r\n");

async function collectFiles() {
  const [main, thread] = await Promise.all([PROGRAM, THREAD.from].map(bundleProgram));
  const packages = [...new Set([...main.packages, ...thread.packages])];
  const about = { name, version, type: "module", license, engines, bin: { dualdraw: "bin/dualdraw.js" } };
  const start = template("START-HERE.txt")
    .replaceAll("{version}", version)
    .replaceAll("{node}", engines.node.replace(">=", "≥ "));
  const copied = [
    "bin/dualdraw.js",
    "README.md",
    "README.zh-CN.md",
    "SECURITY.md",
    "CHANGELOG.md",
    "LICENSE",
  ];
  const files = {
    ...Object.fromEntries([...copied, ...readFolder("docs")].map((path) => [path, readFileSync(path)])),
    [PROGRAM]: main.program,
    [THREAD.to]: thread.program,
    "verifier.html": readFileSync("dist/web/verifier.html"),
    "package.json": `${JSON.stringify(about, null, 2)}\n`,
    "THIRD-PARTY-LICENSES.txt": collectLicences(packages),
    dualdraw: template("dualdraw"),
    "dualdraw.cmd": forWindows(template("dualdraw.cmd")),
    "START-HERE.txt": `\ufeff${forWindows(start)}`,
  };
  const sorted = Object.entries(files).sort(byName);
  const sums = sorted.map(([path, content]) => `${sha256(content)}  ${path}\n`);
  return [...sorted, ["SHA256SUMS", sums.join("")]].map(([path, content]) => [path, Buffer.from(content)]);
}

function writeFolder(folder, files) {
  rmSync(folder, { recursive: true, force: true });
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
    chmodSync(join(folder, path), EXECUTABLE.has(path) ? 0o755 : 0o644);
  }
}

/** Every entry carries the same old date, and the Unix mode of its file. */
function packFiles(root, files) {
  const entries = files.map(([path, bytes]) => {
    const mode = EXECUTABLE.has(path) ? 0o100755 : 0o100644;
    return [
      `${root}/${path}`,
      [bytes, { os: 3, attrs: mode * 0x10000, mtime: new Date(1980, 0, 1), level: 9 }],
    ];
  });
  return zipSync(Object.fromEntries(entries));
}

const root = `${name}-${version}`;
const files = await collectFiles();
writeFolder(`release/${root}`, files);
const archive = packFiles(root, files);
writeFileSync(`release/${root}.zip`, archive);
writeFileSync(`release/${root}.zip.sha256`, `${sha256(archive)}  ${root}.zip\n`);
process.stdout.write(
  `release/${root}: ${files.length} files; release/${root}.zip: ${archive.length} bytes\n${sha256(archive)}\n`,
);
