import { join } from "node:path";
import { hashStatement, type Leaf, type ManifestName, parseLeaf } from "../../../core/index.js";
import { readBytesIfAny } from "../../disk/read-file.js";
import { nodeSha256 } from "../../draw/draw-directory.js";
import {
  type DrawLeaves,
  formatSubject,
  hashSubjects,
  lastState,
  namesOfStatements,
  readLeaves,
} from "../draw-leaves.js";
import { logFile, type Part, partFolder, parts } from "../layout.js";
import type { Bad, Halves } from "./halves.js";

/** What the leaves of a draw are compared with. */
export interface LeafCheckInput {
  readonly archive: string;
  readonly draw: number;
  /** Halves that this copy should have. */
  readonly parts: readonly Part[];
  readonly bad: Bad;
  /** Told which leaves are of files that this copy was not made to hold. */
  readonly onSealed: (labels: readonly string[]) => void;
}

/** The leaf that a draw's list of leaves names for a subject, if it is one of that subject. */
function readClaimed(
  { archive, draw }: LeafCheckInput,
  label: string,
  index: number | undefined,
): Leaf | undefined {
  const file = index === undefined ? undefined : readBytesIfAny(logFile(archive, index, "json"));
  const leaf = file === undefined ? undefined : parseLeaf(file);
  return leaf?.draw === draw && formatSubject(leaf) === label ? leaf : undefined;
}

/** The manifest stands in the log as the last of its states; the earlier ones were superseded. */
function checkManifest(input: LeafCheckInput, part: Part, leaves: DrawLeaves): string[] {
  const { archive, draw, bad } = input;
  const name: ManifestName = `manifest-${part}`;
  const file = `${part}/manifest-sha256.txt`;
  const bytes = readBytesIfAny(join(partFolder(archive, draw, part), "manifest-sha256.txt"));
  const labels = Array.from({ length: lastState(leaves, name) }, (_, i) => `${name} ${i + 1}`);
  if (labels.length === 0 && bytes !== undefined) bad(file, "a leaf of the log", "none");
  for (const label of labels) {
    const index = leaves.get(label);
    const leaf = readClaimed(input, label, index);
    const isCurrent = label === labels.at(-1);
    const fits = !isCurrent || (bytes !== undefined && leaf?.nodes[0] === hashStatement(bytes, nodeSha256));
    if (leaf === undefined || !fits) bad(file, `the manifest of leaf ${index ?? ""}`);
  }
  return labels;
}

/**
 * Every statement, signature and manifest of a draw stands in the log as its list of leaves says, and every leaf of the list has its file.
 *
 * @returns the list; empty if it cannot be read
 */
export function checkLeaves(input: LeafCheckInput, { bytes }: Halves): DrawLeaves {
  const { archive, draw, bad, onSealed } = input;
  const leaves = readLeaves(archive, draw);
  if (leaves === undefined) {
    bad("leaves.txt", "lines of index and statement");
    return new Map();
  }
  const claimed = new Set<string>();
  for (const { subject, hash } of hashSubjects(namesOfStatements(bytes.keys()), (path) => bytes.get(path))) {
    const label = formatSubject(subject);
    const index = leaves.get(label);
    claimed.add(label);
    if (index === undefined) bad(label, "a leaf of the log", "none");
    else if (readClaimed(input, label, index)?.nodes[0] !== hash)
      bad(label, `the statement of leaf ${index}`);
  }
  for (const part of parts)
    if (input.parts.includes(part))
      for (const label of checkManifest(input, part, leaves)) claimed.add(label);
  const lost = [...leaves].filter(([label]) => !claimed.has(label));
  if (!input.parts.includes("sealed")) onSealed(lost.map(([label]) => label));
  else for (const [label, index] of lost) bad(label, `the statement of leaf ${index}`, "missing");
  return leaves;
}
