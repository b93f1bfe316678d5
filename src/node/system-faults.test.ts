import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import {
  makeDraw,
  makeSigner,
  NOW,
  PASSPHRASE,
  temporaryFolder,
  writeSampleCounty,
} from "../../fixtures/sample-draw.js";
import {
  FaultList,
  ObjectParser,
  objectSpec,
  parseFrames,
  type Plan,
  prepareDraw,
  pseudonymise,
} from "../core/index.js";
import { replaceFile, writeOnce } from "./disk/durable-write.js";
import { freeze } from "./draw/freeze.js";
import { readPlanFile } from "./registry/plan-file.js";
import { generateKeys } from "./keys/private-key.js";
import { readTableFile } from "./registry/registry-files.js";

describe("files of a draw are written whole or not at all", () => {
  it("once: the same bytes may be written again, others are refused", () => {
    const path = join(temporaryFolder(), "a.json");
    writeOnce(path, Buffer.from("1"), 0o600);
    writeOnce(path, Buffer.from("1"), 0o600);
    expect(() => writeOnce(path, Buffer.from("2"))).toThrow(expect.objectContaining({ code: "file-exists" }));
    expect(readFileSync(path, "utf8")).toBe("1");
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it("replaced: no temporary file is left, a missing folder is named", () => {
    const folder = temporaryFolder();
    replaceFile(join(folder, "a"), Buffer.from("1"));
    replaceFile(join(folder, "a"), Buffer.from("2"));
    expect(readdirSync(folder)).toEqual(["a"]);
    for (const write of [writeOnce, replaceFile])
      expect(() => write(join(folder, "none/a"), Buffer.from("1"))).toThrow(
        expect.objectContaining({ code: "file-unwritable" }),
      );
  });
});

describe("refusals", () => {
  it("a registry that is a folder is named", async () => {
    const folder = temporaryFolder();
    const plan = writeSampleCounty(folder, (value) => ({
      ...value,
      registries: { ...value.registries, objects: "sub" },
    }));
    mkdirSync(join(folder, "sub"));
    await expect(
      freeze(plan, join(folder, "draw"), { signer: undefined, now: NOW, version: "t" }),
    ).rejects.toMatchObject({ code: "file-unreadable" });
    expect(existsSync(join(folder, "draw"))).toBe(false);
  });

  it("a workbook beyond the limit is not unpacked", async () => {
    const path = join(temporaryFolder(), "huge.xlsx");
    writeFileSync(path, Buffer.from([0x50, 0x4b, 3, 4]));
    truncateSync(path, 65 << 20);
    const faults = new FaultList();
    await readTableFile(path, "huge.xlsx", objectSpec, new ObjectParser("huge.xlsx", faults), faults);
    expect([...faults.counts.keys()]).toEqual(["xlsx-too-large"]);
  });

  it("a key that the roster does not name for the operator", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "other.pub"), generateKeys("another passphrase").publicPem);
    const plan = writeSampleCounty(folder, (value: Plan) => ({
      ...value,
      roster: [{ role: "operator", name: "甲", key: "other.pub", required: true }],
    }));
    await expect(
      freeze(plan, join(folder, "draw"), { signer: makeSigner(folder), now: NOW, version: "t" }),
    ).rejects.toMatchObject({ code: "key-not-rostered" });
  });

  it("a plan that nests deeper than any plan, or that is a folder", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "plan.json"), "[".repeat(200_000));
    expect(() => readPlanFile(join(folder, "plan.json"))).toThrow(
      expect.objectContaining({ code: "json-syntax" }),
    );
    mkdirSync(join(folder, "folder.json"));
    expect(() => readPlanFile(join(folder, "folder.json"))).toThrow(
      expect.objectContaining({ code: "file-unreadable" }),
    );
  });

  it("a key whose public half cannot be written, before anything is", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "pass"), PASSPHRASE);
    writeFileSync(join(folder, "k.pub"), "");
    const { status } = spawnSync("node", [
      resolve("bin/dualdraw.js"),
      "keygen",
      "-o",
      join(folder, "k"),
      "--passphrase-file",
      join(folder, "pass"),
    ]);
    expect(status).toBe(3);
    expect(existsSync(join(folder, "k"))).toBe(false);
  });

  it("a passphrase that cannot be asked for", () => {
    const folder = temporaryFolder();
    const { stderr, status } = spawnSync(
      "node",
      [resolve("bin/dualdraw.js"), "keygen", "-o", join(folder, "k"), "--lang", "en"],
      { encoding: "utf8", input: "" },
    );
    expect(stderr).toContain("a passphrase is needed, and there is no terminal to ask on");
    expect(status).toBe(3);
  });

  it("a plan given as a value whose ids could make two labels meet", () => {
    const plan = JSON.parse(readFileSync("fixtures/county/plan.json", "utf8")) as Plan;
    const registries = {
      extraColumns: [],
      objects: [],
      inspectors: [],
      recusals: [],
      history: [],
      items: [],
    };
    const [task] = plan.tasks;
    for (const renamed of [
      { ...plan, id: "a/b" },
      { ...plan, tasks: [{ ...task, id: "a:b" }] },
    ])
      expect(() => prepareDraw(renamed as Plan, registries)).toThrow(
        expect.objectContaining({ code: "plan-id-invalid" }),
      );
  });

  it("frames in any other spelling", async () => {
    const draw = await makeDraw(temporaryFolder(), undefined);
    const frame = (name: string): Uint8Array => readFileSync(join(draw, "frames", `${name}.csv`));
    const frames = {
      objects: frame("objects"),
      inspectors: frame("inspectors"),
      recusals: frame("recusals"),
      history: frame("history"),
      items: frame("items"),
    };
    expect(parseFrames(frames).faults.errors).toBe(0);
    const spelled = {
      ...frames,
      items: Buffer.from(Buffer.from(frames.items).toString().replaceAll("\n", "\r\n")),
    };
    expect([...parseFrames(spelled).faults.counts.keys()]).toContain("frame-spelling");
    expect(() => pseudonymise(parseFrames(frames).source, ["P1", "P1"])).toThrow(
      expect.objectContaining({ code: "id-repeated" }),
    );
  });

  it("a read-only folder leaves nothing behind", async () => {
    const folder = temporaryFolder();
    const plan = writeSampleCounty(folder);
    const locked = join(folder, "locked");
    mkdirSync(locked, { mode: 0o500 });
    const refused = freeze(plan, join(locked, "draw"), { signer: undefined, now: NOW, version: "t" });
    // The superuser may write anywhere: then the freeze succeeds, otherwise it is refused.
    if (process.getuid?.() === 0) await refused;
    else await expect(refused).rejects.toBeDefined();
    chmodSync(locked, 0o700);
    expect(readdirSync(locked).filter((name) => name.startsWith("."))).toEqual([]);
  });
});
