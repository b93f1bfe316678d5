import { sha256, sha512 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { decodeUtf8, encodeUtf8 } from "../text/utf8.js";
import { verifyEd25519 } from "./ed25519.js";

/** The namespace of `ssh-keygen -Y sign -n` under which a signature counts for a draw. */
export const SSH_NAMESPACE = "dualdraw";

const MAGIC = encodeUtf8("SSHSIG");
const USER_PRESENT = 1;

/** Reads the length-prefixed fields of the SSH wire format; past the end every field is empty and `intact` is false. */
class WireReader {
  readonly #bytes: Uint8Array;
  #at = 0;
  intact = true;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  take(length: number): Uint8Array {
    if (this.#at + length > this.#bytes.length) this.intact = false;
    const part = this.#bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    return part;
  }

  number(): number {
    return this.take(4).reduce((value, byte) => value * 256 + byte, 0);
  }

  field(): Uint8Array {
    return this.take(this.number());
  }

  text(): string {
    return decodeUtf8(this.field()) ?? "";
  }

  get ended(): boolean {
    return this.intact && this.#at === this.#bytes.length;
  }
}

/** A text or bytes with their length in front, as the wire format writes them. */
function encodeField(content: Uint8Array): Uint8Array {
  const { length } = content;
  return joinBytes(Uint8Array.of(length >>> 24, length >>> 16, length >>> 8, length), content);
}

function joinBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** An OpenSSH signature: the key that made it and what it says of itself. */
export interface SshSignature {
  /** 64 lower-case hex digits. */
  readonly publicKey: string;
  readonly namespace: string;
  readonly hash: "sha256" | "sha512";
  /** Of a hardware key: the application it was made for, and what the device adds to each signature. */
  readonly device?: { readonly application: string; readonly flags: number; readonly counter: Uint8Array };
  readonly signature: Uint8Array;
}

/** A public key in the wire format: `ssh-ed25519`, or `sk-ssh-ed25519@openssh.com` with its application. */
export function parseSshPublicKey(
  bytes: Uint8Array,
): { publicKey: string; application?: string } | undefined {
  const reader = new WireReader(bytes);
  const type = reader.text();
  const publicKey = bytesToHex(reader.field());
  if (type === "ssh-ed25519") return reader.ended ? { publicKey } : undefined;
  if (type !== "sk-ssh-ed25519@openssh.com") return undefined;
  const application = reader.text();
  return reader.ended ? { publicKey, application } : undefined;
}

/** Reads the binary form of an OpenSSH signature (SSHSIG version 1); undefined for any other bytes and other kinds of keys. */
export function parseSshSignature(bytes: Uint8Array): SshSignature | undefined {
  const reader = new WireReader(bytes);
  if (!reader.take(MAGIC.length).every((byte, i) => byte === MAGIC[i]) || reader.number() !== 1)
    return undefined;
  const key = parseSshPublicKey(reader.field());
  const namespace = reader.text();
  reader.field();
  const hash = reader.text();
  const blob = reader.field();
  if (!reader.ended || key === undefined || (hash !== "sha256" && hash !== "sha512")) return undefined;
  const inner = new WireReader(blob);
  const type = inner.text();
  const signature = inner.field();
  const common = { publicKey: key.publicKey, namespace, hash, signature } as const;
  if (key.application === undefined) return type === "ssh-ed25519" && inner.ended ? common : undefined;
  const flags = inner.take(1)[0] ?? 0;
  const counter = inner.take(4);
  if (type !== "sk-ssh-ed25519@openssh.com" || !inner.ended) return undefined;
  return { ...common, device: { application: key.application, flags, counter } };
}

/**
 * True if the signature is over the message, in our namespace; a hardware key must have been touched. Source: OpenSSH PROTOCOL.sshsig and
 * PROTOCOL.u2f.
 */
export function verifySshSignature(parsed: SshSignature, message: Uint8Array): boolean {
  const { publicKey, namespace, hash, device, signature } = parsed;
  if (namespace !== SSH_NAMESPACE) return false;
  const digest = hash === "sha256" ? sha256(message) : sha512(message);
  const fields = [encodeUtf8(namespace), new Uint8Array(0), encodeUtf8(hash), digest].map(encodeField);
  const signed = joinBytes(MAGIC, ...fields);
  if (device === undefined) return verifyEd25519(publicKey, signed, signature);
  if ((device.flags & USER_PRESENT) === 0) return false;
  const { application, flags, counter } = device;
  const data = joinBytes(sha256(encodeUtf8(application)), Uint8Array.of(flags), counter, sha256(signed));
  return verifyEd25519(publicKey, data, signature);
}
