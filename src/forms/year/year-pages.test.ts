import { describe, expect, it } from "vitest";
import { printPages } from "../../../fixtures/chromium.js";
import { withTool } from "../../../fixtures/real-tools.js";
import { defaultSettings } from "../../year/settings/settings.js";
import type { ListedItem } from "../../year/items/item-list.js";
import { formatItemListPage } from "./plan-pages.js";
import { formatVisitForms, type VisitFormsInput } from "./visit-forms.js";

const item = (code: string, subject: string): ListedItem => ({
  code,
  name: `检查事项${code}`,
  kind: "general",
  list: "department",
  basis: "《条例》第一条",
  itemRisk: "",
  ceiling: "10%",
  frequency: "一年一次",
  subject,
  objectTypes: ["企业"],
  methods: ["现场检查"],
  content: "经营场所、台账和人员",
  expertise: [],
  qualifications: [],
  departments: [],
  reviewedBy: "周某",
  reviewedOn: "2026-01-05",
});
const settings = defaultSettings("云溪县市场监督管理局", ["甲局", "乙局", "丙局"]);

function input(count: number): VisitFormsInput {
  const code = (kind: "result" | "follow-up") => (name: string) =>
    ({ kind, code: name, name, meaning: "other", from: 2014, until: 9999 }) as const;
  return {
    authority: settings.authority,
    draw: "YX-1",
    title: "联合抽查",
    window: { from: "2026-05-11", to: "2026-06-05" },
    record: "ab".repeat(32),
    departments: settings.departments,
    papers: settings.papers,
    results: ["未发现问题", "发现问题已责令改正", "通过登记的住所（经营场所）无法联系"].map(code("result")),
    followUps: ["无需后续处置", "责令改正"].map(code("follow-up")),
    today: "2026-04-29",
    visits: Array.from({ length: count }, (_, i) => ({
      position: i + 1,
      object: {
        id: `OBJ-${i}`,
        name: `云溪${i}酒店`,
        address: "一号路",
        legalRepresentative: "某某",
        phone: "0",
      },
      items: ["甲局", "甲局", "乙局", "丙局"].map((subject, n) => item(`X-${n}`, subject)),
      people: ["甲局", "甲局", "乙局", "乙局", "丙局", "丙局"].map((department, n) => ({
        id: `P${n}`,
        name: `人${n}`,
        department,
      })),
    })),
  };
}

const bare = (text: string): string => text.replaceAll(/\s/g, "");

describe("the year's forms on paper", () => {
  withTool("chromium", "pdftotext")("print one sheet for each visit of a joint draw, none cut", () => {
    for (const kind of ["notices", "check-forms"] as const) {
      const pages = printPages(formatVisitForms(input(12), kind)).map(bare);
      expect(pages).toHaveLength(12);
      pages.forEach((page, i) => {
        expect(page).toContain(`OBJ-${i}）`);
        expect(page).toContain(kind === "notices" ? "（印章）" : "审批人");
      });
    }
  });

  withTool("chromium", "pdftotext")("print wide tables across the sheet", () => {
    const items = Array.from({ length: 30 }, (_, i) => item(`SC-${i}`, "云溪县市场监督管理局"));
    const list = {
      schema: "dualdraw/item-list/v1",
      authority: "云溪县",
      revision: 1,
      publishedOn: "2026-01-12",
      items,
    } as const;
    const pages = printPages(formatItemListPage(list, "ab".repeat(32), [], []));
    const text = bare(pages.join(""));
    for (let i = 0; i < 30; i++) expect(text).toContain(`SC-${i}`);
    expect(pages.length).toBeLessThan(6);
  });

  it("call the visits one by one, for the progress bar", () => {
    let visits = 0;
    formatVisitForms(input(7), "notices", () => visits++);
    expect(visits).toBe(7);
  });

  it("show hostile text as text", () => {
    const hostile = input(1);
    const [visit] = hostile.visits;
    const changed = {
      ...hostile,
      visits: [{ ...visit, object: { ...visit?.object, name: '<script>alert("x")</script>' } }],
    } as VisitFormsInput;
    expect(formatVisitForms(changed, "notices")).not.toContain("<script>");
  });
});
