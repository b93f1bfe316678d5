// Makes dist/web/verifier.html: one file with everything in it, under a policy that lets nothing else run and nothing be loaded. Expects
// dist to be built. The same sources and packages give the same bytes.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const { version } = JSON.parse(readFileSync("package.json", "utf8"));

async function bundle(entry, define = {}) {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    platform: "browser",
    format: "iife",
    target: "es2022",
    minify: true,
    charset: "utf8",
    legalComments: "none",
    define,
    write: false,
  });
  return outputFiles[0].text.trim();
}

const source = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

const worker = await bundle("dist/web/worker.js");
const script = await bundle("dist/web/main.js", {
  WORKER_SOURCE: JSON.stringify(worker),
  VERSION: JSON.stringify(version),
});
const { CELL_STYLE } = await import("../dist/forms/cell-style.js");
const style = readFileSync("src/web/verifier.css", "utf8") + CELL_STYLE;
if (/<\/script|<!--/i.test(script)) throw new Error("the script would end its element");
const policy = `default-src 'none'; script-src ${source(script)}; style-src ${source(style)}; worker-src blob:; base-uri 'none'; form-action 'none'`;
const parts = { POLICY: policy, STYLE: style, SCRIPT: script };
const page = readFileSync("src/web/verifier.html", "utf8").replace(
  /%(POLICY|STYLE|SCRIPT)%/g,
  (_, name) => parts[name],
);
writeFileSync("dist/web/verifier.html", page);
