import { createRequire } from "node:module";

/** Version of the package, as its package.json states it. */
export const { version } = createRequire(import.meta.url)("../../package.json") as {
  readonly version: string;
};
