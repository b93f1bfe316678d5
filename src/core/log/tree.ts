import { concatBytes, hexToBytes } from "@noble/hashes/utils.js";
import type { Digest, Sha256 } from "../text/hash.js";

/**
 * Hash of the complete subtree over the leaves `index · 2^level` to `(index + 1) · 2^level − 1`. Level 0 are the leaves. Only asked for
 * subtrees that the tree holds as a whole.
 */
export type ReadNode = (level: number, index: number) => Digest;

const LEAF = Uint8Array.of(0);
const CHILDREN = Uint8Array.of(1);

/** Leaf hash of RFC 6962, section 2.1: SHA-256 of a zero byte and the data. */
export function hashLeaf(data: Uint8Array, sha256: Sha256): Digest {
  return sha256(concatBytes(LEAF, data));
}

/** Node hash of RFC 6962, section 2.1: SHA-256 of a one byte and both children. */
export function hashChildren(left: Digest, right: Digest, sha256: Sha256): Digest {
  return sha256(concatBytes(CHILDREN, hexToBytes(left), hexToBytes(right)));
}

/** Half of a number of leaves, rounded down; sizes may exceed the 32 bits of shifts. */
function half(n: number): number {
  return (n - (n % 2)) / 2;
}

/** The greatest power of two below `n`, for `n` of 2 or more: where RFC 6962 splits a tree. */
function splitOf(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/**
 * Hashes of the subtrees that a new leaf completes, from the leaf upwards: every complete subtree of a log is found at its last leaf.
 *
 * @param index of the leaf, counting from 0
 */
export function completeNodes(index: number, leaf: Digest, readNode: ReadNode, sha256: Sha256): Digest[] {
  const nodes = [leaf];
  let at = index;
  for (let level = 0; at % 2 === 1; level++, at = half(at))
    nodes.push(hashChildren(readNode(level, at - 1), nodes[level] as Digest, sha256));
  return nodes;
}

/** Hash over the leaves from `start` to before `end`; `start` is a multiple of the power of two that holds the range. */
function hashRange(start: number, end: number, readNode: ReadNode, sha256: Sha256): Digest {
  const size = end - start;
  if (size === 1) return readNode(0, start);
  const split = splitOf(size);
  if (split * 2 === size) {
    let level = 0;
    for (let width = 1; width < size; width *= 2) level++;
    return readNode(level, start / size);
  }
  const middle = start + split;
  return hashChildren(
    hashRange(start, middle, readNode, sha256),
    hashRange(middle, end, readNode, sha256),
    sha256,
  );
}

/** Root of the tree of the first `size` leaves; of the empty tree, the hash of nothing. Cost: log₂ `size` nodes. */
export function computeRoot(size: number, readNode: ReadNode, sha256: Sha256): Digest {
  return size === 0 ? sha256("") : hashRange(0, size, readNode, sha256);
}

/**
 * Inclusion proof (audit path) of a leaf, from its sibling upwards. Source: RFC 6962, section 2.1.1.
 *
 * @param index of the leaf, below `size`
 */
export function proveInclusion(index: number, size: number, readNode: ReadNode, sha256: Sha256): Digest[] {
  const path: Digest[] = [];
  for (let start = 0, end = size; end - start > 1; ) {
    const middle = start + splitOf(end - start);
    const left = index < middle;
    path.push(left ? hashRange(middle, end, readNode, sha256) : hashRange(start, middle, readNode, sha256));
    if (left) end = middle;
    else start = middle;
  }
  return path.reverse();
}

/**
 * Consistency proof between two sizes of a log. Empty for equal sizes and for an empty old tree. Source: RFC 6962, section 2.1.2.
 *
 * @param oldSize at most `size`
 */
export function proveConsistency(
  oldSize: number,
  size: number,
  readNode: ReadNode,
  sha256: Sha256,
): Digest[] {
  if (oldSize === 0 || oldSize === size) return [];
  const path: Digest[] = [];
  let start = 0;
  let end = size;
  // The old tree's right edge: halves to its right, or complete ones to its left, are given as they stand.
  while (oldSize < end) {
    const middle = start + splitOf(end - start);
    if (oldSize <= middle) {
      path.push(hashRange(middle, end, readNode, sha256));
      end = middle;
    } else {
      path.push(hashRange(start, middle, readNode, sha256));
      start = middle;
    }
  }
  if (start > 0) path.push(hashRange(start, end, readNode, sha256));
  return path.reverse();
}

/** The root that an inclusion proof leads to; undefined for a proof of the wrong length. Source: RFC 9162, section 2.1.3.2. */
export function rootOfInclusion(
  index: number,
  size: number,
  leaf: Digest,
  path: readonly Digest[],
  sha256: Sha256,
): Digest | undefined {
  if (index >= size) return undefined;
  let node = index;
  let last = size - 1;
  let root = leaf;
  for (const sibling of path) {
    if (last === 0) return undefined;
    if (node % 2 === 1 || node === last) {
      root = hashChildren(sibling, root, sha256);
      while (node % 2 === 0 && node !== 0) {
        node = half(node);
        last = half(last);
      }
    } else root = hashChildren(root, sibling, sha256);
    node = half(node);
    last = half(last);
  }
  return last === 0 ? root : undefined;
}

/** A tree head: how many leaves, and the root over them. */
export interface TreeHead {
  readonly size: number;
  readonly root: Digest;
}

/** True if the proof shows that the newer tree begins with all leaves of the older one, in order. Source: RFC 9162, section 2.1.4.2. */
export function isConsistent(
  before: TreeHead,
  after: TreeHead,
  proof: readonly Digest[],
  sha256: Sha256,
): boolean {
  if (before.size > after.size) return false;
  if (before.size === after.size) return proof.length === 0 && before.root === after.root;
  if (before.size === 0) return proof.length === 0 && before.root === sha256("");
  let node = before.size - 1;
  let last = after.size - 1;
  for (; node % 2 === 1; node = half(node), last = half(last));
  // Where the old tree is a complete subtree, its root is the first node and is not sent.
  const path = node === 0 ? [before.root, ...proof] : proof;
  let [oldRoot, newRoot] = [path[0], path[0]];
  if (oldRoot === undefined || newRoot === undefined) return false;
  for (const sibling of path.slice(1)) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      oldRoot = hashChildren(sibling, oldRoot, sha256);
      newRoot = hashChildren(sibling, newRoot, sha256);
      for (; node % 2 === 0 && node !== 0; node = half(node), last = half(last));
    } else newRoot = hashChildren(newRoot, sibling, sha256);
    node = half(node);
    last = half(last);
  }
  return last === 0 && oldRoot === before.root && newRoot === after.root;
}
