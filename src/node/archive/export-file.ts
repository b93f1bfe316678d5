import { join } from "node:path";
import { refuse } from "../../core/index.js";
import { readBytesIfAny } from "../disk/read-file.js";
import { type Part, parts } from "./layout.js";

/** Stands in a copy that does not hold the whole archive. */
export const EXPORT_FILE = "export.json";

/** What a copy was made to hold. */
export interface ExportScope {
  readonly schema: "dualdraw/archive-export/v1";
  /** Numbers of its draws, ascending. */
  readonly draws: readonly number[];
  readonly parts: readonly Part[];
}

function isScope(value: unknown): value is ExportScope {
  const { schema, draws, parts: halves } = (value ?? {}) as Partial<ExportScope>;
  return (
    schema === "dualdraw/archive-export/v1" &&
    Array.isArray(draws) &&
    draws.every((draw, i) => Number.isSafeInteger(draw) && draw > (draws[i - 1] ?? 0)) &&
    Array.isArray(halves) &&
    parts.filter((part) => halves.includes(part)).join() === halves.join()
  );
}

/** What a copy holds; undefined for a whole archive. Throws `statement-form` for a damaged file. */
export function readExport(archive: string): ExportScope | undefined {
  const file = join(archive, EXPORT_FILE);
  const bytes = readBytesIfAny(file);
  if (bytes === undefined) return undefined;
  try {
    const value = JSON.parse(Buffer.from(bytes).toString("utf8")) as unknown;
    if (isScope(value)) return value;
  } catch {
    // Refused below, like any other content.
  }
  return refuse("statement-form", { kind: "export", reason: "draws, parts" }, { file });
}
