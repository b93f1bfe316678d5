import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { withTool } from "../../../fixtures/real-tools.js";
import { NOW } from "../../../fixtures/sample-draw.js";
import {
  drawAlone,
  drawInto,
  finishSmallDraw,
  makeSmallArchive,
  ORIGIN,
  type SmallArchive,
  TODAY,
  writeSmallPlan,
} from "../../../fixtures/small-archive.js";
import { makePerson, readJsonFile } from "../../../fixtures/supervised-draw.js";
import { type Commitment, encodeForSigning, payloadTypeOf, verifyDraw } from "../../core/index.js";
import { withArchiveLock } from "../disk/lock.js";
import { nodeSha256, readBundle } from "../draw/draw-directory.js";
import { recordEvent } from "../draw/events.js";
import { freeze } from "../draw/freeze.js";
import { publicFiles, recordRelease, writePublicFolder } from "../draw/publish.js";
import { importSignature } from "../draw/sign-off.js";
import { readArchive, withArchive } from "./archive.js";
import { addToArchive, freezeArchived, keepArchived, proveAll } from "./archived-draw.js";
import { listFiles } from "./bag.js";
import { readDrawState } from "./draw-state.js";
import { exportAll, exportAsDirectory, exportDraws } from "./export.js";
import { partFolder } from "./layout.js";
import type { ArchiveCheck } from "./verify/report.js";
import { verifyArchive } from "./verify/verify-archive.js";

const code = (value: string): unknown => expect.objectContaining({ code: value });
const AFTER_VISITS = new Date("2026-04-20T00:00:00Z");

/** Checks that failed, and the verdict. */
function check(
  path: string,
  options: Partial<Parameters<typeof verifyArchive>[1]> = {},
): [string, ArchiveCheck[]] {
  const { verdict, checks } = verifyArchive(path, { today: TODAY, ...options });
  return [verdict, checks.filter(({ status }) => status === "fail").map((result) => result.check)];
}

const voidDraw = (draw: string, { operator }: SmallArchive): void => {
  const request = { kind: "void", withheld: [], known: [] } as const;
  const input = { request, reason: { code: "other", text: "停电" }, evidence: [] };
  keepArchived(draw, operator.signer, () => recordEvent(draw, input, { signer: operator.signer, now: NOW }));
};

describe("a draw in the archive", () => {
  it("has its place before anybody signs, and a number without a gap", async () => {
    const archive = await makeSmallArchive();
    const first = await drawInto(archive, "T-1", "frozen");
    const { archive: place } = readJsonFile<Commitment>(join(first, "commitment.json"));
    expect(place).toEqual({ origin: ORIGIN, sequence: 3, publicKey: archive.operator.signer.publicKey });
    const second = await drawInto(archive, "T-2");
    expect(readJsonFile<Commitment>(join(second, "commitment.json")).archive?.sequence).toBe(7);
    const { log } = readArchive(archive.path);
    expect([log.draws, log.leaf(7).name, log.leaf(7).draw]).toEqual([2, "commitment", 2]);
    expect(check(archive.path, { recompute: true })).toEqual(["valid", []]);
  });

  withTool("sha256sum")("is two bags that sha256sum checks", async () => {
    const archive = await makeSmallArchive();
    await drawInto(archive, "T-1");
    for (const part of ["public", "sealed"] as const)
      for (const manifest of ["manifest-sha256.txt", "tagmanifest-sha256.txt"])
        execFileSync("sha256sum", ["--strict", "--quiet", "-c", manifest], {
          cwd: partFolder(archive.path, 1, part),
        });
    const info = readFileSync(join(partFolder(archive.path, 1, "public"), "bag-info.txt"), "utf8");
    expect(info).toContain(
      "Source-Organization: 云溪县市场监督管理局\nExternal-Identifier: T-1\nBagging-Date: 2026-03-02\n",
    );
    expect(statSync(partFolder(archive.path, 1, "sealed")).mode & 0o777).toBe(0o700);
  });

  it("keeps list, originals and annex sealed until the release, and never the secret", async () => {
    const archive = await makeSmallArchive();
    const draw = await drawInto(archive, "T-1");
    const { signer } = archive.operator;
    const files = (part: "public" | "sealed"): string[] =>
      listFiles(join(partFolder(archive.path, 1, part), "data"));
    expect(files("public").map((path) => path.replace(/\/.*/, ""))).not.toContain("lists");
    expect(files("public")).not.toContain("record.json");
    expect(files("sealed")).toEqual(
      expect.arrayContaining(["record.json", "opening.json", "lists/visits.csv"]),
    );
    const secret = readFileSync(join(draw, "secret.txt"), "utf8");
    keepArchived(draw, signer, () => recordRelease(draw, { signer, now: AFTER_VISITS }));
    expect(files("public")).toEqual(
      expect.arrayContaining(["record.json", "events/001.json", "lists/visits.csv"]),
    );
    expect(files("public").filter((path) => /^(originals|annex|forms)/.test(path))).toEqual([]);
    expect([...files("public"), ...files("sealed")].filter((path) => path.includes("secret"))).toEqual([]);
    expect(readFileSync(join(partFolder(archive.path, 1, "public"), "data/opening.json"), "utf8")).toContain(
      secret,
    );
    expect(check(archive.path)).toEqual(["valid", []]);
  });

  it("carries its proofs into the public bundle, where they verify", async () => {
    const archive = await makeSmallArchive();
    const draw = await drawInto(archive, "T-1");
    const { signer } = archive.operator;
    keepArchived(draw, signer, () => recordRelease(draw, { signer, now: AFTER_VISITS }));
    proveAll(draw);
    const target = join(archive.folder, "public");
    await writePublicFolder(target, publicFiles(draw));
    expect(listFiles(join(target, "proofs"))).toEqual(
      expect.arrayContaining(["commitment.tlog-proof", "record.tlog-proof", "event-001.tlog-proof"]),
    );
    const { checks } = verifyDraw(readBundle(target), { sha256: nodeSha256 });
    const status = (name: string): unknown => checks.find((result) => result.check === name)?.status;
    expect([status("archive-place"), status("archive-proofs")]).toEqual(["pass", "pass"]);
  });

  it("is compared with the frames of the draw before it, and names the voids of its tasks", async () => {
    const archive = await makeSmallArchive();
    const first = await drawInto(archive, "T-1", "frozen");
    await expect(drawInto(archive, "T-1", "frozen")).rejects.toEqual(code("draw-exists"));
    const plan = writeSmallPlan(archive.folder, "T-1");
    const again = (to: string): Promise<unknown> =>
      freezeArchived(plan, join(archive.folder, to, "draw"), archive.path, {
        signer: archive.operator.signer,
        now: NOW,
        version: "test",
      });
    mkdirSync(join(archive.folder, "elsewhere"));
    renameSync(first, join(archive.folder, "elsewhere", "hidden"));
    mkdirSync(join(archive.folder, "other"));
    await expect(again("other")).rejects.toEqual(code("draw-exists"));
    voidDraw(join(archive.folder, "elsewhere", "hidden"), archive);
    await again("other");
    const { voids, report } = readJsonFile<Commitment>(
      join(archive.folder, "other", "draw", "commitment.json"),
    );
    expect(voids).toMatchObject([{ draw: "T-1", reason: "other" }]);
    expect(report.previous?.frames["objects"]).toEqual({ added: 0, removed: 0, changed: {} });
    const [one, two] = [1, 2].map((draw) => readDrawState(archive.path, draw, "2026-05-01"));
    expect([one?.stage, one?.voidReason, two?.stage]).toEqual(["voided", "other", "open"]);
    expect(check(archive.path)).toEqual(["valid", []]);
  });

  it("shows what is open and overdue", async () => {
    const archive = await makeSmallArchive();
    await drawInto(archive, "T-1");
    await drawInto(archive, "T-2", "frozen");
    const at = (day: string) => [1, 2].map((draw) => readDrawState(archive.path, draw, day));
    expect(at("2026-04-30")).toMatchObject([
      { stage: "drawn", overdue: false },
      { stage: "open", overdue: false },
    ]);
    expect(at("2026-05-01")).toMatchObject([
      { stage: "drawn", overdue: true },
      { stage: "open", overdue: false },
    ]);
  });

  it("is added later too, and then shown as late; done again, adding changes nothing", async () => {
    const archive = await makeSmallArchive();
    const draw = await drawAlone(archive, "T-1");
    const { signer } = archive.operator;
    expect(addToArchive(archive.path, draw, signer)).toMatchObject({ draw: 1, isNew: true, leaves: 8 });
    expect(addToArchive(archive.path, draw, signer)).toMatchObject({
      draw: 1,
      isNew: false,
      leaves: 0,
      size: 11,
    });
    expect(readDrawState(archive.path, 1, TODAY)?.late).toBe(true);
    expect(check(archive.path, { recompute: true })).toEqual(["valid", []]);
  });

  it("keeps signatures that come later, each with a leaf of its own", async () => {
    const archive = await makeSmallArchive();
    const roster = [
      { role: "discipline", name: "派驻纪检监察组", key: "../witness.key.pub", required: true },
    ];
    const draw = await drawInto(archive, "T-1", "frozen", (plan) => ({ ...plan, roster }));
    const file = join(archive.folder, "signature");
    const commitment = readFileSync(join(draw, "commitment.json"));
    const message = encodeForSigning(payloadTypeOf("commitment"), commitment);
    writeFileSync(file, archive.witness.signer.sign(message));
    keepArchived(draw, archive.operator.signer, () =>
      importSignature(draw, "commitment", "派驻纪检监察组", file),
    );
    const { log } = readArchive(archive.path);
    expect(log.leaf(log.size - 2)).toMatchObject({ draw: 1, name: "commitment", signature: 2 });
    expect(log.leaf(log.size - 1)).toMatchObject({ draw: 1, name: "manifest-public", signature: 2 });
    expect(check(archive.path)).toEqual(["valid", []]);
    // Taking the signature away again, manifests and all, is seen.
    const envelope = join(partFolder(archive.path, 1, "public"), "data/envelopes/commitment.json");
    const value = readJsonFile<{ signatures: unknown[] }>(envelope);
    value.signatures.pop();
    writeFileSync(envelope, JSON.stringify(value));
    expect(check(archive.path)[1]).toContain("statements-logged");
  });

  it("is made without keys too, and then nothing is signed", async () => {
    const archive = await makeSmallArchive("unsigned");
    const plan = writeSmallPlan(archive.folder, "T-1");
    const draw = join(archive.folder, "draw");
    await freezeArchived(plan, draw, archive.path, { signer: undefined, now: NOW, version: "test" });
    finishSmallDraw(plan, draw, undefined);
    const { verdict, checks } = verifyArchive(archive.path, { today: TODAY });
    expect(verdict).toBe("incomplete");
    expect(checks.filter(({ status }) => status === "skipped").map((result) => result.check)).toEqual([
      "keys",
      "checkpoints",
    ]);
  });
});

describe("what does not fit is refused, and the archive stays as it was", () => {
  async function expectUnchanged(archive: SmallArchive, step: () => unknown, fault: string): Promise<void> {
    const before = listFiles(archive.path).map((path) => [
      path,
      readFileSync(join(archive.path, path), "latin1"),
    ]);
    await expect((async () => step())()).rejects.toEqual(code(fault));
    const after = listFiles(archive.path).map((path) => [
      path,
      readFileSync(join(archive.path, path), "latin1"),
    ]);
    expect(after).toEqual(before);
    expect(check(archive.path)).toEqual(["valid", []]);
  }

  it("a commitment whose place was taken by another draw meanwhile", async () => {
    const archive = await makeSmallArchive();
    const copy = `${archive.path}-copy`;
    cpSync(archive.path, copy, { recursive: true });
    const draw = await drawInto(archive, "T-1", "frozen");
    await drawInto({ ...archive, path: copy }, "T-2", "frozen");
    await expectUnchanged(
      { ...archive, path: copy },
      () => addToArchive(copy, draw, undefined),
      "archive-place-taken",
    );
  });

  it("a draw of another archive", async () => {
    const [archive, other] = [await makeSmallArchive(), await makeSmallArchive()];
    const draw = await drawInto(archive, "T-1", "frozen");
    const file = join(other.path, "draws/000000/public/data/keys/001.json");
    writeFileSync(file, readFileSync(file, "utf8").replaceAll(ORIGIN, "other.example/x"));
    expect(() => addToArchive(other.path, draw, undefined)).toThrow(
      expect.objectContaining({ code: "archive-other" }) as Error,
    );
  });

  it.each([
    ["record.json", "archive-changed"],
    ["frames/objects.csv", "archive-mismatch"],
    ["originals/objects.csv", "archive-mismatch"],
    ["commitment.json", "statement-form"],
    ["envelopes/record.json", "statement-form"],
  ])("a changed %s", async (file, fault) => {
    const archive = await makeSmallArchive();
    const draw = await drawInto(archive, "T-1");
    const path = join(draw, file);
    const bytes = readFileSync(path);
    if (file === "record.json") {
      const record = readJsonFile<{ level: number }>(path);
      writeFileSync(path, JSON.stringify({ ...record, level: record.level + 1 }));
      rmSync(join(draw, "envelopes/record.json"));
    } else writeFileSync(path, bytes.with(bytes.length >> 1, 0x41));
    await expectUnchanged(archive, () => addToArchive(archive.path, draw, undefined), fault);
  });

  it("a draw directory with a link in it", async () => {
    const archive = await makeSmallArchive();
    const draw = await drawAlone(archive, "T-1");
    const target = join(archive.folder, "objects.csv");
    renameSync(join(draw, "frames/objects.csv"), target);
    symlinkSync(target, join(draw, "frames/objects.csv"));
    await expectUnchanged(archive, () => addToArchive(archive.path, draw, undefined), "file-unreadable");
  });

  it("a folder that is no archive, or is gone", async () => {
    const archive = await makeSmallArchive();
    const draw = await drawInto(archive, "T-1", "frozen");
    expect(() => addToArchive(archive.folder, draw, undefined)).toThrow(
      expect.objectContaining({ code: "archive-missing" }) as Error,
    );
    renameSync(archive.path, `${archive.path}-away`);
    const step = (): never => expect.unreachable("the step must not run without its archive");
    expect(() => keepArchived(draw, undefined, step)).toThrow(
      expect.objectContaining({ code: "archive-missing" }) as Error,
    );
    expect(() => verifyArchive(archive.folder, { today: TODAY })).toThrow(
      expect.objectContaining({ code: "archive-missing" }) as Error,
    );
  });

  it("nothing of somebody who is about to take the lock", async () => {
    const archive = await makeSmallArchive();
    const attempt = join(archive.path, ".lock.json.0123456789ab.tmp");
    writeFileSync(attempt, "{}");
    withArchive(archive.path, () => undefined);
    expect(existsSync(attempt)).toBe(true);
    utimesSync(attempt, NOW, NOW);
    withArchive(archive.path, () => undefined);
    expect(existsSync(attempt)).toBe(false);
  });

  it("a second hand while the first one writes", async () => {
    const archive = await makeSmallArchive();
    const holder = {
      user: "张三",
      host: hostname(),
      process: process.ppid,
      since: "2026-03-02T04:00:00Z",
      boot: "",
    };
    writeFileSync(join(archive.path, "lock.json"), JSON.stringify(holder));
    const step = (): never => expect.unreachable("nobody writes while somebody else does");
    expect(() => withArchiveLock(archive.path, step, 50)).toThrow(
      expect.objectContaining({
        code: "archive-locked",
        message: expect.stringContaining("张三") as string,
      }) as Error,
    );
  });

  it("a file in the way of a folder", async () => {
    const archive = await makeSmallArchive();
    const draw = await drawAlone(archive, "T-1");
    writeFileSync(join(archive.path, "draws/000001"), "in the way");
    expect(() => addToArchive(archive.path, draw, undefined)).toThrow(
      expect.objectContaining({ code: "archive-damaged" }) as Error,
    );
    rmSync(join(archive.path, "draws/000001"));
    addToArchive(archive.path, draw, archive.operator.signer);
    expect(check(archive.path)).toEqual(["valid", []]);
  });

  it("names that differ in letter case alone", async () => {
    const archive = await makeSmallArchive();
    const draw = await drawAlone(archive, "T-1");
    writeFileSync(join(draw, "frames/OBJECTS.csv"), "x");
    const { unknown } = addToArchive(archive.path, draw, archive.operator.signer);
    expect(unknown).toEqual(["frames/OBJECTS.csv"]);
    expect(check(archive.path)).toEqual(["valid", []]);
  });

  it("a second draw of the same plan is archived, and shows", async () => {
    const archive = await makeSmallArchive();
    await drawInto(archive, "T-1");
    const hidden = join(archive.folder, "hidden", "draw");
    mkdirSync(join(archive.folder, "hidden"));
    const plan = writeSmallPlan(join(archive.folder, "hidden"), "T-1");
    await freeze(plan, hidden, { signer: archive.operator.signer, now: NOW, version: "test" });
    addToArchive(archive.path, hidden, archive.operator.signer);
    expect(check(archive.path)).toEqual(["invalid", ["draw-once"]]);
  });
});

describe("attachments", () => {
  it("of any size are kept by digest beside the statement that names them", async () => {
    const archive = await makeSmallArchive();
    const draw = await drawInto(archive, "T-1");
    const { signer } = archive.operator;
    const video = join(archive.folder, "录像 第一段.MP4");
    writeFileSync(video, Buffer.alloc(5_000_000, "video"));
    const request = { kind: "correct", subject: "attachment", from: "", to: "现场录像" } as const;
    const input = { request, reason: { code: "other", text: "补交" }, evidence: [video] };
    keepArchived(draw, signer, () => recordEvent(draw, input, { signer, now: NOW }));
    const name = `attachments/${nodeSha256(readFileSync(video))}.mp4`;
    const stored = join(partFolder(archive.path, 1, "sealed"), "data", name);
    expect(statSync(stored).size).toBe(5_000_000);
    expect(statSync(stored).mode & 0o777).toBe(0o600);
    expect(check(archive.path)).toEqual(["valid", []]);
    const statusOf = (): unknown =>
      verifyDraw(readBundle(draw), { sha256: nodeSha256 }).checks.find(
        (result) => result.check === "attachments",
      )?.status;
    expect(statusOf()).toBe("pass");
    writeFileSync(join(draw, name), "another");
    expect(statusOf()).toBe("fail");
  });

  it("that no statement names are refused by the verifier", async () => {
    const archive = await makeSmallArchive();
    const draw = await drawAlone(archive, "T-1");
    mkdirSync(join(draw, "attachments"));
    writeFileSync(join(draw, "attachments", `${nodeSha256("stray")}.txt`), "stray");
    addToArchive(archive.path, draw, archive.operator.signer);
    expect(check(archive.path)).toEqual(["invalid", ["committed-files"]]);
  });
});

describe("copies", () => {
  it("verify as the archive does, read-only too, and so do exports", async () => {
    const archive = await makeSmallArchive();
    await drawInto(archive, "T-1");
    const draw = await drawInto(archive, "T-2");
    const { signer } = archive.operator;
    keepArchived(draw, signer, () => recordRelease(draw, { signer, now: AFTER_VISITS }));
    const to = (name: string): string => join(archive.folder, name);
    await withArchive(archive.path, async (held) => {
      await exportAll(held, to("all"));
      await exportDraws(held, to("public"), { draws: [1, 2], parts: ["public"] });
      await exportDraws(held, to("second"), { draws: [2], parts: ["public", "sealed"] });
      await exportAsDirectory(held, 2, to("directory"), ["public", "sealed"]);
    });
    execFileSync("chmod", ["-R", "a-w", to("all")]);
    expect(check(to("all"), { recompute: true })).toEqual(["valid", []]);
    for (const name of ["public", "second"])
      expect(check(to(name), { recompute: true })).toEqual(["incomplete", []]);
    expect(existsSync(join(to("public"), "draws/000001/sealed"))).toBe(false);
    expect(verifyDraw(readBundle(to("directory")), { sha256: nodeSha256 }).verdict).toBe("valid");
    execFileSync("chmod", ["-R", "u+w", to("all")]);
  });

  it("that pretend to be an export do not hide a draw", async () => {
    const archive = await makeSmallArchive();
    await drawInto(archive, "T-1");
    await drawInto(archive, "T-2");
    rmSync(join(archive.path, "draws/000001"), { recursive: true });
    expect(check(archive.path)[0]).toBe("invalid");
    const scope = { schema: "dualdraw/archive-export/v1", draws: [2], parts: ["public", "sealed"] };
    writeFileSync(join(archive.path, "export.json"), JSON.stringify(scope));
    expect(check(archive.path)[0]).not.toBe("valid");
  });
});

describe("an archive's checkpoint on paper", () => {
  it("shows that the log was cut off, or made anew", async () => {
    const archive = await makeSmallArchive();
    await drawInto(archive, "T-1", "frozen");
    const short = `${archive.path}-short`;
    cpSync(archive.path, short, { recursive: true });
    await drawInto(archive, "T-2", "frozen");
    const { log } = readArchive(archive.path);
    const expected = log.checkpointAt(log.size);
    expect(check(archive.path, { expected })).toEqual(["valid", []]);
    expect(check(archive.path, { expected: log.checkpointAt(3) })).toEqual(["valid", []]);
    expect(check(short)).toEqual(["valid", []]);
    expect(check(short, { expected })).toEqual(["invalid", ["expected"]]);
    rmSync(join(archive.folder, "draw-T-2"), { recursive: true });
    await drawInto({ ...archive, path: short }, "T-2", "frozen", (plan) => ({ ...plan, title: "另一次" }));
    expect(check(short)).toEqual(["valid", []]);
    expect(check(short, { expected })).toEqual(["invalid", ["expected"]]);
  });

  it("is signed by the archive's key and no other", async () => {
    const archive = await makeSmallArchive();
    const draw = await drawAlone(archive, "T-1");
    const stranger = makePerson(archive.folder, "stranger");
    expect(addToArchive(archive.path, draw, stranger.signer).isSigned).toBe(false);
    const { verdict, checks } = verifyArchive(archive.path, { today: TODAY });
    expect(verdict).toBe("incomplete");
    expect(checks.find((result) => result.check === "checkpoints")?.reasons).toEqual([
      "signed up to 3 of 11 leaves",
    ]);
  });
});
