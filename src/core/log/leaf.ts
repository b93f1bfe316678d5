import { validateStatement } from "../schema/schema.js";
import type { Digest, Sha256 } from "../text/hash.js";
import { parseCanonicalJson } from "../text/json.js";
import type { StatementName } from "../record/statement-name.js";
import { encodeUtf8 } from "../text/utf8.js";
import { hashLeaf } from "./tree.js";

/** The manifest of one half of a draw's file: fixes every file in it, whatever it is. */
export type ManifestName = "manifest-public" | "manifest-sealed";

/** What a leaf of an archive's log stands for: a statement, one signature of its envelope, or one state of a manifest. */
export interface LeafSubject {
  /** Number of the draw, counting from 1; 0 for the archive's own statements. */
  readonly draw: number;
  readonly name: StatementName | ManifestName;
  /** Place of the signature in the envelope, or of the state among all of the manifest, counting from 1; absent for a statement itself. */
  readonly signature?: number;
}

/** One leaf as the archive keeps it. */
export interface Leaf extends LeafSubject {
  readonly schema: "dualdraw/leaf/v1";
  /** Place in the log, counting from 0. */
  readonly index: number;
  /** Draws in the archive up to and with this leaf. */
  readonly draws: number;
  /** The leaf hash, and the hashes of the larger subtrees that this leaf completes. */
  readonly nodes: readonly Digest[];
}

/** Leaf hash of a statement or a manifest: over exactly its bytes. */
export function hashStatement(statement: Uint8Array, sha256: Sha256): Digest {
  return hashLeaf(statement, sha256);
}

/**
 * Leaf hash of a signature: so that a signature, once archived, cannot vanish from its envelope.
 *
 * @param statement digest of the statement that it signs
 * @param sig as the envelope has it, base64
 */
export function hashSignature(statement: Digest, sig: string, sha256: Sha256): Digest {
  return hashLeaf(encodeUtf8(`dualdraw/signature/v1\n${statement}\n${sig}\n`), sha256);
}

/** Reads a leaf in canonical form; undefined for anything else. */
export function parseLeaf(bytes: Uint8Array): Leaf | undefined {
  const value = parseCanonicalJson(bytes);
  if (value === undefined || validateStatement("leaf", value).length > 0) return undefined;
  return value as unknown as Leaf;
}
