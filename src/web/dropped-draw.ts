import { parse } from "csv-parse/browser/esm/sync";
import { unzipSync } from "fflate";
import { type Bundle, type ListName, roleOfFile } from "../core/index.js";
import type { DroppedFile } from "./protocol.js";

/** Bytes that a dropped draw may have in all, unpacked: more would not fit into a browser's memory. */
const MOST_BYTES = 1 << 30;

/** Why what was dropped cannot be read as a draw. */
export class UnreadableDraw extends Error {
  readonly reason: "no-draw" | "not-zip" | "too-large";

  constructor(reason: "no-draw" | "not-zip" | "too-large", detail = "") {
    super(detail);
    this.reason = reason;
  }
}

async function readBytes(content: Blob): Promise<Uint8Array> {
  return new Uint8Array(await content.arrayBuffer());
}

function unzip(bytes: Uint8Array): Map<string, Uint8Array> {
  let total = 0;
  try {
    const entries = unzipSync(bytes, {
      filter: ({ originalSize }) => {
        total += originalSize;
        if (total > MOST_BYTES) throw new UnreadableDraw("too-large");
        return true;
      },
    });
    return new Map(Object.entries(entries).filter(([path]) => !path.endsWith("/")));
  } catch (error) {
    throw error instanceof UnreadableDraw ? error : new UnreadableDraw("not-zip", String(error));
  }
}

/** The folder in which the draw stands: the shallowest one that holds a commitment. */
function findRoot(paths: readonly string[]): string {
  const roots = paths
    .filter((path) => path === "commitment.json" || path.endsWith("/commitment.json"))
    .map((path) => path.slice(0, -"commitment.json".length));
  const [first] = roots;
  if (first === undefined) throw new UnreadableDraw("no-draw", paths.slice(0, 5).join(", "));
  return roots.reduce((best, root) => (root.length < best.length ? root : best), first);
}

function parseList(bytes: Uint8Array): string[][] {
  try {
    return parse(new TextDecoder().decode(bytes), { bom: true, relax_column_count: true });
  } catch {
    // Rows that differ from the draw: the check of the lists says so.
    return [];
  }
}

/** Files by their path, a single ZIP unpacked. Throws {@link UnreadableDraw}. */
async function collectFiles(files: readonly DroppedFile[]): Promise<Map<string, Uint8Array>> {
  const size = files.reduce((total, { content }) => total + content.size, 0);
  if (size > MOST_BYTES) throw new UnreadableDraw("too-large", String(size));
  const [only] = files;
  if (files.length === 1 && only !== undefined && /\.zip$/i.test(only.path))
    return unzip(await readBytes(only.content));
  const paths = files.map(({ path }) => path);
  const root = findRoot(paths);
  const wanted = files.filter(
    ({ path }) => path.startsWith(root) && roleOfFile(path.slice(root.length)) !== undefined,
  );
  return new Map(
    await Promise.all(wanted.map(async ({ path, content }) => [path, await readBytes(content)] as const)),
  );
}

/** True for what an interrupted write left behind. */
function isTemporary(path: string): boolean {
  return /(^|\/)\.[^/]*\.tmp$/.test(path);
}

/** The draw that was dropped: a folder of files, or one ZIP. Throws {@link UnreadableDraw}. */
export async function readDraw(dropped: readonly DroppedFile[]): Promise<Bundle> {
  const all = await collectFiles(dropped);
  const root = findRoot([...all.keys()]);
  const files = new Map<string, Uint8Array>();
  const lists = new Map<ListName, string[][]>();
  for (const [full, bytes] of all) {
    const path = full.slice(root.length);
    const role = full.startsWith(root) && !isTemporary(path) ? roleOfFile(path) : undefined;
    if (role === "whole" || role === "digest") files.set(path, bytes);
    else if (role !== undefined) lists.set(role, parseList(bytes));
  }
  return { files, lists };
}
