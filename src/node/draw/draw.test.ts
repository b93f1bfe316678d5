import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import {
  copyOf,
  failedChecks,
  forge,
  makeDraw,
  makeSigner,
  NOW,
  temporaryFolder,
  writeSampleCounty,
} from "../../../fixtures/sample-draw.js";
import { compareText, type Signer, verifyDraw } from "../../core/index.js";
import { nodeSha256, readBundle } from "./draw-directory.js";
import { freeze } from "./freeze.js";
import { openDraw } from "./open-draw.js";
import { runDraw } from "./run-draw.js";

let folder = "";
let draw = "";
let signer: Signer;

beforeAll(async () => {
  folder = temporaryFolder();
  signer = makeSigner(folder);
  draw = await makeDraw(folder, signer);
});

describe("a whole draw", () => {
  it("verifies with every check passed", () => {
    const report = verifyDraw(readBundle(draw), { sha256: nodeSha256 });
    expect(report.checks.filter(({ status }) => status === "fail" || status === "skipped")).toEqual([]);
    expect(report.checks.filter(({ status }) => status === "pass").length).toBe(25);
    expect(report.verdict).toBe("valid");
  });

  it("verifies with the pure SHA-256 alike", () => {
    expect(verifyDraw(readBundle(draw)).verdict).toBe("valid");
  });

  it("has the files of a draw directory, the sealed ones readable by the owner alone", () => {
    expect(readdirSync(draw).toSorted(compareText)).toEqual([
      "annex",
      "commitment.json",
      "contributions",
      "envelopes",
      "frames",
      "lists",
      "opening.json",
      "originals",
      "plan.json",
      "record.json",
      "secret.txt",
    ]);
    const mode = (path: string): number => statSync(join(draw, path)).mode & 0o777;
    for (const path of [
      "secret.txt",
      "opening.json",
      "record.json",
      "lists/visits.csv",
      "annex/objects.csv",
      "originals/objects.csv",
    ])
      expect(mode(path)).toBe(0o600);
    expect(mode("commitment.json")).toBe(0o644);
  });

  it("keeps private columns out of every public file", () => {
    const values = readFileSync(join(draw, "annex/objects.csv"), "utf8")
      .split("\n")
      .slice(1, 20)
      .flatMap((line) => line.split(",").slice(1))
      .filter((value) => value.length > 3);
    const text =
      readdirSync(join(draw, "frames"))
        .map((name) => readFileSync(join(draw, "frames", name), "utf8"))
        .join("") + readFileSync(join(draw, "record.json"), "utf8");
    expect(values.length).toBeGreaterThan(20);
    for (const value of values) expect(text).not.toContain(value);
  });

  it("without a key is incomplete, never valid", async () => {
    const unsigned = await makeDraw(temporaryFolder(), undefined);
    const report = verifyDraw(readBundle(unsigned), { sha256: nodeSha256 });
    expect(report.verdict).toBe("incomplete");
    expect(report.checks.filter(({ status }) => status === "skipped").map(({ check }) => check)).toEqual([
      "commitment-signed",
      "opening-signed",
      "record-signed",
    ]);
  });

  it("uses public ids for people where the plan asks, and the annex holds the link", async () => {
    const hidden = await makeDraw(temporaryFolder(), undefined, (plan) => ({
      ...plan,
      publication: { people: "pseudonyms" },
    }));
    const link = readFileSync(join(hidden, "annex/pseudonyms.csv"), "utf8")
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => line.split(","));
    const text = ["frames/inspectors.csv", "frames/history.csv", "frames/recusals.csv", "record.json"]
      .map((path) => readFileSync(join(hidden, path), "utf8"))
      .join("");
    for (const [publicId = "", id = ""] of link) {
      expect(text).toContain(publicId);
      expect(text).not.toContain(id);
    }
    expect(failedChecks(hidden)).toEqual([]);
  });

  it("uses public ids in groups too, which keep their own", async () => {
    const hidden = await makeDraw(temporaryFolder(), undefined, (plan) => ({
      ...plan,
      registries: { ...plan.registries, groups: "groups.csv" },
      tasks: plan.tasks.map((task, i) =>
        i === 0 ? { ...task, team: [{ department: plan.authority, role: "group" }] } : task,
      ),
      publication: { people: "pseudonyms" },
    }));
    const rows = readFileSync(join(hidden, "annex/pseudonyms.csv"), "utf8").trim().split("\n").slice(1);
    const publicIds = new Set(rows.map((line) => line.split(",")[0] ?? ""));
    const groups = readFileSync(join(hidden, "frames/groups.csv"), "utf8").trim().split("\n").slice(1);
    expect(groups.length).toBeGreaterThan(3);
    for (const line of groups) {
      const [id = "", , members = ""] = line.split(",");
      expect(id).toMatch(/^X[0-9]+$/);
      expect(members.split(";").filter((member) => !publicIds.has(member))).toEqual([]);
    }
    expect(failedChecks(hidden)).toEqual([]);
  });
});

describe("steps", () => {
  it("are refused out of order, out of time and out of place", async () => {
    const base = temporaryFolder();
    const plan = writeSampleCounty(base);
    const target = join(base, "draw");
    const at = (day: string) => ({ signer: undefined, now: new Date(`${day}T04:00:00Z`), version: "test" });
    await expect(freeze(plan, target, at("2026-03-16"))).rejects.toMatchObject({ code: "window-started" });
    mkdirSync(target);
    writeFileSync(join(target, "x"), "");
    await expect(freeze(plan, target, at("2026-03-02"))).rejects.toMatchObject({
      code: "directory-not-empty",
    });
    rmSync(join(target, "x"));
    expect(() => openDraw(target, { contributions: join(base, "values.json"), ...at("2026-03-02") })).toThrow(
      expect.objectContaining({ code: "step-missing" }),
    );
    await freeze(plan, target, at("2026-03-02"));
    expect(() => runDraw(target, undefined)).toThrow(expect.objectContaining({ code: "step-missing" }));
    expect(() => openDraw(target, { contributions: join(base, "values.json"), ...at("2026-03-04") })).toThrow(
      expect.objectContaining({ code: "opening-late" }),
    );
    await expect(
      freeze(
        writeSampleCounty(base, (value) => ({ ...value, sources: undefined })),
        join(base, "other"),
        at("2026-03-02"),
      ),
    ).rejects.toMatchObject({ code: "sources-absent" });
    expect(readdirSync(base).filter((name) => name.includes("tmp"))).toEqual([]);
  });

  it("can be repeated with the same result and never replace another one", () => {
    const copy = copyOf(draw);
    rmSync(join(copy, "envelopes/record.json"));
    rmSync(join(copy, "lists"), { recursive: true });
    runDraw(copy, signer);
    openDraw(copy, { contributions: join(folder, "values.json"), signer, now: NOW });
    expect(failedChecks(copy)).toEqual([]);
    const other = {
      contributions: [
        { kind: "witness", name: "派驻纪检监察组", value: "另一句" },
        { kind: "dice", value: "0".repeat(20) },
      ],
    };
    writeFileSync(join(copy, "other.json"), JSON.stringify(other));
    expect(() => openDraw(copy, { contributions: join(copy, "other.json"), signer, now: NOW })).toThrow(
      expect.objectContaining({ code: "contribution-fixed" }),
    );
  });

  it.each([
    ["a witness missing", [{ kind: "dice", value: "1".repeat(20) }], "contribution-missing"],
    [
      "a value nobody asked for",
      [
        { kind: "witness", name: "路人", value: "甲" },
        { kind: "witness", name: "派驻纪检监察组", value: "乙" },
        { kind: "dice", value: "1".repeat(20) },
      ],
      "contribution-unknown",
    ],
    [
      "too few throws",
      [
        { kind: "witness", name: "派驻纪检监察组", value: "乙" },
        { kind: "dice", value: "1" },
      ],
      "dice-spelling",
    ],
    [
      "words with a space",
      [
        { kind: "witness", name: "派驻纪检监察组", value: "乙 丙" },
        { kind: "dice", value: "1".repeat(20) },
      ],
      "words-spelling",
    ],
    [
      "full-width words",
      [
        { kind: "witness", name: "派驻纪检监察组", value: "ＡＢ" },
        { kind: "dice", value: "1".repeat(20) },
      ],
      "words-spelling",
    ],
    [
      "another secret",
      [
        { kind: "secret", value: "0".repeat(64) },
        { kind: "witness", name: "派驻纪检监察组", value: "乙" },
        { kind: "dice", value: "1".repeat(20) },
      ],
      "secret-wrong",
    ],
    ["a shape of its own", [{ kind: "coin", value: "1" }], "statement-form"],
  ])("refuse an opening with %s", async (_, contributions, code) => {
    const base = temporaryFolder();
    await freeze(writeSampleCounty(base), join(base, "draw"), {
      signer: undefined,
      now: NOW,
      version: "test",
    });
    writeFileSync(join(base, "bad.json"), JSON.stringify({ contributions }));
    expect(() =>
      openDraw(join(base, "draw"), { contributions: join(base, "bad.json"), signer: undefined, now: NOW }),
    ).toThrow(expect.objectContaining({ code }));
    expect(existsSync(join(base, "draw/opening.json"))).toBe(false);
  });

  it("refuse a key that the commitment does not name, an opening of one's own, and a clock behind the commitment", async () => {
    const base = temporaryFolder();
    const target = join(base, "draw");
    const other = makeSigner(base);
    await freeze(writeSampleCounty(base), target, { signer, now: NOW, version: "test" });
    const values = join(base, "values.json");
    expect(() => openDraw(target, { contributions: values, signer: other, now: NOW })).toThrow(
      expect.objectContaining({ code: "key-not-rostered" }),
    );
    expect(() =>
      openDraw(target, { contributions: values, signer, now: new Date("2026-03-01T00:00:00Z") }),
    ).toThrow(expect.objectContaining({ code: "clock-behind" }));
    openDraw(target, { contributions: values, signer, now: NOW });
    expect(() => runDraw(target, other)).toThrow(expect.objectContaining({ code: "key-not-rostered" }));
    // The envelope is lost; a day later the same values complete it, although the time for opening has passed.
    rmSync(join(target, "envelopes/opening.json"));
    openDraw(target, { contributions: values, signer, now: new Date("2026-03-05T00:00:00Z") });
    forge(signer, target, "opening", (s) => (s["contributions"] = [{ kind: "dice", value: "1" }]));
    expect(() => runDraw(target, signer)).toThrow(expect.objectContaining({ code: "contribution-missing" }));
    expect(existsSync(join(target, "record.json"))).toBe(false);
  });

  it("refuse sources that the operator could invent or exchange", async () => {
    const base = temporaryFolder();
    const sha256 = nodeSha256("0".repeat(64));
    const refusedWith = async (sources: unknown): Promise<string> => {
      const plan = writeSampleCounty(base, (value) => ({ ...value, sources }));
      return freeze(plan, join(base, "draw"), { signer: undefined, now: NOW, version: "test" }).then(
        () => "",
        (error: { code: string }) => error.code,
      );
    };
    expect(await refusedWith([{ kind: "secret" }, { kind: "witness", name: "不存在的人", sha256 }])).toBe(
      "sources-too-weak",
    );
    expect(
      await refusedWith([
        { kind: "dice", sides: 10, count: 20 },
        { kind: "dice", sides: 10, count: 20 },
      ]),
    ).toBe("source-repeated");
  });

  it("can be finished on another computer with the sealed secret", async () => {
    const base = temporaryFolder();
    await freeze(writeSampleCounty(base), join(base, "draw"), {
      signer: undefined,
      now: NOW,
      version: "test",
    });
    const secret = readFileSync(join(base, "draw/secret.txt"), "utf8");
    rmSync(join(base, "draw/secret.txt"));
    const contributions = [
      { kind: "witness", name: "派驻纪检监察组", value: "乙" },
      { kind: "dice", value: "1".repeat(20) },
    ];
    writeFileSync(join(base, "without.json"), JSON.stringify({ contributions }));
    expect(() =>
      openDraw(join(base, "draw"), {
        contributions: join(base, "without.json"),
        signer: undefined,
        now: NOW,
      }),
    ).toThrow(expect.objectContaining({ code: "contribution-missing" }));
    writeFileSync(
      join(base, "with.json"),
      JSON.stringify({ contributions: [...contributions, { kind: "secret", value: secret }] }),
    );
    expect(
      openDraw(join(base, "draw"), { contributions: join(base, "with.json"), signer: undefined, now: NOW })
        .seed,
    ).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe("what is missing or changed", () => {
  it("never reads as success", () => {
    for (const path of ["frames/history.csv", "opening.json", "record.json", "commitment.json"]) {
      const copy = copyOf(draw);
      rmSync(join(copy, path));
      expect(failedChecks(copy)).toEqual([]);
      expect(verifyDraw(readBundle(copy), { sha256: nodeSha256 }).verdict).toBe("incomplete");
    }
  });

  it("stops the draw when it is a frame", async () => {
    const base = temporaryFolder();
    const target = join(base, "draw");
    await freeze(writeSampleCounty(base), target, { signer: undefined, now: NOW, version: "test" });
    openDraw(target, { contributions: join(base, "values.json"), signer: undefined, now: NOW });
    const path = join(target, "frames/objects.csv");
    writeFileSync(path, readFileSync(path, "utf8").replace("存续", "注销"));
    expect(() => runDraw(target, undefined)).toThrow(expect.objectContaining({ code: "frame-changed" }));
    expect(existsSync(join(target, "record.json"))).toBe(false);
  });
});
