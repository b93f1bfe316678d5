import type { DroppedFile } from "./protocol.js";

/** Files of one draw are few; more than this is a wrong folder. */
const MOST_FILES = 20_000;

/** What Chromium knows and TypeScript's library does not yet. */
interface HandleItem {
  getAsFileSystemHandle?: () => Promise<FileSystemHandle | null>;
}
interface IterableDirectory {
  values(): AsyncIterable<FileSystemHandle>;
}

async function walkHandle(handle: FileSystemHandle, path: string, into: DroppedFile[]): Promise<void> {
  if (into.length >= MOST_FILES) return;
  const own = path === "" ? handle.name : `${path}/${handle.name}`;
  if (handle.kind === "file") {
    into.push({ path: own, content: await (handle as FileSystemFileHandle).getFile() });
    return;
  }
  for await (const inner of (handle as unknown as IterableDirectory).values())
    await walkHandle(inner, own, into);
}

function readEntries(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  return new Promise((resolve, reject) => reader.readEntries(resolve, reject));
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

async function walkEntry(entry: FileSystemEntry, into: DroppedFile[]): Promise<void> {
  if (into.length >= MOST_FILES) return;
  if (entry.isFile) {
    into.push({
      path: entry.fullPath.replace(/^\//, ""),
      content: await fileOf(entry as FileSystemFileEntry),
    });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  // A reader gives its entries in pieces; an empty one is the end.
  for (let piece = await readEntries(reader); piece.length > 0; piece = await readEntries(reader))
    for (const inner of piece) await walkEntry(inner, into);
}

/**
 * The files of what was dropped, folders walked through. A page opened from a disk (`file:`) may not read entries in Chromium, but handles;
 * other browsers have no handles, and let entries be read. Both must be asked for before the first pause, or the drop is forgotten.
 */
export async function filesOfDrop(transfer: DataTransfer): Promise<DroppedFile[]> {
  const items = [...transfer.items].filter(({ kind }) => kind === "file");
  const handles = items.map((item) => (item as HandleItem).getAsFileSystemHandle?.());
  const entries = items.map((item) => item.webkitGetAsEntry());
  const files: DroppedFile[] = [];
  for (const [i, entry] of entries.entries()) {
    const handle = await handles[i];
    if (handle !== undefined && handle !== null) await walkHandle(handle, "", files);
    else if (entry !== null) await walkEntry(entry, files);
  }
  return files;
}

/** The files that were chosen in a dialog; of a folder, with their paths in it. */
export function filesOfInput(list: FileList): DroppedFile[] {
  return [...list].slice(0, MOST_FILES).map((file) => ({
    path: file.webkitRelativePath === "" ? file.name : file.webkitRelativePath,
    content: file,
  }));
}
