import {
  cpSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { isNightly, sample } from "../../../fixtures/nightly.js";
import { NOW } from "../../../fixtures/sample-draw.js";
import { drawInto, makeSmallArchive, type SmallArchive, TODAY } from "../../../fixtures/small-archive.js";
import { encodeJson, hashStatement, parseLeaf } from "../../core/index.js";
import { nodeSha256 } from "../draw/draw-directory.js";
import { recordRelease } from "../draw/publish.js";
import { readArchive, withArchive } from "./archive.js";
import { addToArchive, keepArchived } from "./archived-draw.js";
import { digestPayload, listFiles, writeTagFiles } from "./bag.js";
import { bagInfo, readStoredCommitment } from "./draw-file.js";
import { isSignedFile, type Part, partFolder } from "./layout.js";
import type { ArchiveCheck } from "./verify/report.js";
import { verifyArchive } from "./verify/verify-archive.js";
import { cosignRequest, formRequest, importCosignature } from "./witnessing.js";

/** An archive of everything: two draws, one released, a cosigned checkpoint. */
let office: SmallArchive;
beforeAll(async () => {
  office = await makeSmallArchive();
  const { folder, path, witness, operator } = office;
  const first = await drawInto(office, "T-1");
  keepArchived(first, operator.signer, () =>
    recordRelease(first, { signer: operator.signer, now: new Date("2026-04-20T00:00:00Z") }),
  );
  const second = await drawInto(office, "T-2");
  mkdirSync(join(second, "forms"));
  for (const form of ["freeze", "record-day"])
    writeFileSync(join(second, "forms", `${form}.html`), "<html>记录</html>");
  addToArchive(path, second, operator.signer);
  const { note } = cosignRequest(formRequest(readArchive(path), 0), {
    signer: witness.signer,
    name: "见证人",
    memory: join(folder, "memory.json"),
    archiveKey: operator.signer.publicKey,
    now: NOW,
  });
  writeFileSync(join(folder, "cosigned.txt"), note);
  withArchive(
    path,
    (archive) => void importCosignature(archive, join(folder, "cosigned.txt"), witness.signer.publicKey),
  );
});

/** True if the archive is not called valid: a lost last checkpoint leaves what came after it unsigned. */
function isNoticed(path = office.path): boolean {
  return verifyArchive(path, { today: TODAY }).verdict !== "valid";
}

/** Checks that fail. */
function failed(path = office.path): ArchiveCheck[] {
  const { verdict, checks } = verifyArchive(path, { today: TODAY });
  const names = checks.filter(({ status }) => status === "fail").map(({ check }) => check);
  expect(verdict === "invalid").toBe(names.length > 0);
  return names;
}

/** Files whose bytes the archive's own checks have to vouch for: all of them. */
const exceptions: readonly string[] = [];

describe(`damage to a small archive${isNightly ? "" : " (a sample)"}`, () => {
  it("is caught for every single byte flipped", () => {
    const files = listFiles(office.path).filter((path) => !exceptions.includes(path));
    const bytes = files.flatMap((path) =>
      Array.from({ length: readFileSync(join(office.path, path)).length }, (_, at) => ({ path, at })),
    );
    expect(bytes.length).toBeGreaterThan(20_000);
    // By day, at least the first, a middle and the last byte of every file, and every n-th of all.
    const ends = files.flatMap((path) =>
      sample(
        bytes.filter((place) => place.path === path),
        2,
      ),
    );
    const missed: string[] = [];
    for (const { path, at } of isNightly ? bytes : [...ends, ...sample(bytes, 120)]) {
      const file = join(office.path, path);
      const whole = readFileSync(file);
      writeFileSync(file, whole.with(at, (whole[at] as number) ^ (1 << (at % 8))));
      if (failed().length === 0) missed.push(`${path} ${at}`);
      writeFileSync(file, whole);
    }
    expect(missed).toEqual([]);
    expect(failed()).toEqual([]);
  });

  it("is caught for every file dropped, emptied, or doubled under another name", () => {
    const missed: string[] = [];
    for (const path of sample(listFiles(office.path), 60)) {
      const file = join(office.path, path);
      const whole = readFileSync(file);
      unlinkSync(file);
      if (!isNoticed()) missed.push(`${path} dropped`);
      if (whole.length > 0) {
        writeFileSync(file, "");
        if (!isNoticed()) missed.push(`${path} emptied`);
      }
      writeFileSync(file, whole);
      writeFileSync(`${file}2`, whole);
      if (!isNoticed()) missed.push(`${path} doubled`);
      unlinkSync(`${file}2`);
    }
    expect(missed).toEqual([]);
    expect(failed()).toEqual([]);
  });

  it("is caught for every file swapped with that of another draw", () => {
    const inDraw = (draw: string): string[] => listFiles(join(office.path, "draws", draw));
    const common = inDraw("000001").filter((path) => inDraw("000002").includes(path));
    expect(common.length).toBeGreaterThan(20);
    const missed: string[] = [];
    for (const path of common) {
      const [one, two] = ["000001", "000002"].map((draw) => join(office.path, "draws", draw, path)) as [
        string,
        string,
      ];
      const [a, b] = [readFileSync(one), readFileSync(two)];
      if (a.equals(b)) continue;
      writeFileSync(one, b);
      writeFileSync(two, a);
      if (failed().length === 0) missed.push(path);
      writeFileSync(one, a);
      writeFileSync(two, b);
    }
    expect(missed).toEqual([]);
    expect(failed()).toEqual([]);
  });
});

/** A copy in the hands of somebody who mends manifests after every change, as an operator could. */
function forge(change: (path: string) => void): string {
  const copy = `${office.path}-forged`;
  rmSync(copy, { recursive: true, force: true });
  cpSync(office.path, copy, { recursive: true });
  change(copy);
  return copy;
}

function mendBag(path: string, draw: number, part: Part): void {
  const bag = partFolder(path, draw, part);
  const { origin } = readArchive(path);
  writeTagFiles(bag, bagInfo(origin, draw, part, readStoredCommitment(path, draw)), digestPayload(bag));
}

function edit(path: string, find: string, by: string): void {
  const text = readFileSync(path, "utf8");
  expect(text).toContain(find);
  writeFileSync(path, text.replace(find, by));
}

describe("forgeries with mended manifests", () => {
  it.each([
    [
      "a registry",
      "public/data/frames/objects.csv",
      "商行甲",
      "商行己",
      ["committed-files", "statements-logged"],
    ],
    ["the plan", "public/data/plan.json", "小抽查", "大抽查", ["committed-files", "statements-logged"]],
    [
      "an original",
      "sealed/data/originals/objects.csv",
      "商行甲",
      "商行己",
      ["committed-files", "statements-logged"],
    ],
    ["a statement", "public/data/record.json", '"level":', '"level":1', ["bags", "statements-logged"]],
    [
      "a signature",
      "public/data/envelopes/record.json",
      '"sig":"',
      '"sig":"A',
      ["bags", "statements-logged"],
    ],
  ] as const)("of %s", (_, file, find, by, expected) => {
    const copy = forge((path) => {
      edit(join(path, "draws/000001", file), find, by);
      for (const part of ["public", "sealed"] as const) mendBag(path, 1, part);
    });
    expect(failed(copy)).toEqual(expected);
  });

  it("of a statement in both halves", () => {
    const copy = forge((path) => {
      for (const part of ["public", "sealed"] as const) {
        edit(join(path, "draws/000001", part, "data/record.json"), '"level":', '"level":1');
        mendBag(path, 1, part);
      }
    });
    expect(failed(copy)).toEqual(["statements-logged"]);
  });

  it("with the leaf changed as well", () => {
    const copy = forge((path) => {
      const record = join(path, "draws/000002/sealed/data/record.json");
      edit(record, '"level":', '"level":1');
      mendBag(path, 2, "sealed");
      const at =
        /^(\d+) record$/m.exec(readFileSync(join(path, "draws/000002/leaves.txt"), "utf8"))?.[1] ?? "";
      const file = join(path, `log/000000/${at.padStart(3, "0")}.json`);
      const leaf = parseLeaf(readFileSync(file));
      const nodes = [hashStatement(readFileSync(record), nodeSha256), ...(leaf?.nodes.slice(1) ?? [])];
      writeFileSync(file, encodeJson({ ...leaf, nodes }));
    });
    expect(failed(copy)).toEqual(expect.arrayContaining(["log-tree", "checkpoints"]));
  });

  it("of a draw that is gone, with the next one in its place", () => {
    const copy = forge((path) => {
      rmSync(join(path, "draws/000001"), { recursive: true });
      renameSync(join(path, "draws/000002"), join(path, "draws/000001"));
    });
    expect(failed(copy)).toEqual(expect.arrayContaining(["archive-form", "statements-logged"]));
  });

  it("of a log whose end was cut off, with the draw", () => {
    const copy = forge((path) => {
      const last = readArchive(path).log.size - 1;
      const first = Number(
        /^(\d+) commitment$/m.exec(readFileSync(join(path, "draws/000002/leaves.txt"), "utf8"))?.[1],
      );
      for (let index = first; index <= last; index++)
        for (const name of listFiles(join(path, "log/000000")).filter((file) =>
          file.startsWith(index.toString().padStart(3, "0")),
        ))
          unlinkSync(join(path, "log/000000", name));
      rmSync(join(path, "draws/000002"), { recursive: true });
      for (const file of listFiles(join(path, "index")))
        if (file.endsWith("000002")) unlinkSync(join(path, "index", file));
      const names = listFiles(join(path, "log/000000"))
        .filter(isSignedFile)
        .sort((a, b) => (a < b ? -1 : 1));
      writeFileSync(
        join(path, "log/000000/signed.txt"),
        names
          .map(
            (name) => `${name}
`,
          )
          .join(""),
      );
    });
    // Nothing in the archive itself shows it: that is what a checkpoint on paper is for.
    expect(failed(copy)).toEqual([]);
    const { log } = readArchive(office.path);
    const { checks } = verifyArchive(copy, { today: TODAY, expected: log.checkpointAt(log.size) });
    expect(checks.filter(({ status }) => status === "fail").map(({ check }) => check)).toEqual(["expected"]);
  });

  it.each([
    ["the list in print", "sealed/data/lists/visits.csv", "商行", "商號"],
    ["a form", "sealed/data/forms/record-day.html", "记录", "纪录"],
  ])("of %s", (_, file, find, by) => {
    const copy = forge((path) => {
      edit(join(path, "draws/000002", file), find, by);
      mendBag(path, 2, "sealed");
    });
    expect(failed(copy)).toEqual(["statements-logged"]);
  });

  it("with a file that nobody archived", () => {
    const copy = forge((path) => {
      writeFileSync(join(path, "draws/000001/public/data/planted.txt"), "planted");
      mendBag(path, 1, "public");
    });
    expect(failed(copy)).toEqual(["statements-logged"]);
  });

  it("behind a planted export.json", () => {
    const copy = forge((path) => {
      const scope = { schema: "dualdraw/archive-export/v1", draws: [1, 2], parts: ["public", "sealed"] };
      writeFileSync(join(path, "export.json"), JSON.stringify(scope));
      for (const file of ["record.json", "envelopes/record.json"])
        unlinkSync(join(path, "draws/000002/sealed/data", file));
      const leaves = join(path, "draws/000002/leaves.txt");
      writeFileSync(leaves, readFileSync(leaves, "utf8").replace(/^\d+ record.*\n/gm, ""));
      mendBag(path, 2, "sealed");
    });
    expect(failed(copy)).toEqual(expect.arrayContaining(["archive-form", "statements-logged"]));
    rmSync(join(copy, "index"), { recursive: true });
    expect(failed(copy)).toEqual(["statements-logged"]);
  });
});

describe("the next command after damage", () => {
  const archiveAgain = (path: string): unknown =>
    addToArchive(path, join(office.folder, "draw-T-2"), office.operator.signer);

  it("does not erase the evidence of a lost cosignature", () => {
    const copy = forge((path) => {
      for (const name of listFiles(join(path, "log/000000")))
        if (name.endsWith(".cosignature")) unlinkSync(join(path, "log/000000", name));
    });
    expect(failed(copy)).toEqual(["checkpoints"]);
    archiveAgain(copy);
    expect(failed(copy)).toEqual(["checkpoints"]);
  });

  it.each([
    [
      "a form that is gone",
      (path: string): void => unlinkSync(join(path, "draws/000002/sealed/data/forms/record-day.html")),
    ],
    [
      "a planted file",
      (path: string): void => writeFileSync(join(path, "draws/000002/public/data/planted.txt"), "x"),
    ],
    [
      "a planted attestation",
      (path: string): void =>
        writeFileSync(join(path, "draws/000002/sealed/data/opening.json2"), "not even json"),
    ],
  ])("refuses to go on over %s", (_, damage) => {
    const copy = forge(damage);
    const draw = join(office.folder, "draw-T-2");
    const form = join(draw, "forms/freeze.html");
    const before = readFileSync(form);
    writeFileSync(form, `${before.toString()} `);
    expect(() => archiveAgain(copy)).toThrow(expect.objectContaining({ code: "archive-damaged" }) as Error);
    writeFileSync(form, before);
    expect(failed(copy)).toContain("bags");
  });

  it("refuses a new draw in a folder that somebody prepared", async () => {
    const copy = forge((path) => {
      mkdirSync(join(path, "draws/000003/sealed/data/attestations"), { recursive: true });
      writeFileSync(join(path, "draws/000003/sealed/data/attestations/07.json"), "not even json");
    });
    await expect(drawInto({ ...office, path: copy }, "T-3", "frozen")).rejects.toEqual(
      expect.objectContaining({ code: "archive-damaged" }),
    );
  });

  it("follows no link out of the archive, whatever a planted note says", () => {
    const precious = join(office.folder, "precious");
    mkdirSync(precious, { recursive: true });
    writeFileSync(join(precious, "file"), "precious");
    const copy = forge((path) => {
      symlinkSync(precious, join(path, "draws/000003"));
      writeFileSync(join(path, "pending.json"), '{"draw":3,"size":0}');
    });
    expect(failed(copy)).toContain("archive-form");
    withArchive(copy, () => undefined);
    expect(readFileSync(join(precious, "file"), "utf8")).toBe("precious");
    for (const planted of ['{"draw":"../../x","size":0}', '{"draw":99,"size":0}', "nonsense"]) {
      writeFileSync(join(copy, "pending.json"), planted);
      expect(() => withArchive(copy, () => undefined)).toThrow(
        expect.objectContaining({ code: "archive-damaged" }) as Error,
      );
    }
  });
});

describe("an archive made by somebody else under the same name", () => {
  it("is not this one to a reader who knows the key, and takes no draw of it", async () => {
    const other = await makeSmallArchive();
    const archiveKey = office.operator.signer.publicKey;
    const { verdict, checks } = verifyArchive(other.path, { today: TODAY, archiveKey });
    expect([verdict, checks.filter(({ status }) => status === "fail").map(({ check }) => check)]).toEqual([
      "invalid",
      ["keys"],
    ]);
    expect(verifyArchive(office.path, { today: TODAY, archiveKey }).verdict).toBe("valid");
    expect(() => addToArchive(other.path, join(office.folder, "draw-T-1"), undefined)).toThrow(
      expect.objectContaining({ code: "archive-key" }) as Error,
    );
  });
});
