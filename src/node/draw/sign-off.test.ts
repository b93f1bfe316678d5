import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ed25519 } from "@noble/curves/ed25519.js";
import { describe, expect, it } from "vitest";
import { withTool } from "../../../fixtures/real-tools.js";
import { PASSPHRASE } from "../../../fixtures/sample-draw.js";
import { AFTERNOON, makeOffice, makeSupervisedDraw, type Office } from "../../../fixtures/supervised-draw.js";
import {
  findSigners,
  isSignatureOf,
  parseEnvelope,
  parseSshSignature,
  type SignerStanding,
  type StatementName,
  type TrustedKey,
  verifyDraw,
} from "../../core/index.js";
import { nodeSha256, readBundle } from "./draw-directory.js";
import { freeze } from "./freeze.js";
import { openDraw } from "./open-draw.js";
import { readPublicKey } from "../keys/private-key.js";
import { runDraw } from "./run-draw.js";
import { attest, formSigningRequest, importSignature } from "./sign-off.js";
import { readTrustedKeys } from "../keys/trusted-keys.js";

const code = (value: string): unknown => expect.objectContaining({ code: value });

function signRaw(office: Office, name: StatementName): string {
  const path = join(office.folder, `${name}.sig`);
  writeFileSync(path, office.witness.signer.sign(formSigningRequest(office.draw, name)));
  return path;
}

function standingOf(office: Office, trust: readonly string[] = []): readonly SignerStanding[] {
  const report = verifyDraw(readBundle(office.draw), {
    sha256: nodeSha256,
    trusted: trust.flatMap(readTrustedKeys),
  });
  expect(report.checks.filter(({ status }) => status === "fail")).toEqual([]);
  return report.presence.signers;
}

describe("signatures from other devices", () => {
  it("are added to the operator's, raw or in base64, and make the order witnessed for a reader who pinned the key", async () => {
    const office = await makeSupervisedDraw("frozen");
    const { draw, folder, witness, operator, values } = office;
    importSignature(draw, "commitment", "2", signRaw(office, "commitment"));
    openDraw(draw, { contributions: values, signer: operator.signer, now: AFTERNOON });
    runDraw(draw, operator.signer);
    const base64 = join(folder, "opening.b64");
    writeFileSync(base64, `${readFileSync(signRaw(office, "opening")).toString("base64")}\n`);
    importSignature(draw, "opening", "派驻纪检监察组", base64);
    const envelope = parseEnvelope(readFileSync(join(draw, "envelopes/commitment.json")));
    expect(envelope?.signatures.length).toBe(2);
    const verify = (...trusted: TrustedKey[]) =>
      verifyDraw(readBundle(draw), { sha256: nodeSha256, trusted });
    const { publicKey } = witness.signer;
    expect(verify().order).toEqual({ grade: "asserted", witnesses: [] });
    expect(verify({ publicKey: operator.signer.publicKey }).order.grade).toBe("asserted");
    // A key without a name, or under another, says nothing of who the witness was.
    expect(verify({ publicKey }).order.grade).toBe("asserted");
    expect(verify({ publicKey, name: "人大代表" }).order.grade).toBe("asserted");
    const witnessed = verify({ publicKey, name: "派驻纪检监察组" });
    expect(witnessed.order).toEqual({ grade: "witnessed", witnesses: ["派驻纪检监察组"] });
    expect(witnessed.verdict).toBe("valid");
    expect(standingOf(office, [witness.publicKeyFile]).map(({ status }) => status)).toEqual([
      "self-consistent",
      "attributable",
      "missing",
    ]);
  });

  it("are taken once, and only from the person, over that statement, by its key", async () => {
    const office = await makeSupervisedDraw("frozen");
    const { draw, folder } = office;
    const good = signRaw(office, "commitment");
    importSignature(draw, "commitment", "2", good);
    const before = readFileSync(join(draw, "envelopes/commitment.json"));
    importSignature(draw, "commitment", "2", good);
    expect(readFileSync(join(draw, "envelopes/commitment.json"))).toEqual(before);
    const wrong = join(folder, "wrong.sig");
    writeFileSync(wrong, Buffer.alloc(64, 7));
    const take = (name: StatementName, signer: string, path: string) => () =>
      importSignature(draw, name, signer, path);
    expect(take("commitment", "2", wrong)).toThrow(code("signature-wrong"));
    expect(take("record", "2", good)).toThrow(code("step-missing"));
    expect(take("commitment", "1", good)).toThrow(code("signature-wrong"));
    expect(take("commitment", "3", good)).toThrow(code("signer-on-paper"));
    expect(take("commitment", "9", good)).toThrow(code("signer-unknown"));
    expect(take("event-001", "2", good)).toThrow(code("step-missing"));
    expect(readFileSync(join(draw, "envelopes/commitment.json"))).toEqual(before);
    openDraw(draw, { contributions: office.values, signer: office.operator.signer, now: AFTERNOON });
    expect(take("commitment", "2", good)).toThrow(code("countersign-late"));
    expect(take("opening", "2", good)).toThrow(code("signature-wrong"));
  });

  withTool("openssl")("come from openssl", async () => {
    const office = await makeSupervisedDraw("frozen");
    const { draw, folder, witness } = office;
    const [request, signature] = [join(folder, "request"), join(folder, "signature")];
    writeFileSync(request, formSigningRequest(draw, "commitment"));
    execFileSync("openssl", [
      "pkeyutl",
      "-sign",
      "-inkey",
      witness.keyFile,
      "-passin",
      `pass:${PASSPHRASE}`,
      "-rawin",
      "-in",
      request,
      "-out",
      signature,
    ]);
    importSignature(draw, "commitment", "2", signature);
    expect(standingOf(office)[1]?.signed).toEqual(["commitment"]);
  });
});

describe("OpenSSH signatures", () => {
  const makeSshKey = (folder: string): string => {
    const key = join(folder, "id_ed25519");
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "witness", "-f", key]);
    return key;
  };
  const signSsh = (key: string, file: string, ...options: string[]): string => {
    execFileSync("ssh-keygen", ["-Y", "sign", "-f", key, "-n", "dualdraw", ...options, file], {
      stdio: "pipe",
    });
    return `${file}.sig`;
  };

  withTool("ssh-keygen")("of a roster's OpenSSH key are imported from ssh-keygen's own file", async () => {
    const office = makeOffice((plan) => ({
      ...plan,
      roster: [{ role: "discipline", name: "监督员", key: "id_ed25519.pub", required: true }],
    }));
    const key = makeSshKey(office.folder);
    const { draw, plan, folder, operator } = office;
    await freeze(plan, draw, { signer: operator.signer, now: AFTERNOON, version: "test" });
    const request = join(folder, "commitment.tosign");
    writeFileSync(request, formSigningRequest(draw, "commitment"));
    importSignature(draw, "commitment", "监督员", signSsh(key, request));
    const [, witness] = standingOf(office, [`${key}.pub`]);
    expect(witness).toMatchObject({ status: "attributable", signed: ["commitment"] });
  });

  withTool("ssh-keygen")("verify against the public key that ssh-keygen wrote", async () => {
    const { draw, folder } = await makeSupervisedDraw("drawn");
    const key = makeSshKey(folder);
    const publicKey = readPublicKey(`${key}.pub`);
    const request = formSigningRequest(draw, "commitment");
    for (const options of [[], ["-O", "hashalg=sha256"]]) {
      const file = join(folder, `request-${options.length}`);
      writeFileSync(file, request);
      const armoured = readFileSync(signSsh(key, file, ...options), "latin1");
      const blob = Buffer.from(armoured.replace(/-----.*-----/g, "").replace(/\s/g, ""), "base64");
      expect(parseSshSignature(blob)).toMatchObject({ publicKey, namespace: "dualdraw" });
      expect(isSignatureOf(publicKey, request, blob)).toBe(true);
      expect(isSignatureOf(publicKey, request.subarray(1), blob)).toBe(false);
      for (let i = 0; i < blob.length; i++) {
        const changed = Buffer.from(blob);
        changed[i] = (changed[i] ?? 0) ^ 1;
        expect(isSignatureOf(publicKey, request, changed)).toBe(false);
        expect(isSignatureOf(publicKey, request, blob.subarray(0, i))).toBe(false);
      }
    }
    const other = join(folder, "other-namespace");
    writeFileSync(other, request);
    execFileSync("ssh-keygen", ["-Y", "sign", "-f", key, "-n", "file", other], { stdio: "pipe" });
    const foreign = readFileSync(`${other}.sig`, "latin1").replace(/-----.*-----|\s/g, "");
    expect(isSignatureOf(publicKey, request, Buffer.from(foreign, "base64"))).toBe(false);
  });

  /** Fields of the SSH wire format. */
  const field = (content: Uint8Array | string): Buffer => {
    const bytes = Buffer.from(content);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };

  /** What a hardware key returns: the device signs its application, a flag for the touch and its counter besides. */
  function signWithDevice(
    secret: Uint8Array,
    message: Uint8Array,
    flags: number,
  ): { line: string; blob: Buffer } {
    const sha = (algorithm: string, bytes: Uint8Array | string): Buffer =>
      createHash(algorithm).update(bytes).digest();
    const type = "sk-ssh-ed25519@openssh.com";
    const key = Buffer.concat([field(type), field(ed25519.getPublicKey(secret)), field("ssh:")]);
    const signed = Buffer.concat([
      Buffer.from("SSHSIG"),
      field("dualdraw"),
      field(""),
      field("sha512"),
      field(sha("sha512", message)),
    ]);
    const tail = Buffer.from([flags, 0, 0, 0, 9]);
    const data = Buffer.concat([sha("sha256", "ssh:"), tail, sha("sha256", signed)]);
    const signature = Buffer.concat([field(type), field(ed25519.sign(data, secret)), tail]);
    const version = Buffer.from([0, 0, 0, 1]);
    const blob = Buffer.concat([
      Buffer.from("SSHSIG"),
      version,
      field(key),
      field("dualdraw"),
      field(""),
      field("sha512"),
      field(signature),
    ]);
    return { line: `${type} ${key.toString("base64")}`, blob };
  }

  withTool("ssh-keygen")(
    "of hardware keys are those that the real ssh-keygen accepts, if the key was touched",
    async () => {
      const { draw, folder } = await makeSupervisedDraw("frozen");
      const request = formSigningRequest(draw, "commitment");
      const secret = new Uint8Array(32).fill(5);
      for (const [flags, accepted] of [
        [1, true],
        [5, true],
        [0, false],
      ] as const) {
        const { line, blob } = signWithDevice(secret, request, flags);
        const publicKey = Buffer.from(ed25519.getPublicKey(secret)).toString("hex");
        expect(isSignatureOf(publicKey, request, blob)).toBe(accepted);
        const [allowed, armour] = [join(folder, "allowed"), join(folder, "device.sig")];
        writeFileSync(allowed, `witness ${line}\n`);
        const lines = blob.toString("base64").match(/.{1,70}/g) ?? [];
        writeFileSync(
          armour,
          ["-----BEGIN SSH SIGNATURE-----", ...lines, "-----END SSH SIGNATURE-----", ""].join("\n"),
        );
        const { status } = spawnSync(
          "ssh-keygen",
          ["-Y", "verify", "-f", allowed, "-I", "witness", "-n", "dualdraw", "-s", armour],
          { input: request },
        );
        expect(status).toBe(0);
      }
    },
  );
});

describe("attestations", () => {
  it("say who was there; paper is the operator's word, and a reservation stays in the person's words", async () => {
    const office = await makeSupervisedDraw("drawn");
    const { draw, folder, operator } = office;
    const scan = join(folder, "page.pdf");
    writeFileSync(scan, "a scanned page");
    attest(draw, { signer: "3", scan, operator: operator.signer });
    attest(draw, { signer: "2", reservation: "骰子落地后重掷一次", operator: operator.signer });
    const unsigned = standingOf(office)[1];
    expect([unsigned?.status, unsigned?.attested]).toEqual(["missing", undefined]);
    importSignature(draw, "attestation-02", "2", signRaw(office, "attestation-02"));
    const [, witness, deputy] = standingOf(office);
    expect(witness).toMatchObject({
      status: "self-consistent",
      attested: "reservation",
      reservation: "骰子落地后重掷一次",
    });
    expect(deputy).toMatchObject({
      status: "paper",
      attested: "present",
      scan: {
        name: "page.pdf",
        sha256: createHash("sha256").update("a scanned page").digest("hex"),
        bytes: 14,
      },
    });
    expect(deputy?.signed).toEqual([]);
  });

  it("are written once, for people of the roster alone, after the draw", async () => {
    const office = await makeSupervisedDraw("drawn");
    const { draw, operator, witness } = office;
    attest(draw, { signer: "人大代表", operator: operator.signer });
    attest(draw, { signer: "3", operator: operator.signer });
    const say = (signer: string, reservation?: string) => () =>
      attest(draw, {
        signer,
        operator: operator.signer,
        ...(reservation === undefined ? {} : { reservation }),
      });
    expect(say("3", "我改主意了")).toThrow(code("attestation-fixed"));
    expect(say("路人")).toThrow(code("signer-unknown"));
    expect(() => attest(draw, { signer: "3", operator: witness.signer })).toThrow(code("key-not-rostered"));
    const early = await makeSupervisedDraw("frozen");
    expect(() => attest(early.draw, { signer: "3", operator: early.operator.signer })).toThrow(
      code("step-missing"),
    );
  });

  it("signed by the operator in place of the person count for nothing", async () => {
    const office = await makeSupervisedDraw("drawn");
    const { draw, operator } = office;
    attest(draw, { signer: "2", operator: operator.signer });
    const bundle = readBundle(draw);
    const files = new Map(bundle.files);
    expect(files.has("envelopes/attestation-02.json")).toBe(false);
    expect(standingOf(office)[1]?.status).toBe("missing");
  });
});

describe("envelopes", () => {
  it("count a key once, whatever its key ids and repetitions", async () => {
    const office = await makeSupervisedDraw("drawn");
    const bytes = readFileSync(join(office.draw, "envelopes/commitment.json"));
    const envelope = parseEnvelope(bytes);
    const [signature] = envelope?.signatures ?? [];
    if (envelope === undefined || signature === undefined) throw new Error("expected a signature");
    const twice = { ...envelope, signatures: [signature, { ...signature, keyid: "somebody else" }] };
    const key = office.operator.signer.publicKey;
    expect(findSigners(twice, [key, key, office.witness.signer.publicKey])).toEqual([key]);
  });
});
