import {
  createCipheriv,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  pbkdf2Sync,
  randomBytes,
  sign,
} from "node:crypto";
import { statSync } from "node:fs";
import { platform } from "node:os";
import { isStrongPublicKey, parseSshPublicKey, type Place, refuse, type Signer } from "../../core/index.js";
import { readBytes } from "../disk/read-file.js";

/** OWASP's figure for PBKDF2-HMAC-SHA256; Node's own export is fixed at 2 048. */
const ITERATIONS = 600_000;
export const LEAST_PASSPHRASE = 12;

function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const size = body.length;
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts);
const octets = (bytes: Uint8Array): Buffer => der(0x04, bytes);
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, "hex"));
const PBES2 = oid("2a864886f70d01050d");
const PBKDF2 = oid("2a864886f70d01050c");
const HMAC_SHA256 = oid("2a864886f70d0209");
const AES_256_CBC = oid("60864801650304012a");
const NULL = der(0x05);

/** PKCS#8 encrypted under RFC 8018 PBES2: PBKDF2-HMAC-SHA256, AES-256-CBC. OpenSSL reads it. */
function encryptPkcs8(plain: Uint8Array, passphrase: string): string {
  const salt = randomBytes(16);
  const iv = randomBytes(16);
  const cipher = createCipheriv("aes-256-cbc", pbkdf2Sync(passphrase, salt, ITERATIONS, 32, "sha256"), iv);
  const iterations = Buffer.from([0x02, 0x03, ITERATIONS >> 16, (ITERATIONS >> 8) & 255, ITERATIONS & 255]);
  const derivation = sequence(PBKDF2, sequence(octets(salt), iterations, sequence(HMAC_SHA256, NULL)));
  const scheme = sequence(PBES2, sequence(derivation, sequence(AES_256_CBC, octets(iv))));
  const info = sequence(scheme, octets(Buffer.concat([cipher.update(plain), cipher.final()])));
  const lines = info.toString("base64").match(/.{1,64}/g) ?? [];
  return ["-----BEGIN ENCRYPTED PRIVATE KEY-----", ...lines, "-----END ENCRYPTED PRIVATE KEY-----", ""].join(
    "\n",
  );
}

/** A new key pair as files: the private key encrypted, the public one in PEM. */
export interface KeyFiles {
  readonly privatePem: string;
  readonly publicPem: string;
  /** 64 lower-case hex digits. */
  readonly publicKey: string;
}

function rawPublicKey(key: KeyObject): string {
  const { x = "" } = key.export({ format: "jwk" });
  return Buffer.from(x, "base64url").toString("hex");
}

/** Makes an Ed25519 key pair. Throws `passphrase-short` below 12 characters. */
export function generateKeys(passphrase: string): KeyFiles {
  if (Array.from(passphrase).length < LEAST_PASSPHRASE) refuse("passphrase-short");
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const plain = privateKey.export({ type: "pkcs8", format: "der" });
  return {
    privatePem: encryptPkcs8(plain, passphrase),
    publicPem: publicKey.export({ type: "spki", format: "pem" }).toString(),
    publicKey: rawPublicKey(privateKey),
  };
}

function readMode(path: string): number {
  return statSync(path).mode & 0o777;
}

/**
 * Opens an encrypted private key for signing. Throws `key-mode` if others may read the file, `key-unreadable` for an
 * unencrypted or other key or a wrong passphrase.
 */
export function openSigner(path: string, passphrase: string): Signer {
  const pem = Buffer.from(readBytes(path)).toString("latin1");
  const mode = readMode(path);
  if (platform() !== "win32" && (mode & 0o077) !== 0)
    refuse("key-mode", { mode: mode.toString(8) }, { file: path });
  if (!pem.includes("BEGIN ENCRYPTED PRIVATE KEY"))
    refuse("key-unreadable", { reason: "expected an encrypted PKCS#8 key" }, { file: path });
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: pem, passphrase });
  } catch {
    return refuse("key-unreadable", { reason: "wrong passphrase or damaged file" }, { file: path });
  }
  if (key.asymmetricKeyType !== "ed25519")
    refuse(
      "key-unreadable",
      { reason: `expected Ed25519, got ${key.asymmetricKeyType ?? "?"}` },
      { file: path },
    );
  return { publicKey: rawPublicKey(key), sign: (message) => sign(null, message, key) };
}

/** The key of an OpenSSH line, `ssh-ed25519 AAAA… comment`, or of a hardware key; empty for anything else. */
function readSshKey(line: string): string {
  const [, base64 = ""] = line.split(/\s+/);
  const bytes = Buffer.from(base64, "base64");
  return parseSshPublicKey(bytes)?.publicKey ?? "";
}

/**
 * A public key as text: PEM, a line of OpenSSH, or 64 hex digits (in groups, if people copied it). Throws `public-key-invalid` for anything
 * else and for weak keys.
 */
export function parsePublicKey(content: string, place: Place): string {
  const text = content.trim();
  let publicKey = text.replace(/\s/g, "").toLowerCase();
  if (text.includes("BEGIN PUBLIC KEY")) {
    try {
      publicKey = rawPublicKey(createPublicKey(text));
    } catch {
      publicKey = "";
    }
  }
  if (/^(ssh-ed25519|sk-ssh-ed25519@openssh\.com) /.test(text)) publicKey = readSshKey(text);
  return isStrongPublicKey(publicKey) ? publicKey : refuse("public-key-invalid", {}, place);
}

/** Reads a public key file. Throws like {@link parsePublicKey}. */
export function readPublicKey(path: string): string {
  return parsePublicKey(Buffer.from(readBytes(path)).toString("latin1"), { file: path });
}
