import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
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
