import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { copyOnce, makeFolder, writeFolder } from "../disk/durable-write.js";
import { type BagInfo, digestPayload, writeTagFiles } from "./bag.js";

/** What a reader in thirty years needs beside the files: the description of the formats, and programs that check them. */
export interface Readers {
  readonly version: string;
  /** Files by the path that they get. */
  readonly files: ReadonlyMap<string, string>;
}

/** What the bag of the readers says of itself. */
export function readerInfo(version: string): BagInfo {
  return {
    organisation: "dualdraw",
    identifier: `dualdraw ${version}`,
    date: "1970-01-01",
    sender: `readers ${version}`,
  };
}

/** Puts the readers of a version into an archive, once, as a bag of their own. */
export async function addReaders(archive: string, { version, files }: Readers): Promise<void> {
  const target = join(archive, "readers", version);
  if (existsSync(target)) return;
  await writeFolder(target, (bag) => {
    for (const [path, source] of files) {
      makeFolder(dirname(join(bag, "data", path)));
      copyOnce(source, join(bag, "data", path));
    }
    writeTagFiles(bag, readerInfo(version), digestPayload(bag));
  });
}
