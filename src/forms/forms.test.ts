import { describe, expect, it } from "vitest";
import { printPages } from "../../fixtures/chromium.js";
import { withTool } from "../../fixtures/real-tools.js";
import { makeSpecimen } from "../sim/selftest/specimen.js";
import {
  type Commitment,
  decodeUtf8,
  formNotice,
  type Opening,
  pureSha256,
  type RecordStatement,
  type StandingVisit,
  verifyDraw,
} from "../core/index.js";
import { formatFreezeForm } from "./freeze-form.js";
import { formatNoticePage } from "./notice-page.js";
import { formatRecordForm, type RecordFormInput } from "./record-form.js";
import { formatSecretSheet } from "./secret-sheet.js";

const specimen = makeSpecimen(1);
const read = <T>(file: string): T =>
  JSON.parse(decodeUtf8(specimen.files.get(file) as Uint8Array) ?? "") as T;
const digest = (file: string): string => pureSha256(specimen.files.get(file) as Uint8Array);
const commitment = read<Commitment>("commitment.json");
const record = read<RecordStatement>("record.json");
const opening = read<Opening>("opening.json");
const digests = { commitment: digest("commitment.json"), record: digest("record.json") };
const report = verifyDraw({ files: specimen.files });
const requirement = {
  department: "云溪县市场监督管理局",
  role: "lead",
  expertise: [],
  qualification: [],
} as const;

/** A form with so many visits of made-up firms, every tenth with a long name, every seventh left to direct assignment. */
function formInput(count: number): RecordFormInput {
  const visits = Array.from({ length: count }, (_, i): StandingVisit => {
    const slots = [0, 1, 2].map((slot) => ({
      slot,
      requirement,
      key: "",
      inspector: i % 7 === 6 && slot === 2 ? undefined : `P${i}-${slot}`,
      standIns: [],
    }));
    const object = `OBJ-${String(i).padStart(5, "0")}`;
    return {
      position: i + 1,
      batch: 1,
      object,
      tasks: ["hotel-market"],
      slots,
      dropped: false,
      assigned: [],
      out: [],
    };
  });
  return {
    commitment,
    opening,
    record,
    digests,
    signers: report.presence.signers,
    events: report.notes?.events ?? [],
    visits,
    nameOfObject: (id) =>
      id.endsWith("0") ? `${"云溪一二三四五六七八九十".repeat(4)}酒店` : `云溪${id}酒店`,
    nameOfPerson: (id) => `甲${id}`,
  };
}

/** Text without the spaces and line breaks of the layout. */
const bare = (text: string): string => text.replaceAll(/\s/g, "");

describe("the record form on paper", () => {
  for (const count of [20, 2000])
    withTool("chromium", "pdftotext")(
      `prints ${count} visits without cutting a row, with page numbers`,
      () => {
        const pages = printPages(formatRecordForm(formInput(count), "full")).map(bare);
        const seen = new Set<number>();
        pages.forEach((page, p) => {
          expect(page).toContain(`第${p + 1}页，共${pages.length}页`);
          for (const [, number = ""] of page.matchAll(/OBJ-(\d{5})/g)) {
            const i = Number(number);
            seen.add(i);
            expect(page).toContain(`P${i}-0`);
            expect(page).toContain(`P${i}-1`);
            if (i % 7 !== 6) expect(page).toContain(`P${i}-2`);
          }
          // The header of a table stands again on every page that goes on with it.
          if (/OBJ-\d{5}/.test(page)) expect(page).toMatch(/检查对象.*检查人员/);
        });
        expect(seen.size).toBe(count);
        const all = pages.join("");
        expect(all).toContain(record.seed);
        expect(all).toContain(digests.record);
        expect(all).toContain("骰子落地");
        expect(all).toContain("替换检查对象");
        expect(pages.at(-1)).toContain("单位盖章");
        expect(pages.length).toBeLessThan(count === 20 ? 12 : 300);
      },
    );

  withTool("chromium", "pdftotext")("prints the freeze form, the sealed sheet and the notice", () => {
    const secret = "5e".repeat(32);
    const forms = [
      formatFreezeForm({ commitment, digest: digests.commitment, wordWarning: (code) => code }),
      formatSecretSheet({ commitment, digest: digests.commitment, secret }),
      formatNoticePage(formNotice(commitment, record, digests, false)),
    ].map((html) => printPages(html).map(bare));
    expect(forms[0]?.join("")).toContain(digests.commitment);
    expect(forms[1]?.length).toBe(1);
    expect(forms[1]?.[0]).toContain(secret);
    expect(forms[2]?.length).toBe(1);
    expect(forms[2]?.[0]).toContain(digests.record);
  });
});

describe("the forms of a sealed draw", () => {
  it("keep list, seed, values and cells to the annex", () => {
    const secrets = [
      record.seed,
      ...opening.contributions.map(({ value }) => value),
      ...record.tasks.flatMap(({ cells }) => cells.flatMap(({ drawn, reserves }) => [...drawn, ...reserves])),
      ...record.visits.flatMap(({ team }) => team.map(({ inspector }) => inspector)),
    ];
    const input = { ...formInput(0), visits: [] };
    const day = bare(formatRecordForm(input, "day"));
    const notice = bare(formatNoticePage(formNotice(commitment, record, digests, false)));
    const json = JSON.stringify(formNotice(commitment, record, digests, false));
    for (const secret of secrets) for (const page of [day, notice, json]) expect(page).not.toContain(secret);
    expect(day).not.toContain("被抽查概率");
    const list = bare(formatRecordForm(input, "list"));
    expect(list).toContain(record.seed);
    expect(list).not.toContain("单位盖章");
  });
});

describe("pages", () => {
  it("escape what registries and people write, and load nothing", () => {
    const nasty = '<script>alert(1)</script>"\u202e&';
    const html = formatRecordForm({ ...formInput(3), nameOfObject: () => nasty }, "full");
    expect(html).not.toContain("<script>");
    expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;&quot;\\u{202e}&amp;");
    expect(html).toContain("default-src 'none'");
    expect(html).not.toMatch(/\b(src|href)=/);
  });
});
