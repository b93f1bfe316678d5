import { execFileSync } from "node:child_process";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { withTool } from "../../../fixtures/real-tools.js";
import { PASSPHRASE, temporaryFolder } from "../../../fixtures/sample-draw.js";
import {
  encodeForSigning,
  findSigners,
  isStrongPublicKey,
  parseEnvelope,
  payloadTypeOf,
  sealEnvelope,
  verifyEd25519,
} from "../../core/index.js";
import { generateKeys, openSigner, readPublicKey } from "./private-key.js";

const hex = (text: string): Uint8Array => Buffer.from(text, "hex");

function writeKeys(): { path: string; publicKey: string } {
  const path = join(temporaryFolder(), "operator.key");
  const keys = generateKeys(PASSPHRASE);
  writeFileSync(path, keys.privatePem, { mode: 0o600 });
  writeFileSync(`${path}.pub`, keys.publicPem);
  return { path, publicKey: keys.publicKey };
}

describe("Ed25519", () => {
  it("verifies the vectors of RFC 8032", () => {
    const key = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
    const signature =
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";
    expect(verifyEd25519(key, hex("72"), hex(signature))).toBe(true);
    expect(verifyEd25519(key, hex("73"), hex(signature))).toBe(false);
    expect(verifyEd25519(key, hex("72"), hex(signature).subarray(1))).toBe(false);
  });

  it.each([
    ["the identity", `01${"00".repeat(31)}`],
    ["order 2", `ec${"ff".repeat(30)}7f`],
    ["order 4", "00".repeat(32)],
    ["order 8", "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"],
    ["a spelling that is not canonical", `ee${"ff".repeat(30)}7f`],
    ["no point", `02${"00".repeat(31)}`],
    ["upper case", "3D4017C3E843895A92B70AA74D1B7EBC9C982CCF2EC4968CC0CD55F12AF4660C"],
  ])("refuses a key: %s", (_, key) => {
    expect(isStrongPublicKey(key)).toBe(false);
    // The identity key verifies the zero signature over every message where it is not refused.
    expect(verifyEd25519(key, hex("72"), hex(`01${"00".repeat(63)}`))).toBe(false);
  });
});

describe("key files", () => {
  it("open again and sign", () => {
    const { path, publicKey } = writeKeys();
    const signer = openSigner(path, PASSPHRASE);
    expect(signer.publicKey).toBe(publicKey);
    expect(readPublicKey(`${path}.pub`)).toBe(publicKey);
    expect(verifyEd25519(publicKey, hex("00ff"), signer.sign(hex("00ff")))).toBe(true);
  });

  it("are refused with a wrong passphrase, open to others, or not encrypted", () => {
    const { path } = writeKeys();
    expect(() => openSigner(path, "another passphrase")).toThrow(
      expect.objectContaining({ code: "key-unreadable" }),
    );
    chmodSync(path, 0o644);
    expect(() => openSigner(path, PASSPHRASE)).toThrow(expect.objectContaining({ code: "key-mode" }));
    writeFileSync(path, "-----BEGIN PRIVATE KEY-----\n", { mode: 0o600 });
    chmodSync(path, 0o600);
    expect(() => openSigner(path, PASSPHRASE)).toThrow(expect.objectContaining({ code: "key-unreadable" }));
    expect(() => generateKeys("short")).toThrow(expect.objectContaining({ code: "passphrase-short" }));
    writeFileSync(`${path}.pub`, `01${"00".repeat(31)}`);
    expect(() => readPublicKey(`${path}.pub`)).toThrow(
      expect.objectContaining({ code: "public-key-invalid" }),
    );
  });

  it("use at least 600 000 iterations of PBKDF2", () => {
    const pem = readFileSync(writeKeys().path, "latin1");
    const der = Buffer.from(pem.replace(/-----.*-----/g, ""), "base64");
    expect(der.includes(Buffer.from([0x02, 0x03, 0x09, 0x27, 0xc0]))).toBe(true);
  });

  withTool("openssl")("are read by openssl, which signs and verifies alike", () => {
    const { path, publicKey } = writeKeys();
    const message = join(temporaryFolder(), "message");
    writeFileSync(message, "封存");
    execFileSync("openssl", [
      "pkeyutl",
      "-sign",
      "-inkey",
      path,
      "-passin",
      `pass:${PASSPHRASE}`,
      "-rawin",
      "-in",
      message,
      "-out",
      `${message}.sig`,
    ]);
    expect(verifyEd25519(publicKey, readFileSync(message), readFileSync(`${message}.sig`))).toBe(true);
    writeFileSync(`${message}.ours`, openSigner(path, PASSPHRASE).sign(readFileSync(message)));
    const verified = execFileSync(
      "openssl",
      [
        "pkeyutl",
        "-verify",
        "-pubin",
        "-inkey",
        `${path}.pub`,
        "-rawin",
        "-in",
        message,
        "-sigfile",
        `${message}.ours`,
      ],
      { encoding: "utf8" },
    );
    expect(verified).toContain("Signature Verified Successfully");
  });
});

describe("envelopes", () => {
  it("sign what DSSE says", () => {
    expect(
      Buffer.from(encodeForSigning("http://example.com/HelloWorld", Buffer.from("hello world"))).toString(),
    ).toBe("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
    expect(payloadTypeOf("record")).toBe("application/vnd.dualdraw.record.v1+json");
  });

  it("count unique public keys, whatever the key ids say", () => {
    const [first, second] = [writeKeys(), writeKeys()];
    const signer = openSigner(first.path, PASSPHRASE);
    const bytes = sealEnvelope("record", Buffer.from("{}"), [signer, signer]);
    const envelope = parseEnvelope(bytes);
    if (envelope === undefined) throw new Error("expected an envelope");
    expect(findSigners(envelope, [first.publicKey, first.publicKey, second.publicKey])).toEqual([
      first.publicKey,
    ]);
    const renamed = {
      ...envelope,
      signatures: envelope.signatures.map(({ sig }) => ({ keyid: second.publicKey, sig })),
    };
    expect(findSigners(renamed, [second.publicKey])).toEqual([]);
    expect(parseEnvelope(Buffer.concat([bytes, Buffer.from("\n")]))).toBeUndefined();
  });
});
