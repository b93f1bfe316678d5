import { createHash } from "node:crypto";
import { readSheet } from "read-excel-file/node";
import type { FileDigest, FaultList, RowSink } from "../../core/index.js";
import type { OnProgress } from "./csv-file.js";
import { readBytes, sizeOf } from "../disk/read-file.js";
import { isWithinLimits, WORKBOOK_LIMITS } from "./workbook-size.js";

const limitsInWords = {
  packed: WORKBOOK_LIMITS.packed >> 20,
  unpacked: WORKBOOK_LIMITS.unpacked >> 20,
  columns: WORKBOOK_LIMITS.columns,
};

/** The text of a cell: numbers as stored, dates as days, booleans as Excel shows them. */
function textOf(cell: unknown): string {
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  if (typeof cell === "boolean") return cell ? "TRUE" : "FALSE";
  return typeof cell === "string" || typeof cell === "number" ? String(cell) : "";
}

/**
 * Reads the first sheet of a workbook row by row into a sink. Numbers keep the spelling in which the file stores them, so that a
 * code that became a number is seen. Faults: `xlsx-invalid`, `xlsx-too-large`, `file-empty`.
 */
export async function readXlsxFile(
  path: string,
  file: string,
  sink: RowSink,
  faults: FaultList,
  onProgress: OnProgress,
): Promise<FileDigest> {
  const size = sizeOf(path);
  if (size > WORKBOOK_LIMITS.packed) {
    faults.add("xlsx-too-large", { file }, undefined, limitsInWords);
    return { sha256: "", bytes: size };
  }
  const bytes = Buffer.from(readBytes(path));
  const digest = { sha256: createHash("sha256").update(bytes).digest("hex"), bytes: bytes.length };
  try {
    if (!isWithinLimits(bytes)) {
      faults.add("xlsx-too-large", { file }, undefined, limitsInWords);
      return digest;
    }
    const rows = await readSheet(bytes, { trim: false, parseNumber: (text: string) => text });
    if (rows.length === 0) faults.add("file-empty", { file });
    rows.forEach((row, i) => {
      const cells = row.map(textOf);
      if (i === 0) sink.header(cells, 1);
      else sink.row(cells, i + 1);
    });
  } catch (error) {
    faults.add("xlsx-invalid", { file }, undefined, {
      reason: error instanceof Error ? error.message : String(error),
    });
  }
  onProgress(bytes.length);
  return digest;
}
