import { appendFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { temporaryFolder } from "../../../fixtures/sample-draw.js";
import { nodeSha256 } from "../draw/draw-directory.js";
import { onDisk } from "./disk.js";
import { copyOnce } from "./durable-write.js";

function source(): { from: string; to: string; folder: string } {
  const folder = temporaryFolder();
  const from = join(temporaryFolder(), "registry.csv");
  writeFileSync(from, "id,name\nA1,甲\n".repeat(200_000));
  return { from, to: join(folder, "copy.csv"), folder };
}

it("a copy has the digest of its bytes, and shows every piece of them", () => {
  const { from, to } = source();
  const pieces: Buffer[] = [];
  const digest = copyOnce(from, to, 0o600, { onPiece: (piece) => pieces.push(Buffer.from(piece)) });
  const bytes = readFileSync(from);
  expect(digest).toEqual({ sha256: nodeSha256(bytes), bytes: bytes.length });
  expect(readFileSync(to).equals(bytes)).toBe(true);
  expect(pieces.length).toBeGreaterThan(1);
  expect(Buffer.concat(pieces).equals(bytes)).toBe(true);
  // Once more is allowed, other bytes under the name are not.
  expect(copyOnce(from, to)).toEqual(digest);
  appendFileSync(from, "B2,乙\n");
  expect(() => copyOnce(from, to)).toThrow(expect.objectContaining({ code: "file-exists" }));
});

it("a file that somebody writes to while it is copied is refused, and no copy is left", async () => {
  const { from, to, folder } = source();
  let writes = 0;
  const step = onDisk(
    (real) => ({
      ...real,
      write: (file, bytes) => {
        if (++writes === 2) appendFileSync(from, "B2,乙\n");
        return real.write(file, bytes);
      },
    }),
    () => copyOnce(from, to),
  );
  await expect(step).rejects.toMatchObject({ code: "file-changed" });
  expect(writes).toBeGreaterThan(1);
  expect(readdirSync(folder)).toEqual([]);
});

it("a file that is not the expected one is refused, and no copy is left", () => {
  const { from, to, folder } = source();
  expect(() => copyOnce(from, to, 0o600, { expected: nodeSha256("other") })).toThrow(
    expect.objectContaining({ code: "file-changed" }),
  );
  expect(readdirSync(folder)).toEqual([]);
});
