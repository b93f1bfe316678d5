import { createPublicKey, verify } from "node:crypto";
import { readFileSync } from "node:fs";
import { ed25519 } from "@noble/curves/ed25519.js";
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Signer } from "../signing/envelope.js";
import { pureSha256 } from "../text/hash.js";
import {
  type Checkpoint,
  cosign,
  formatCheckpoint,
  isSignedByLog,
  parseCheckpoint,
  signCheckpoint,
  timeOfCosignature,
} from "./checkpoint.js";
import {
  computeKeyId,
  encodeNote,
  formatSignature,
  formatVerifierKey,
  isNoteName,
  type Note,
  noteTypes,
  parseNote,
} from "./note.js";
import { encodeProof, holdsLeaf, parseProof } from "./proof.js";
import {
  completeNodes,
  computeRoot,
  hashLeaf,
  isConsistent,
  proveConsistency,
  proveInclusion,
  type ReadNode,
  rootOfInclusion,
} from "./tree.js";
import { encodeRequest, findWitnessRefusal, parseRequest } from "./witness.js";

interface Vectors {
  readonly leaves: readonly string[];
  readonly roots: readonly string[];
  readonly inclusion: readonly { index: number; size: number; path: readonly string[] }[];
  readonly consistency: readonly { from: number; to: number; proof: readonly string[] }[];
  readonly notes: readonly { key: string; seed: string; note: string }[];
}

const vectors = JSON.parse(readFileSync("fixtures/vectors/log.json", "utf8")) as Vectors;

/** The definition of RFC 6962, section 2.1, word by word. */
function treeHash(leaves: readonly Uint8Array[]): string {
  if (leaves.length === 0) return pureSha256("");
  if (leaves.length === 1) return pureSha256(concatBytes(Uint8Array.of(0), leaves[0] as Uint8Array));
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  const halves = [leaves.slice(0, k), leaves.slice(k)].map((half) => hexToBytes(treeHash(half)));
  return pureSha256(concatBytes(Uint8Array.of(1), ...halves));
}

/** A log in memory: what the archive keeps in files. */
function makeLog(leaves: readonly Uint8Array[]): { readNode: ReadNode; hashes: string[] } {
  const stored: string[][] = [];
  const readNode: ReadNode = (level, index) =>
    stored[(index + 1) * 2 ** level - 1]?.[level] ?? expect.unreachable(`node ${level} ${index}`);
  leaves.forEach((leaf, i) =>
    stored.push(completeNodes(i, hashLeaf(leaf, pureSha256), readNode, pureSha256)),
  );
  return { readNode, hashes: stored.map(([hash]) => hash as string) };
}

function makeSigner(seed: string): Signer {
  const secret = hexToBytes(seed);
  return {
    publicKey: bytesToHex(ed25519.getPublicKey(secret)),
    sign: (message) => ed25519.sign(message, secret),
  };
}

function flip(hash: string): string {
  return (hash.startsWith("0") ? "1" : "0") + hash.slice(1);
}

describe("the tree", () => {
  const known = vectors.leaves.map((hex) => hexToBytes(hex));

  it("has the known roots, paths and consistency proofs of the reference implementation", () => {
    const { readNode, hashes } = makeLog(known);
    vectors.roots.forEach((root, size) => expect(computeRoot(size, readNode, pureSha256)).toBe(root));
    for (const { index, size, path } of vectors.inclusion) {
      expect(proveInclusion(index, size, readNode, pureSha256)).toEqual(path);
      expect(rootOfInclusion(index, size, hashes[index] as string, path, pureSha256)).toBe(
        vectors.roots[size],
      );
    }
    for (const { from, to, proof } of vectors.consistency) {
      expect(proveConsistency(from, to, readNode, pureSha256)).toEqual(proof);
      const [before, after] = [from, to].map((size) => ({ size, root: vectors.roots[size] as string }));
      expect(isConsistent(before as never, after as never, proof, pureSha256)).toBe(true);
    }
  });

  const leaves = Array.from({ length: 40 }, (_, i) => Uint8Array.of(i, i * 7));
  const { readNode, hashes } = makeLog(leaves);
  const heads = Array.from({ length: 41 }, (_, size) => ({ size, root: treeHash(leaves.slice(0, size)) }));

  it("follows the recursive definition for every size up to 40", () => {
    for (const { size, root } of heads) expect(computeRoot(size, readNode, pureSha256)).toBe(root);
  });

  it("proves every leaf in every tree up to 40, and nothing else", () => {
    for (const { size, root } of heads)
      for (let index = 0; index < size; index++) {
        const path = proveInclusion(index, size, readNode, pureSha256);
        const lead = (at: number, leaf: number, given = path): string | undefined =>
          rootOfInclusion(at, size, hashes[leaf] as string, given, pureSha256);
        expect(lead(index, index)).toBe(root);
        for (let other = 0; other < size; other++)
          if (other !== index) expect(lead(index, other)).not.toBe(root);
        expect(lead(size, index)).toBeUndefined();
        expect(lead(index, index, [...path, root])).toBeUndefined();
        if (path.length > 0) {
          expect(lead(index, index, path.slice(1))).not.toBe(root);
          path.forEach((hash, i) => expect(lead(index, index, path.with(i, flip(hash)))).not.toBe(root));
        }
      }
  });

  it("proves every two sizes consistent, and no forks", () => {
    for (const before of heads)
      for (const after of heads) {
        if (before.size > after.size) {
          expect(isConsistent(before, after, [], pureSha256)).toBe(false);
          continue;
        }
        const proof = proveConsistency(before.size, after.size, readNode, pureSha256);
        expect(isConsistent(before, after, proof, pureSha256)).toBe(true);
        if (before.size > 0) {
          expect(isConsistent({ ...before, root: flip(before.root) }, after, proof, pureSha256)).toBe(false);
          expect(isConsistent(before, { ...after, root: flip(after.root) }, proof, pureSha256)).toBe(false);
        }
        expect(isConsistent(before, after, [...proof, before.root], pureSha256)).toBe(false);
        proof.forEach((hash, i) => {
          expect(isConsistent(before, after, proof.with(i, flip(hash)), pureSha256)).toBe(false);
          expect(isConsistent(before, after, proof.toSpliced(i, 1), pureSha256)).toBe(false);
        });
      }
  });

  it("refuses any proof between trees of which one leaf was exchanged", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 39 }),
        fc.nat(),
        fc.integer({ min: 1, max: 20 }),
        (size, at, more) => {
          const forged = [...leaves];
          forged[at % size] = utf8ToBytes("forged");
          const fork = makeLog(forged);
          const after = Math.min(40, size + more);
          const proof = proveConsistency(size, after, fork.readNode, pureSha256);
          const head = { size: after, root: computeRoot(after, fork.readNode, pureSha256) };
          expect(isConsistent(heads[size] as never, head, proof, pureSha256)).toBe(false);
        },
      ),
    );
  });
});

describe("notes", () => {
  it("reads, checks and makes the published example byte for byte", () => {
    for (const { key, seed, note } of vectors.notes) {
      const [name = "", id] = key.split("+");
      const signer = makeSigner(seed);
      const keyId = computeKeyId(name, noteTypes.ed25519, signer.publicKey, pureSha256);
      expect(keyId).toBe(id);
      expect(formatVerifierKey(name, noteTypes.ed25519, signer.publicKey, pureSha256)).toBe(key);
      const parsed = parseNote(utf8ToBytes(note)) as Note;
      expect(isSignedByLog(parsed, name, signer.publicKey, pureSha256)).toBe(true);
      const again = {
        text: parsed.text,
        signatures: [{ name, keyId, signature: signer.sign(utf8ToBytes(parsed.text)) }],
      };
      expect(Buffer.from(encodeNote(again)).toString()).toBe(note);
    }
  });

  it.each([
    ["no signature", "text\n"],
    ["an empty signature block", "text\n\n"],
    ["no line end", "text\n\n— a AAAAAAA="],
    ["another dash", "text\n\n- a AAAAAAA=\n"],
    ["a control character", "te\u0007xt\n\n— a AAAAAAA=\n"],
    ["base64 with spare bits", "text\n\n— a AAAAAAB=\n"],
    ["a key id alone", "text\n\n— a AAAAAA==\n"],
    ["a name with a plus", "text\n\n— a+b AAAAAAA=\n"],
    ["a stray line among the signatures", "text\n\n— a AAAAAAA=\nmore\n"],
  ])("refuses %s", (_, text) => expect(parseNote(utf8ToBytes(text))).toBeUndefined());

  it("takes names in any script, without spaces, plus signs and invisible characters", () => {
    expect(isNoteName("如东县市场监管局")).toBe(true);
    for (const name of ["", "a b", "a+b", "a\u200bb", "a\u3000b", "a\nb", "档".repeat(86)])
      expect(isNoteName(name)).toBe(false);
  });

  it("reads back what it writes", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 90 }),
        fc.constantFrom("a", "县局", "x/y"),
        (signature, name) => {
          const note = { text: "一\n二\n", signatures: [{ name, keyId: "00ff10aa", signature }] };
          expect(parseNote(encodeNote(note))).toEqual(note);
        },
      ),
    );
  });
});

const origin = "rudong.example/archive";
const log = makeSigner("11".repeat(32));
const witness = makeSigner("22".repeat(32));
const stranger = makeSigner("33".repeat(32));

describe("checkpoints", () => {
  const root = vectors.roots[8] as string;

  it("have one spelling", () => {
    const text = formatCheckpoint({ origin, size: 8, root });
    expect(text).toBe(`${origin}\n8\n${Buffer.from(root, "hex").toString("base64")}\n`);
    expect(parseCheckpoint(text)).toEqual({ origin, size: 8, root });
    const wrong = [
      text.replace("\n8\n", "\n08\n"),
      text.replace("\n8\n", "\n-8\n"),
      `${text}more\n`,
      text.trimEnd(),
      text.replace(origin, "a b"),
      text.replace("\n8\n", "\n99999999999999999999\n"),
      text.replace("=\n", "\n"),
    ];
    for (const other of wrong) expect(parseCheckpoint(other)).toBeUndefined();
  });

  it("carry the log's signature, as Node's own Ed25519 confirms", () => {
    const note = parseNote(signCheckpoint({ origin, size: 8, root }, log, pureSha256)) as Note;
    expect(isSignedByLog(note, origin, log.publicKey, pureSha256)).toBe(true);
    expect(isSignedByLog(note, origin, stranger.publicKey, pureSha256)).toBe(false);
    expect(isSignedByLog(note, "other.example", log.publicKey, pureSha256)).toBe(false);
    expect(
      isSignedByLog({ ...note, text: note.text.replace("8", "9") }, origin, log.publicKey, pureSha256),
    ).toBe(false);
    expect(verifyWithNode(log.publicKey, utf8ToBytes(note.text), note.signatures[0]?.signature)).toBe(true);
  });

  it("are cosigned with a time that cannot be moved", () => {
    const text = formatCheckpoint({ origin, size: 8, root });
    const line = cosign(text, "证人", witness, 1_679_315_147n, pureSha256);
    expect(timeOfCosignature(text, line, witness.publicKey, pureSha256)).toBe("2023-03-20T12:25:47Z");
    expect(line.keyId).toBe(
      pureSha256(Buffer.concat([Buffer.from("证人\n\u0004"), Buffer.from(witness.publicKey, "hex")])).slice(
        0,
        8,
      ),
    );
    const message = `cosignature/v1\ntime 1679315147\n${text}`;
    expect(verifyWithNode(witness.publicKey, utf8ToBytes(message), line.signature.subarray(8))).toBe(true);
    for (let i = 0; i < line.signature.length; i++) {
      const signature = line.signature.with(i, (line.signature[i] as number) ^ 1);
      expect(timeOfCosignature(text, { ...line, signature }, witness.publicKey, pureSha256)).toBeUndefined();
    }
    expect(timeOfCosignature(text, { ...line, name: "他人" }, witness.publicKey, pureSha256)).toBeUndefined();
    expect(timeOfCosignature(text, line, stranger.publicKey, pureSha256)).toBeUndefined();
    expect(timeOfCosignature(`${text}x`, line, witness.publicKey, pureSha256)).toBeUndefined();
    const late = cosign(text, "证人", witness, 253_402_300_800n, pureSha256);
    expect(timeOfCosignature(text, late, witness.publicKey, pureSha256)).toBeUndefined();
  });
});

function verifyWithNode(publicKey: string, message: Uint8Array, signature: Uint8Array | undefined): boolean {
  const x = Buffer.from(publicKey, "hex").toString("base64url");
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  return verify(null, message, key, signature ?? new Uint8Array());
}

/** The note of a log's checkpoint at a size. */
function noteAt(readNode: ReadNode, size: number, signer = log): Note {
  const checkpoint = { origin, size, root: computeRoot(size, readNode, pureSha256) };
  return parseNote(signCheckpoint(checkpoint, signer, pureSha256)) as Note;
}

const entries = Array.from({ length: 21 }, (_, i) => utf8ToBytes(`statement ${i}`));
const { readNode, hashes } = makeLog(entries);

describe("proof files", () => {
  const proof = { index: 5, path: proveInclusion(5, 21, readNode, pureSha256), note: noteAt(readNode, 21) };

  it("are written as C2SP says and read back", () => {
    const bytes = encodeProof(proof);
    const lines = Buffer.from(bytes).toString().split("\n");
    expect(lines.slice(0, 2)).toEqual(["c2sp.org/tlog-proof@v1", "index 5"]);
    const parsed = parseProof(bytes);
    expect(parsed).toMatchObject({ index: 5, path: proof.path, checkpoint: { origin, size: 21 } });
    expect(holdsLeaf(parsed as never, hashes[5] as string, pureSha256)).toBe(true);
    expect(holdsLeaf(parsed as never, hashes[6] as string, pureSha256)).toBe(false);
  });

  it("fail with any byte changed", () => {
    const bytes = encodeProof(proof);
    const stillHolds: number[] = [];
    for (let i = 0; i < bytes.length; i++) {
      const parsed = parseProof(bytes.with(i, (bytes[i] as number) ^ 1));
      if (parsed === undefined || !holdsLeaf(parsed, hashes[5] as string, pureSha256)) continue;
      if (isSignedByLog(parsed.note, origin, log.publicKey, pureSha256)) stillHolds.push(i);
    }
    expect(stillHolds).toEqual([]);
  });
});

describe("a witness", () => {
  const ask = (oldSize: number, size: number, nodes = readNode, signer = log) =>
    parseRequest(
      encodeRequest({
        oldSize,
        proof: proveConsistency(oldSize, size, nodes, pureSha256),
        note: noteAt(nodes, size, signer),
      }),
    ) as never;
  const at = (size: number): Checkpoint => ({ origin, size, root: computeRoot(size, readNode, pureSha256) });
  const fork = makeLog(entries.map((entry, i) => (i === 3 ? utf8ToBytes("forged") : entry))).readNode;

  it.each([
    ["cosigns the first checkpoint it sees", ask(0, 7), undefined, undefined],
    ["cosigns what continues its last one", ask(7, 21), at(7), undefined],
    ["cosigns the same again", ask(7, 7), at(7), undefined],
    ["refuses a fork that is longer", ask(7, 21, fork), at(7), "witness-fork"],
    ["refuses a fork of the same size", ask(7, 7, fork), at(7), "witness-fork"],
    ["refuses an older checkpoint", ask(0, 6), at(7), "witness-rollback"],
    ["asks for a proof from its own size", ask(5, 21), at(7), "witness-stale"],
    ["refuses another log's key", ask(7, 21, readNode, stranger), at(7), "witness-signature"],
    ["refuses another log's name", ask(7, 21), { ...at(7), origin: "other.example" }, "witness-origin"],
  ])("%s", (_, request, last, expected) =>
    expect(findWitnessRefusal(request, last, log.publicKey, pureSha256)).toBe(expected),
  );

  it("reads a request in its one spelling", () => {
    const bytes = encodeRequest({
      oldSize: 7,
      proof: proveConsistency(7, 21, readNode, pureSha256),
      note: noteAt(readNode, 21),
    });
    const text = Buffer.from(bytes).toString();
    for (const other of [
      text.replace("old 7", "old 07"),
      text.replace("old 7", "new 7"),
      text.replace("\n\n", "\nAAAA\n\n"),
      text.slice(0, -1),
      "",
      "old 7\n\n",
    ])
      expect(parseRequest(utf8ToBytes(other))).toBeUndefined();
  });

  it("writes lines that stand under the checkpoint", () => {
    const note = noteAt(readNode, 7);
    const line = cosign(note.text, "证人", witness, 1_700_000_000n, pureSha256);
    const text = Buffer.from(encodeNote(note)).toString() + formatSignature(line);
    expect(parseNote(utf8ToBytes(text))?.signatures).toEqual([...note.signatures, line]);
  });
});
