import { execFileSync } from "node:child_process";
import { createPublicKey } from "node:crypto";
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { withTool } from "../../../fixtures/real-tools.js";
import { NOW } from "../../../fixtures/sample-draw.js";
import {
  drawInto,
  makeSmallArchive,
  ORIGIN,
  type SmallArchive,
  TODAY,
  writeSmallPlan,
} from "../../../fixtures/small-archive.js";
import { makePerson, type Person } from "../../../fixtures/supervised-draw.js";
import { encodeNote, parseNote, parseProof, verifyDraw } from "../../core/index.js";
import { nodeSha256, readBundle } from "../draw/draw-directory.js";
import { freeze } from "../draw/freeze.js";
import { openDraw } from "../draw/open-draw.js";
import { runDraw } from "../draw/run-draw.js";
import { addKeyStatement, readArchive, withArchive } from "./archive.js";
import { addToArchive, freezeArchived, keepArchived } from "./archived-draw.js";
import type { KeyChange } from "./keys.js";
import { readPayload } from "./draw-leaves.js";
import { proveStatement } from "./proofs.js";
import type { ArchiveCheck } from "./verify/report.js";
import { verifyArchive, type VerifyArchiveOptions } from "./verify/verify-archive.js";
import { cosignRequest, formRequest, importCosignature } from "./witnessing.js";

const code = (value: string): Error => expect.objectContaining({ code: value }) as Error;

/** What a witness does on a device of their own. */
function witnessOf(office: SmallArchive, person: Person = office.witness) {
  const memory = join(office.folder, "memory.json");
  return {
    memory,
    cosign: (
      request: Uint8Array,
      archiveKey: string | undefined = office.operator.signer.publicKey,
    ): string => {
      const { note } = cosignRequest(request, {
        signer: person.signer,
        name: "人大代表",
        memory,
        archiveKey,
        now: NOW,
      });
      const file = join(office.folder, "cosigned.txt");
      writeFileSync(file, note);
      return file;
    },
  };
}

const take = ({ path, witness }: SmallArchive, file: string) =>
  withArchive(path, (archive) => importCosignature(archive, file, witness.signer.publicKey));

describe("a witness", () => {
  it("cosigns what it sees, from one checkpoint to the next, and the archive keeps it", async () => {
    const office = await makeSmallArchive();
    const { path } = office;
    const { cosign } = witnessOf(office);
    await drawInto(office, "T-1", "frozen");
    expect(take(office, cosign(formRequest(readArchive(path), 0)))).toEqual({
      size: 7,
      name: "人大代表",
      at: "2026-03-02T04:00:00Z",
    });
    await drawInto(office, "T-2");
    const { log } = readArchive(path);
    expect(log.lastCosignedBy(office.witness.signer.publicKey)).toBe(7);
    take(office, cosign(formRequest(readArchive(path), 7), undefined));
    expect(readArchive(path).log.lastCosignedBy(office.witness.signer.publicKey)).toBe(log.size);
    const trusted = [{ publicKey: office.witness.signer.publicKey, name: "人大代表" }];
    const report = verifyArchive(path, { today: TODAY, trusted });
    expect(report.verdict).toBe("valid");
    expect(report.cosignatures.map(({ size, pinned }) => [size, pinned])).toEqual([
      [7, true],
      [log.size, true],
    ]);
    // The proof of the first commitment is the one that was cosigned first.
    const archive = readArchive(path);
    const proof = parseProof(proveStatement(archive, 1, "commitment") ?? new Uint8Array());
    expect([proof?.checkpoint.size, proof?.note.signatures.length]).toEqual([7, 2]);
  });

  it("refuses a history that differs from the one it saw, and remembers what it saw", async () => {
    const office = await makeSmallArchive();
    const { cosign, memory } = witnessOf(office);
    await drawInto(office, "T-1", "frozen");
    const copy = { ...office, path: `${office.path}-copy` };
    cpSync(office.path, copy.path, { recursive: true });
    await drawInto(office, "T-2");
    cosign(formRequest(readArchive(office.path), 0));
    const seen = readFileSync(memory, "utf8");
    rmSync(join(office.folder, "draw-T-2"), { recursive: true });
    await drawInto(copy, "T-2", "drawn", (plan) => ({ ...plan, title: "另一次" }));
    expect(() => cosign(formRequest(readArchive(copy.path), 0))).toThrow(code("witness-fork"));
    await drawInto(copy, "T-3", "frozen");
    const { size } = JSON.parse(seen) as { size: number };
    expect(() => cosign(formRequest(readArchive(copy.path), size))).toThrow(code("witness-fork"));
    expect(() => cosign(formRequest(readArchive(copy.path), 0))).toThrow(code("witness-stale"));
    expect(readFileSync(memory, "utf8")).toBe(seen);
  });

  it("refuses what it cannot read, an unknown key, an older checkpoint, and a damaged memory", async () => {
    const office = await makeSmallArchive();
    const { cosign, memory } = witnessOf(office);
    const request = formRequest(readArchive(office.path), 0);
    expect(() => cosign(Buffer.from("nonsense"))).toThrow(code("witness-request"));
    expect(() => cosign(request, office.witness.signer.publicKey)).toThrow(code("witness-signature"));
    expect(existsSync(memory)).toBe(false);
    await drawInto(office, "T-1");
    cosign(formRequest(readArchive(office.path), 0));
    expect(() => cosign(request)).toThrow(code("witness-rollback"));
    writeFileSync(memory, "{}");
    expect(() => cosign(request)).toThrow(code("statement-form"));
    const { signer } = office.witness;
    expect(() =>
      cosignRequest(request, { signer, name: "a b", memory, archiveKey: undefined, now: NOW }),
    ).toThrow(code("archive-name"));
  });

  it("of another archive refuses this one", async () => {
    const office = await makeSmallArchive();
    const { cosign, memory } = witnessOf(office);
    cosign(formRequest(readArchive(office.path), 0));
    writeFileSync(
      memory,
      readFileSync(memory, "utf8").replace(`"origin":"${ORIGIN}"`, `"origin":"other.example/x"`),
    );
    expect(() => cosign(formRequest(readArchive(office.path), 0))).toThrow(code("witness-origin"));
  });
});

/** The public beacon of that evening, seven in Beijing. */
const BEACON = {
  round: 657413,
  signature:
    "b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b",
  randomness: "fc1873a13f3545aeade8401532ef5519920652eee6b0d2b19ca12643b87b3587",
};

describe("the order of a draw", () => {
  it.each([
    ["proven", "10:40:00", "named"],
    ["asserted", "11:00:04", "named"],
    ["asserted", "10:40:00", "unnamed"],
    ["asserted", "02:00:00", "named"],
  ] as const)(
    "is %s if the checkpoint was cosigned at %s and the key is pinned: %s",
    async (grade, time, pin) => {
      const office = await makeSmallArchive();
      const { folder, path, operator } = office;
      const plan = writeSmallPlan(folder, "T-1", (value) => ({
        ...value,
        visitWindow: { from: "2023-10-09", to: "2023-10-20" },
        sources: [{ kind: "secret" }, { kind: "drand", chain: "quicknet", at: "2023-09-15T19:00:01+08:00" }],
        publication: {},
      }));
      const draw = join(folder, "draw");
      const { signer } = operator;
      await freezeArchived(plan, draw, path, {
        signer,
        now: new Date("2023-09-15T10:30:00Z"),
        version: "test",
      });
      const { witness } = office;
      const now = new Date(`2023-09-15T${time}Z`);
      const memory = join(folder, "memory.json");
      const request = formRequest(readArchive(path), 0);
      const { note } = cosignRequest(request, {
        signer: witness.signer,
        name: "人大代表",
        memory,
        archiveKey: signer.publicKey,
        now,
      });
      writeFileSync(join(folder, "cosigned.txt"), note);
      withArchive(path, (archive) =>
        importCosignature(archive, join(folder, "cosigned.txt"), witness.signer.publicKey),
      );
      writeFileSync(join(folder, "beacon.json"), JSON.stringify(BEACON));
      const evening = new Date("2023-09-15T11:05:00Z");
      keepArchived(draw, signer, () =>
        openDraw(draw, { beacon: join(folder, "beacon.json"), signer, now: evening }),
      );
      keepArchived(draw, signer, () => runDraw(draw, signer));
      const { publicKey } = witness.signer;
      const trusted = [pin === "unnamed" ? { publicKey } : { publicKey, name: "人大代表" }];
      const { verdict, order } = verifyDraw(readBundle(draw), { sha256: nodeSha256, trusted });
      expect([verdict, order.grade]).toEqual(["valid", grade]);
      if (grade === "proven")
        expect(order.cosigned).toMatchObject({ name: "人大代表", at: "2023-09-15T10:40:00Z", round: 657413 });
      expect(verifyArchive(path, { today: TODAY, recompute: true }).verdict).toBe("valid");
    },
  );
});

describe("a cosignature", () => {
  it("is taken only under a checkpoint of this archive, by the key that made it", async () => {
    const office = await makeSmallArchive();
    const { cosign } = witnessOf(office);
    const file = cosign(formRequest(readArchive(office.path), 0));
    const whole = readFileSync(file, "utf8");
    const stranger = makePerson(office.folder, "stranger");
    withArchive(office.path, (archive) =>
      expect(() => importCosignature(archive, file, stranger.signer.publicKey)).toThrow(
        code("cosignature-wrong"),
      ),
    );
    for (const [text, fault] of [
      ["nonsense", "checkpoint-form"],
      [whole.replace("\n3\n", "\n4\n"), "checkpoint-unknown"],
      [whole.replace(ORIGIN, "other.example/x"), "checkpoint-unknown"],
    ] as const) {
      writeFileSync(file, text);
      expect(() => take(office, file)).toThrow(code(fault));
    }
    writeFileSync(file, whole);
    take(office, file);
    const own = office.operator.signer.publicKey;
    withArchive(office.path, (archive) =>
      expect(() => importCosignature(archive, file, own)).toThrow(code("cosignature-own")),
    );
    // A second cosignature of the same key, at another time, does not replace the first.
    take(office, file);
    expect(readArchive(office.path).log.cosignaturesAt(3)).toHaveLength(1);
  });

  withTool("openssl")("is what openssl verifies", async () => {
    const office = await makeSmallArchive();
    const file = witnessOf(office).cosign(formRequest(readArchive(office.path), 0));
    const note = parseNote(readFileSync(file));
    const line = note?.signatures[1];
    const seconds = Math.floor(NOW.getTime() / 1000);
    const at = (name: string): string => join(office.folder, name);
    writeFileSync(at("message"), `cosignature/v1\ntime ${seconds}\n${note?.text ?? ""}`);
    writeFileSync(at("sig"), line?.signature.subarray(8) ?? "");
    const x = Buffer.from(office.witness.signer.publicKey, "hex").toString("base64url");
    const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
    writeFileSync(at("key.pem"), key.export({ type: "spki", format: "pem" }));
    const args = [
      "pkeyutl",
      "-verify",
      "-pubin",
      "-inkey",
      at("key.pem"),
      "-rawin",
      "-in",
      at("message"),
      "-sigfile",
      at("sig"),
    ];
    expect(execFileSync("openssl", args).toString()).toContain("Successfully");
  });
});

/** Statuses of a check. */
function statusOf(
  path: string,
  check: ArchiveCheck,
  options: Partial<VerifyArchiveOptions> = {},
): string | undefined {
  return verifyArchive(path, { today: TODAY, ...options }).checks.find((result) => result.check === check)
    ?.status;
}

const archiveKey = (office: SmallArchive, change: Partial<KeyChange>): KeyChange => ({
  action: "replace",
  role: "archive",
  holder: ORIGIN,
  publicKey: office.operator.signer.publicKey,
  reason: "定期更换",
  ...change,
});

describe("the archive's key", () => {
  it("is replaced by a statement that both keys sign; older checkpoints stay good", async () => {
    const office = await makeSmallArchive();
    await drawInto(office, "T-1");
    const { signer } = office.witness;
    withArchive(office.path, (archive) =>
      addKeyStatement(
        archive,
        archiveKey(office, { replacement: signer.publicKey }),
        [office.operator.signer, signer],
        NOW,
      ),
    );
    expect(readArchive(office.path).key).toBe(signer.publicKey);
    expect(verifyArchive(office.path, { today: TODAY }).verdict).toBe("valid");
    const draw = await drawInto(office, "T-2", "frozen");
    expect(addToArchive(office.path, draw, office.operator.signer).isSigned).toBe(false);
    expect(addToArchive(office.path, draw, signer).isSigned).toBe(true);
    expect(verifyArchive(office.path, { today: TODAY }).verdict).toBe("valid");
  });

  it("that was lost is replaced by the new one alone, which readers have to pin", async () => {
    const office = await makeSmallArchive();
    const { signer } = office.witness;
    withArchive(office.path, (archive) =>
      addKeyStatement(
        archive,
        archiveKey(office, { replacement: signer.publicKey, reason: "遗失" }),
        [signer],
        NOW,
      ),
    );
    expect(statusOf(office.path, "keys")).toBe("skipped");
    expect(statusOf(office.path, "keys", { trusted: [{ publicKey: signer.publicKey }] })).toBe("pass");
  });

  it("that comes after a revoked one has to be pinned, and the revoked one never returns", async () => {
    const office = await makeSmallArchive();
    const { signer } = office.operator;
    const next = office.witness.signer;
    withArchive(office.path, (archive) =>
      addKeyStatement(archive, archiveKey(office, { action: "revoke", reason: "被盗" }), [signer], NOW),
    );
    expect(readArchive(office.path).key).toBeUndefined();
    const introduce = archiveKey(office, { action: "introduce", publicKey: next.publicKey });
    const copy = { ...office, path: `${office.path}-copy` };
    cpSync(office.path, copy.path, { recursive: true });
    withArchive(office.path, (archive) => addKeyStatement(archive, introduce, [next], NOW));
    expect(statusOf(office.path, "keys")).toBe("skipped");
    expect(statusOf(office.path, "keys", { archiveKey: next.publicKey })).toBe("pass");
    const back = archiveKey(office, { action: "introduce" });
    withArchive(copy.path, (archive) => addKeyStatement(archive, back, [signer], NOW));
    expect(statusOf(copy.path, "keys")).toBe("fail");
  });

  it("is not replaced by somebody who has neither", async () => {
    const office = await makeSmallArchive();
    const stranger = makePerson(office.folder, "stranger");
    const { signer } = office.witness;
    withArchive(office.path, (archive) =>
      addKeyStatement(archive, archiveKey(office, { replacement: signer.publicKey }), [stranger.signer], NOW),
    );
    expect(statusOf(office.path, "keys")).toBe("fail");
  });

  it.each([
    ["a replacement of another key", { publicKey: "ab".repeat(32), replacement: "cd".repeat(32) }],
    ["a second introduction", { action: "introduce", publicKey: "ab".repeat(32) }],
    ["a replacement of nothing", { replacement: undefined }],
  ] as const)("refuses %s", async (_, change) => {
    const office = await makeSmallArchive();
    const statement = Object.fromEntries(
      Object.entries(archiveKey(office, change as Partial<KeyChange>)).filter(
        ([, value]) => value !== undefined,
      ),
    ) as unknown as KeyChange;
    withArchive(office.path, (archive) => addKeyStatement(archive, statement, [office.operator.signer], NOW));
    expect(statusOf(office.path, "keys")).toBe("fail");
  });
});

describe("a revoked key", () => {
  it("of a witness shows in every later draw that relies on it, and in no earlier one", async () => {
    const office = await makeSmallArchive();
    const roster = [
      { role: "discipline", name: "派驻纪检监察组", key: "../witness.key.pub", required: true },
    ];
    await drawInto(office, "T-1", "frozen", (plan) => ({ ...plan, roster }));
    const { publicKey } = office.witness.signer;
    const change: KeyChange = {
      action: "revoke",
      role: "discipline",
      holder: "派驻纪检监察组",
      publicKey,
      reason: "换岗",
    };
    withArchive(office.path, (archive) => addKeyStatement(archive, change, [office.operator.signer], NOW));
    expect(readPayload(office.path, 0, "keys/002.json")).toBeDefined();
    expect(statusOf(office.path, "revoked-keys")).toBe("pass");
    const again = drawInto(office, "T-2", "frozen", (plan) => ({ ...plan, roster }));
    await expect(again).rejects.toEqual(code("archive-key-known"));
    // A draw that was frozen elsewhere with that key can still be archived, and then shows.
    const plan = writeSmallPlan(office.folder, "T-3", (value) => ({ ...value, roster }));
    const draw = join(office.folder, "draw-T-3");
    await freeze(plan, draw, { signer: office.operator.signer, now: NOW, version: "test" });
    addToArchive(office.path, draw, office.operator.signer);
    const { affected, checks } = verifyArchive(office.path, { today: TODAY });
    expect(affected).toEqual([2]);
    expect(checks.filter(({ status }) => status === "fail").map(({ check }) => check)).toEqual([
      "revoked-keys",
    ]);
  });
});

it("a note with its cosignatures is written as it is read", async () => {
  const office = await makeSmallArchive();
  take(office, witnessOf(office).cosign(formRequest(readArchive(office.path), 0)));
  const note = readArchive(office.path).log.noteAt(3);
  expect(note?.signatures).toHaveLength(2);
  expect(parseNote(encodeNote(note ?? { text: "", signatures: [] }))).toEqual(note);
});
