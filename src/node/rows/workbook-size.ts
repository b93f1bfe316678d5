import { inflateRawSync } from "node:zlib";

/** Limits of a workbook: a small file can unpack to gigabytes, or hold one cell at the far corner of a dense table. */
export const WORKBOOK_LIMITS = {
  packed: 64 << 20,
  unpacked: 256 << 20,
  columns: 256,
  cells: 10_000_000,
} as const;

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly packed: number;
  readonly unpacked: number;
  readonly offset: number;
}

/** The entries of a ZIP file's central directory. Throws a RangeError where the bytes are not one. */
function readDirectory(bytes: Buffer): Entry[] {
  let end = bytes.length - 22;
  while (end >= 0 && bytes.readUInt32LE(end) !== END_OF_DIRECTORY) end--;
  if (end < 0) throw new RangeError("expected a ZIP file, got one without a directory");
  const count = bytes.readUInt16LE(end + 10);
  const entries: Entry[] = [];
  for (let i = 0, at = bytes.readUInt32LE(end + 16); i < count; i++) {
    if (bytes.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new RangeError("expected a directory entry");
    const nameLength = bytes.readUInt16LE(at + 28);
    entries.push({
      name: bytes.toString("latin1", at + 46, at + 46 + nameLength),
      method: bytes.readUInt16LE(at + 10),
      packed: bytes.readUInt32LE(at + 20),
      unpacked: bytes.readUInt32LE(at + 24),
      offset: bytes.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

/** The text of an entry, unpacked to no more than the limit. */
function unpack(bytes: Buffer, { offset, packed, method }: Entry): string {
  const start = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
  const data = bytes.subarray(start, start + packed);
  const plain = method === 0 ? data : inflateRawSync(data, { maxOutputLength: WORKBOOK_LIMITS.unpacked });
  return plain.toString("latin1");
}

function columnNumber(letters: string): number {
  return Array.from(letters).reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0);
}

/** True if the rectangle from A1 to the farthest cell of a sheet is within the limits. */
function isSheetWithinLimits(xml: string): boolean {
  let columns = 0;
  let rows = 0;
  for (const [, letters = "", row = ""] of xml.matchAll(/\br="([A-Z]{1,3})(\d{1,7})"/g)) {
    columns = Math.max(columns, columnNumber(letters));
    rows = Math.max(rows, Number(row));
  }
  return columns <= WORKBOOK_LIMITS.columns && columns * rows <= WORKBOOK_LIMITS.cells;
}

/** True if a workbook can be read without exhausting the memory. Throws for bytes that are no ZIP file. */
export function isWithinLimits(bytes: Buffer): boolean {
  const entries = readDirectory(bytes);
  if (entries.reduce((sum, { unpacked }) => sum + unpacked, 0) > WORKBOOK_LIMITS.unpacked) return false;
  return entries
    .filter(({ name }) => /^xl\/worksheets\/[^/]+\.xml$/i.test(name))
    .every((entry) => isSheetWithinLimits(unpack(bytes, entry)));
}
