import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { stringify } from "csv-stringify/sync";
import { parse } from "csv-parse/sync";
import { withTool } from "../../../fixtures/real-tools.js";
import {
  AFTERNOON,
  makeOffice,
  makeSupervisedDraw,
  readJsonFile,
  withWitnesses,
} from "../../../fixtures/supervised-draw.js";
import {
  historySpec,
  inspectorSpec,
  objectSpec,
  type Plan,
  recusalSpec,
  type RegistrySpec,
  verifyDraw,
} from "../../core/index.js";
import { requireEmpty } from "../disk/durable-write.js";
import { nodeSha256, readBundle } from "./draw-directory.js";
import { recordEvent } from "./events.js";
import { freeze } from "./freeze.js";
import { openDraw } from "./open-draw.js";
import { noticeFiles, publicFiles, readNotice, recordRelease, writePublicFolder } from "./publish.js";
import { runDraw } from "./run-draw.js";
import { attest } from "./sign-off.js";

async function releaseDraw(
  draw: string,
  target: string,
  options: Parameters<typeof recordRelease>[1],
): Promise<void> {
  requireEmpty(target);
  recordRelease(draw, options);
  await writePublicFolder(target, publicFiles(draw));
}

const code = (value: string): unknown => expect.objectContaining({ code: value });
const AFTER_VISITS = new Date("2026-04-20T00:00:00Z");

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    statSync(join(folder, name)).isFile(),
  );
}

/** Marks every cell of the private columns of a registry, and adds the columns that the file lacks. */
function markPrivate(path: string, spec: RegistrySpec): string[] {
  const rows = parse(readFileSync(path), { bom: true });
  const header = rows[0] as string[];
  const marks: string[] = [];
  for (const column of spec.columns) {
    if (column.private !== true) continue;
    const name = column.headers[0] ?? column.field;
    if (!header.includes(name)) header.push(name);
    const at = header.indexOf(name);
    rows.slice(1).forEach((row, i) => {
      const mark = `PRIVATE-${spec.registry}-${column.field}-${i}`;
      while (row.length < header.length) row.push("");
      row[at] = mark;
      marks.push(mark);
    });
  }
  writeFileSync(path, stringify(rows));
  return marks;
}

describe("a sealed draw", () => {
  it("publishes digests and totals on the day, and nothing else", async () => {
    const { draw, folder } = await makeSupervisedDraw("drawn");
    const notice = readNotice(draw);
    await writePublicFolder(join(folder, "notice"), noticeFiles(notice, "<html></html>"));
    expect(filesUnder(join(folder, "notice")).length).toBe(3);
    expect(notice).toMatchObject({
      sealed: true,
      draw: "YX-JOINT-01",
      knownTo: ["操作员", "派驻纪检监察组"],
    });
    expect(Object.keys(notice.tasks[0] ?? {})).toEqual([
      "id",
      "title",
      "base",
      "requested",
      "drawn",
      "shortfall",
    ]);
    expect(notice.record).toBe(nodeSha256(readFileSync(join(draw, "record.json"))));
  });

  it("is released after the visits, once recorded, byte for byte as frozen, and verifies for a stranger", async () => {
    const { draw, folder, operator, witness } = await makeSupervisedDraw("drawn");
    attest(draw, { signer: "3", operator: operator.signer });
    const target = join(folder, "public");
    const release = (to: string, now: Date) => releaseDraw(draw, to, { signer: operator.signer, now });
    // The visits end on 16 April: that day is still theirs, in China.
    await expect(release(target, new Date("2026-04-16T15:59:00Z"))).rejects.toEqual(code("release-early"));
    expect(existsSync(target)).toBe(false);
    expect(existsSync(join(draw, "events"))).toBe(false);
    await release(target, new Date("2026-04-16T16:00:00Z"));
    await release(join(folder, "again"), AFTER_VISITS);
    expect(readdirSync(join(draw, "events"))).toEqual(["001.json"]);
    await expect(release(target, AFTER_VISITS)).rejects.toEqual(code("directory-not-empty"));
    for (const name of filesUnder(join(draw, "frames")))
      expect(readFileSync(join(target, "frames", name))).toEqual(readFileSync(join(draw, "frames", name)));
    const report = verifyDraw(readBundle(target), {
      sha256: nodeSha256,
      trusted: [{ publicKey: witness.signer.publicKey, name: "派驻纪检监察组" }],
    });
    expect(report.verdict).toBe("valid");
    const status = (check: string): string | undefined =>
      report.checks.find((result) => result.check === check)?.status;
    expect(["record-objects", "record-teams", "lists"].map(status)).toEqual(["pass", "pass", "pass"]);
    expect(["originals-digest", "annex-digest"].map(status)).toEqual(["absent", "absent"]);
    for (const name of ["secret.txt", "annex", "originals", "contributions", "forms", "requests"])
      expect(existsSync(join(target, name))).toBe(false);
  });

  withTool("sha256sum")("carries digests that sha256sum checks", async () => {
    const { draw, folder, operator } = await makeSupervisedDraw("drawn");
    await releaseDraw(draw, join(folder, "public"), { signer: operator.signer, now: AFTER_VISITS });
    const out = execFileSync("sha256sum", ["-c", "SHA256SUMS"], {
      cwd: join(folder, "public"),
      encoding: "utf8",
    });
    expect(out.trim().split("\n").length).toBe(filesUnder(join(folder, "public")).length - 1);
  });

  it("that was voided may be released at once", async () => {
    const { draw, folder, operator } = await makeSupervisedDraw("drawn");
    const options = { signer: operator.signer, now: AFTERNOON };
    const request = { kind: "void", withheld: [], known: [] } as const;
    recordEvent(draw, { request, reason: { code: "wrong-lists", text: "" }, evidence: [] }, options);
    await releaseDraw(draw, join(folder, "public"), options);
    expect(verifyDraw(readBundle(join(folder, "public")), { sha256: nodeSha256 }).notes?.voided).toBe(true);
  });
});

describe("what is released", () => {
  for (const people of ["named", "pseudonyms"] as const)
    it(`holds no cell of any private column, with people ${people}`, async () => {
      const office = makeOffice((plan: Plan) => ({ ...withWitnesses(plan), publication: { people } }));
      const { folder, draw, plan, values, operator } = office;
      const marks = (
        [
          ["objects.csv", objectSpec],
          ["inspectors.csv", inspectorSpec],
          ["recusals.csv", recusalSpec],
          ["history.csv", historySpec],
        ] as const
      ).flatMap(([file, spec]) => markPrivate(join(folder, file), spec));
      const columns = [objectSpec, inspectorSpec, recusalSpec, historySpec].flatMap((spec) =>
        spec.columns
          .filter((column) => column.private === true)
          .map((column) => `${spec.registry}-${column.field}`),
      );
      for (const column of columns) expect(marks.some((mark) => mark.includes(column))).toBe(true);
      const options = { signer: operator.signer, now: AFTERNOON, version: "test" };
      await freeze(plan, draw, options);
      openDraw(draw, { contributions: values, ...options });
      runDraw(draw, operator.signer);
      const { visits } = readJsonFile<{ visits: { object: string }[] }>(join(draw, "record.json"));
      recordEvent(
        draw,
        {
          request: { kind: "replace-object", object: visits[0]?.object ?? "" },
          reason: { code: "moved", text: "" },
          evidence: [],
        },
        options,
      );
      await releaseDraw(draw, join(folder, "public"), { signer: operator.signer, now: AFTER_VISITS });
      const published = filesUnder(join(folder, "public"))
        .map((name) => readFileSync(join(folder, "public", name), "utf8"))
        .join("\n");
      const decoded = published.replaceAll(/"payload":"([^"]*)"/g, (_, payload: string) =>
        Buffer.from(payload, "base64").toString(),
      );
      expect(decoded).not.toContain("PRIVATE-");
      const annex = filesUnder(join(draw, "annex"))
        .map((name) => readFileSync(join(draw, "annex", name), "utf8"))
        .join("\n");
      for (const mark of marks) expect(annex).toContain(mark);
      if (people === "named") return;
      const registry = parse(readFileSync(join(folder, "inspectors.csv")), {
        bom: true,
        columns: true,
      }) as Record<string, string>[];
      for (const person of registry) {
        expect(decoded).not.toContain(person["执法证号"]);
        expect(decoded).not.toContain(`${person["姓名"]},`);
      }
    });
});
