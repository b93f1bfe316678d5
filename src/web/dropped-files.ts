import type { DroppedFile } from "./protocol.js";

/** Files of one draw are few; more than this is a wrong folder. */
const MOST_FILES = 20_000;

function readEntries(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  return new Promise((resolve, reject) => reader.readEntries(resolve, reject));
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

async function walk(entry: FileSystemEntry, into: DroppedFile[]): Promise<void> {
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
    for (const inner of piece) await walk(inner, into);
}

/** The files of what was dropped, folders walked through. */
export async function filesOfDrop(transfer: DataTransfer): Promise<DroppedFile[]> {
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  const files: DroppedFile[] = [];
  for (const entry of entries) await walk(entry, files);
  return files;
}

/** The files that were chosen in a dialog; of a folder, with their paths in it. */
export function filesOfInput(list: FileList): DroppedFile[] {
  return [...list].slice(0, MOST_FILES).map((file) => ({
    path: file.webkitRelativePath === "" ? file.name : file.webkitRelativePath,
    content: file,
  }));
}
