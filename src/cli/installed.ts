import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Readers } from "../node/archive/readers.js";
import type { Catalogue } from "../sim/selftest/selftest.js";

/** Version of the package, as its package.json states it. */
export const { version } = createRequire(import.meta.url)("../../package.json") as {
  readonly version: string;
};

/** The catalogue of tamperings as it is installed with the program. */
export function readCatalogue(): Catalogue {
  const file = new URL("../../docs/tamperings.json", import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as Catalogue;
}

/** Where the package is installed. */
const root = fileURLToPath(new URL("../..", import.meta.url));

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
    .map((path) => path.replaceAll("\\", "/"));
}

/** Parts of the offline release with which its program runs: in it, `dist/cli/main.js` is the whole program, but for what runs in threads. */
const STANDALONE = [
  "dist/cli/main.js",
  "dist/cli/object-thread.js",
  "bin/dualdraw.js",
  "package.json",
  "THIRD-PARTY-LICENSES.txt",
];

/** The page that verifies a draw in a browser; the offline release has it at its top. */
const VERIFIER_PAGE = "verifier.html";

/** What an archive keeps for readers in thirty years: documents, schemas, the verifier page and, from the offline release, the program. */
export function readReaders(): Readers {
  const isStandalone = existsSync(join(root, "THIRD-PARTY-LICENSES.txt"));
  const single = ["README.md", "README.zh-CN.md", "SECURITY.md", "LICENSE"];
  const paths = [...single, ...filesBelow("docs"), ...(isStandalone ? STANDALONE : [])];
  const page = join(root, isStandalone ? VERIFIER_PAGE : `dist/web/${VERIFIER_PAGE}`);
  const files = paths.map((path) => [path, join(root, path)] as const);
  return { version, files: new Map([...files, [VERIFIER_PAGE, page]]) };
}

/** The result, follow-up and other codes in national use, with which a workspace begins. */
export function readNationalCodes(): Uint8Array {
  return readFileSync(join(root, "docs/workspace/codes.csv"));
}
