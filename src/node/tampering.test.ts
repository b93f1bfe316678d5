import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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
} from "../../fixtures/sample-draw.js";
import { type CheckName, type Signer, verifyDraw } from "../core/index.js";
import { nodeSha256, readBundle } from "./draw-directory.js";
import { freeze } from "./freeze.js";
import { openDraw } from "./open-draw.js";
import { runDraw } from "./run-draw.js";

let draw = "";
let signer: Signer;

beforeAll(async () => {
  const folder = temporaryFolder();
  signer = makeSigner(folder);
  draw = await makeDraw(folder, signer);
});

/** What is changed, and which checks must catch it. */
const tamperings: readonly (readonly [string, (directory: string) => void, readonly CheckName[]])[] = [
  [
    "a frame cut short",
    (d) =>
      writeFileSync(
        join(d, "frames/objects.csv"),
        readFileSync(join(d, "frames/objects.csv")).subarray(0, 500),
      ),
    ["frames-digest", "frames-form"],
  ],
  [
    "a status changed in a frame",
    (d) =>
      writeFileSync(
        join(d, "frames/objects.csv"),
        readFileSync(join(d, "frames/objects.csv"), "utf8").replace("存续", "注销"),
      ),
    ["frames-digest"],
  ],
  [
    "an original file changed",
    (d) => writeFileSync(join(d, "originals/items.csv"), "x"),
    ["originals-digest"],
  ],
  ["an annex changed", (d) => writeFileSync(join(d, "annex/objects.csv"), "x"), ["annex-digest"]],
  [
    "another plan file",
    (d) =>
      writeFileSync(join(d, "plan.json"), readFileSync(join(d, "plan.json"), "utf8").replace("8%", "9%")),
    ["plan-file"],
  ],
  [
    "a commitment cut short",
    (d) =>
      writeFileSync(join(d, "commitment.json"), readFileSync(join(d, "commitment.json")).subarray(0, 900)),
    ["commitment-form", "opening-commitment", "record-links"],
  ],
  [
    "a commitment signed again with another number",
    (d) =>
      forge(
        signer,
        d,
        "commitment",
        (s) => ((s["tasks"] as { requested: number }[])[0] as { requested: number }).requested++,
      ),
    ["commitment-cells", "opening-commitment", "record-links"],
  ],
  [
    "a commitment with an unknown field",
    (d) => forge(signer, d, "commitment", (s) => (s["note"] = "x")),
    ["commitment-form", "opening-commitment", "record-links"],
  ],
  [
    "a required witness dropped from the roster",
    (d) =>
      forge(
        signer,
        d,
        "commitment",
        (s) =>
          (s["roster"] = [
            { role: "operator", name: "x", publicKey: signer.publicKey, required: true },
            { role: "media", name: "y", required: false },
          ]),
      ),
    ["plan-rules"],
  ],
  [
    "a moment that does not exist",
    (d) => forge(signer, d, "commitment", (s) => (s["claimedTime"] = "2026-02-31T99:99:99Z")),
    ["plan-rules"],
  ],
  [
    "a plan file with repeated and prototype keys",
    (d) =>
      writeFileSync(
        join(d, "plan.json"),
        readFileSync(join(d, "plan.json"), "utf8").replace("{", '{"__proto__":{},"title":"另一任务",'),
      ),
    ["plan-file"],
  ],
  [
    "a file that nobody committed",
    (d) => writeFileSync(join(d, "originals/more.csv"), "x"),
    ["originals-digest"],
  ],
  [
    "a commitment dated after the visits began",
    (d) => forge(signer, d, "commitment", (s) => (s["claimedTime"] = "2026-03-20T00:00:00Z")),
    ["plan-rules", "opening-commitment", "record-links"],
  ],
  [
    "a weaker source in the commitment",
    (d) =>
      forge(
        signer,
        d,
        "commitment",
        (s) => ((s["sources"] as { count: number }[])[2] as { count: number }).count--,
      ),
    ["sources", "opening-commitment", "opening-values", "record-links"],
  ],
  [
    "an opening with other dice",
    (d) =>
      forge(
        signer,
        d,
        "opening",
        (s) => (((s["contributions"] as { value: string }[])[2] as { value: string }).value = "0".repeat(20)),
      ),
    ["record-links", "record-seed", "record-objects", "record-visits", "record-teams", "lists"],
  ],
  [
    "dice with separators",
    (d) =>
      forge(
        signer,
        d,
        "opening",
        (s) =>
          (((s["contributions"] as { value: string }[])[2] as { value: string }).value =
            "3-1415926535897932384"),
      ),
    ["opening-values", "record-links", "record-seed"],
  ],
  [
    "another secret",
    (d) =>
      forge(
        signer,
        d,
        "opening",
        (s) => (((s["contributions"] as { value: string }[])[0] as { value: string }).value = "0".repeat(64)),
      ),
    ["opening-values", "record-links", "record-seed"],
  ],
  [
    "a free field in the opening",
    (d) => forge(signer, d, "opening", (s) => (s["salt"] = "1")),
    ["opening-form", "record-seed"],
  ],
  [
    "an opening spelled with spaces",
    (d) => writeFileSync(join(d, "opening.json"), ` ${readFileSync(join(d, "opening.json"), "utf8")}`),
    ["opening-form", "opening-signed", "record-seed"],
  ],
  [
    "a seed of the operator's own",
    (d) => forge(signer, d, "record", (s) => (s["seed"] = "0".repeat(64))),
    ["record-seed"],
  ],
  [
    "a firm taken off the list",
    (d) =>
      forge(signer, d, "record", (s) =>
        (s["tasks"] as { cells: { drawn: string[] }[] }[])[1]?.cells
          .find(({ drawn }) => drawn.length > 0)
          ?.drawn.pop(),
      ),
    ["record-objects"],
  ],
  [
    "two visits exchanged",
    (d) => forge(signer, d, "record", (s) => (s["visits"] as unknown[]).reverse()),
    ["record-visits", "record-teams"],
  ],
  [
    "an inspector exchanged",
    (d) =>
      forge(signer, d, "record", (s) => {
        const [visit] = s["visits"] as { team: { inspector: string }[] }[];
        const [member] = visit?.team ?? [];
        if (member !== undefined) member.inspector = "云320699099";
      }),
    ["record-teams"],
  ],
  ["the level changed", (d) => forge(signer, d, "record", (s) => (s["level"] = 99)), ["record-direct"]],
  [
    "a repeated key in the record",
    (d) =>
      writeFileSync(
        join(d, "record.json"),
        readFileSync(join(d, "record.json"), "utf8").replace('"level":', '"level":0,"level":'),
      ),
    ["record-form", "record-signed"],
  ],
  [
    "a list that differs from the record",
    (d) =>
      writeFileSync(
        join(d, "lists/visits.csv"),
        readFileSync(join(d, "lists/visits.csv"), "utf8").replace("\r\n1,", "\r\n9,"),
      ),
    ["lists"],
  ],
  [
    "a stripped signature",
    (d) =>
      writeFileSync(
        join(d, "envelopes/record.json"),
        readFileSync(join(d, "envelopes/record.json"), "utf8").replace(/"sig":"..../, '"sig":"AAAA'),
      ),
    ["record-signed"],
  ],
  [
    "a signature moved to another statement",
    (d) => cpSync(join(d, "envelopes/opening.json"), join(d, "envelopes/record.json")),
    ["record-signed"],
  ],
];

describe("tampering", () => {
  it.each(tamperings)("%s is caught", (_, tamper, expected) => {
    const copy = copyOf(draw);
    tamper(copy);
    expect(failedChecks(copy)).toEqual(expect.arrayContaining([...expected]));
    expect(verifyDraw(readBundle(copy), nodeSha256).verdict).toBe("invalid");
  });

  it("by leaving out a frame or a statement never reads as success", () => {
    for (const path of ["frames/history.csv", "opening.json", "record.json", "commitment.json"]) {
      const copy = copyOf(draw);
      rmSync(join(copy, path));
      expect(failedChecks(copy)).toEqual([]);
      expect(verifyDraw(readBundle(copy), nodeSha256).verdict).toBe("incomplete");
    }
  });

  it("of a registry after the freeze stops the draw", async () => {
    const base = temporaryFolder();
    const target = join(base, "draw");
    await freeze(writeSampleCounty(base), target, { signer: undefined, now: NOW, version: "test" });
    openDraw(target, join(base, "values.json"), { signer: undefined, now: NOW });
    const path = join(target, "frames/objects.csv");
    writeFileSync(path, readFileSync(path, "utf8").replace("存续", "注销"));
    expect(() => runDraw(target, undefined)).toThrow(expect.objectContaining({ code: "frame-changed" }));
    expect(existsSync(join(target, "record.json"))).toBe(false);
  });
});
