// Vectors of sections 1 to 6 of the specification: notation, files, plan, frames, pool.
import {
  addRows,
  drawn,
  edit,
  followed,
  plan,
  recommit,
  redrawn,
  refrozen,
  remove,
  replace,
  rewrite,
  row,
  set,
  undrawable,
  unplan,
  write,
} from "./steps.js";

const PLAN = ["plan-rules"];
const FRAMES = ["frames-form"];
const C = "commitment.json";
const R = "record.json";

/** A plan that may not be drawn. */
const badPlan = (id, rules, says, ...steps) => ({
  id,
  rules,
  says,
  steps: [...steps, ...refrozen],
  fails: PLAN,
});
/** A list that is not in order. */
const badFrame = (id, rules, says, ...steps) => ({
  id,
  rules,
  says,
  steps: [...steps, ...refrozen],
  fails: FRAMES,
});
/** Another draw, and right. */
const good = (id, rules, says, ...steps) => ({ id, rules, says, steps: [...steps, ...redrawn], fails: [] });
/** The commitment or the opening says something else; the list follows from them. */
const says = (id, rules, text, fails, ...steps) => ({
  id,
  rules,
  says: text,
  steps: [...steps, ...drawn],
  fails,
});
/** The commitment cannot be read. */
const unreadable = (id, rules, text, ...steps) => ({
  id,
  rules,
  says: text,
  steps: [...steps, ...undrawable],
  fails: ["commitment-form"],
});
/** The record cannot be read, and is signed as it stands. */
const unreadableRecord = (id, rules, text, ...steps) => ({
  id,
  rules,
  says: text,
  steps: [...steps, ...followed],
  fails: ["record-form"],
});

function notUtf8(forgery) {
  const bytes = forgery.bundle.files.get(R).slice();
  bytes[20] = 0xff;
  write(R, bytes)(forgery);
}

const objectRow = (id, more = "") => `${id},丁旅馆,企业,320699001,H6110,高,B,存续,市监局,${more}`;

export const listVectors = [
  good(
    "order-by-code-point",
    ["X-1", "F-11"],
    "ids above U+FFFF stand behind U+FA11",
    addRows("objects", objectRow("﨑01"), objectRow("𠮷01")),
  ),
  badFrame(
    "order-by-code-unit",
    ["X-1", "F-11"],
    "ids above U+FFFF stand before U+FA11, as UTF-16 sorts",
    addRows("objects", objectRow("𠮷01"), objectRow("﨑01")),
  ),
  says(
    "fraction-not-lowest",
    ["X-2", "K-6"],
    "a probability is 10/36, not 5/18",
    ["commitment-cells"],
    set(C, "/tasks/1/cells/0/probability", "10/36"),
  ),
  unreadableRecord(
    "digest-upper-case",
    ["X-3", "J-3"],
    "the seed in upper case",
    edit(R, (value) => (value.seed = value.seed.toUpperCase())),
  ),
  unreadable(
    "title-of-white-space",
    ["X-4", "J-3"],
    "the plan's title is U+3000 U+FEFF",
    plan("/title", "　﻿"),
  ),
  badFrame(
    "cell-not-trimmed",
    ["X-4", "F-3"],
    "a name ends in U+2003",
    replace("frames/objects.csv", "甲一旅馆", "甲一旅馆 "),
  ),
  good(
    "control-is-no-white-space",
    ["X-4", "F-3"],
    "a name ends in U+001F, which is no white space",
    replace("frames/objects.csv", "甲一旅馆", "甲一旅馆\u001f"),
  ),
  good(
    "ratio-spellings",
    ["X-5", "P-4"],
    "0.05, 1/3, 12.50% and 007% are ratios",
    plan("/tasks/0/size/tiers/1/ratio", "1/3"),
    plan("/tasks/0/size/tiers/2/ratio", "12.50%"),
    plan("/tasks/0/size/tiers/3/ratio", "0.05"),
    plan("/tasks/1/size/ratio", "007%"),
  ),
  badPlan("ratio-above-one", ["X-5", "P-4"], "the ratio is 101%", plan("/tasks/1/size/ratio", "101%")),
  badPlan("ratio-by-zero", ["X-5", "P-4"], "the ratio is 1/0", plan("/tasks/1/size/ratio", "1/0")),
  unreadable("ratio-spelt-otherwise", ["X-5", "J-3"], "the ratio is .5", plan("/tasks/1/size/ratio", ".5")),
  badPlan(
    "day-not-in-calendar",
    ["X-6", "P-2"],
    "the visits end on 2023-10-32",
    plan("/visitWindow/to", "2023-10-32"),
  ),
  badPlan(
    "day-not-in-year",
    ["X-6", "P-2"],
    "releaseBy is 2023-02-29",
    plan("/publication", { releaseBy: "2023-02-29" }),
  ),
  badPlan(
    "year-1899",
    ["X-6", "P-2"],
    "the cycle begins in 1899",
    plan("/tasks/0/exclude/cycle/from", "1899-12-31"),
  ),
  badFrame(
    "hidden-in-id",
    ["X-7", "F-5"],
    "an id holds U+3164, a blank letter",
    row("objects", "产品-01", "产品\u3164-01,丙三旅馆,产品,320699002,H6110,中,B,存续,市监局,"),
  ),
  badFrame(
    "full-width-id",
    ["X-7", "F-5"],
    "an id has a full-width digit",
    row("objects", "产品-01", "产品-０1,丙三旅馆,产品,320699002,H6110,中,B,存续,市监局,"),
  ),
  unreadableRecord(
    "keys-not-sorted",
    ["X-8", "J-1"],
    "the record's first key is its last",
    rewrite(R, (text) => {
      const { commitment, ...rest } = JSON.parse(text);
      return JSON.stringify({ ...rest, commitment });
    }),
  ),

  unreadableRecord(
    "statement-with-space",
    ["J-1"],
    "a space behind the first brace of the record",
    replace(R, "{", "{ "),
  ),
  unreadableRecord(
    "statement-escaped",
    ["J-1"],
    "a letter of the record written as an escape",
    replace(R, "市监局", "\\u5e02监局"),
  ),
  unreadableRecord(
    "statement-with-mark",
    ["J-1", "X-1"],
    "a byte order mark before the record",
    rewrite(R, (text) => `\ufeff${text}`),
  ),
  unreadableRecord("statement-not-utf8", ["J-1"], "a byte of the record is FF", notUtf8),
  unreadableRecord(
    "key-twice",
    ["J-1"],
    "the record says level twice",
    replace(R, '"level":', '"level":0,"level":'),
  ),
  unreadableRecord(
    "number-with-point",
    ["J-2"],
    "the record's level as 5.0",
    replace(R, '"level":5', '"level":5.0'),
  ),
  unreadableRecord("null", ["J-2"], "a field with null", replace(R, '"level":5', '"level":null')),
  unreadableRecord(
    "number-too-large",
    ["J-2"],
    "the record's level is 2^53",
    replace(R, '"level":5', '"level":9007199254740992'),
  ),
  unreadableRecord("minus-zero", ["J-2"], "the record's level is -0", replace(R, '"level":5', '"level":-0')),
  unreadableRecord(
    "half-a-character",
    ["J-2"],
    "an unpaired surrogate, escaped",
    replace(R, '"level":5', '"level":5,"note":"\\ud800"'),
  ),
  unreadableRecord(
    "prototype-key",
    ["J-2"],
    "a key __proto__",
    replace(R, '{"attempt"', '{"__proto__":{},"attempt"'),
  ),
  unreadableRecord(
    "nested-too-deep",
    ["J-2"],
    "lists in lists, 65 deep",
    replace(R, '"level":5', `"level":5,"note":${"[".repeat(64)}1${"]".repeat(64)}`),
  ),
  says(
    "unknown-field",
    ["J-3"],
    "a field that the schema does not know",
    ["opening-form"],
    set("opening.json", "/salt", "1"),
  ),

  badPlan("task-ids-agree", ["P-1"], "both tasks have one id", plan("/tasks/1/id", "hotel-market")),
  good("id-with-han-number", ["P-1", "X-10"], "the plan's id is 第〇号", plan("/id", "第〇号")),
  badPlan(
    "window-turned",
    ["P-2"],
    "the visits end before they begin",
    plan("/visitWindow/to", "2023-09-28"),
  ),
  badPlan("size-twice", ["P-3"], "a ratio beside a count", plan("/tasks/1/size", { ratio: "25%", count: 3 })),
  badPlan("size-missing", ["P-3"], "neither ratio nor tiers nor number", plan("/tasks/1/size", {})),
  badPlan(
    "two-totals",
    ["P-3"],
    "count and overall beside tiers",
    plan("/tasks/1/size", { tiers: [{ ratio: "25%" }], count: 3, overall: "10%" }),
  ),
  badPlan(
    "flags-beside-count",
    ["P-4"],
    "flags without ratio or tiers",
    plan("/tasks/1/size", { count: 3, flags: [{ tag: "投诉多发", times: 2 }] }),
  ),
  badPlan(
    "flag-twice",
    ["P-4"],
    "a tag twice in the flags",
    plan("/tasks/0/size/flags/1", { tag: "投诉多发", times: "1.5" }),
  ),
  badPlan(
    "team-entry-twice",
    ["P-5"],
    "two entries agree but for the order of their skills",
    plan("/tasks/1/team/0/expertise", ["消防", "计量"]),
    plan("/tasks/1/team/2", { department: "消防队", count: 1, expertise: ["计量", "消防"] }),
  ),
  badPlan("team-of-one", ["P-5"], "one inspector beside the expert", plan("/tasks/1/team/0/count", 1)),
  good(
    "within-other-columns",
    ["P-6", "F-2", "C-5"],
    "cells by type, status and a column of the agency's own",
    plan("/tasks/0/within", ["type", "status", "片区", "address"]),
    replace("frames/objects.csv", "departments,tags", "departments,tags,address,片区"),
    rewrite("frames/objects.csv", (text) =>
      text
        .split("\n")
        .map((line, i) =>
          i === 0 || line === "" ? line : `${line},${i % 3 === 0 ? "" : "路"},${i % 2 === 0 ? "东" : "西"}`,
        )
        .join("\n"),
    ),
  ),
  {
    ...badPlan(
      "within-a-column-that-is-not-there",
      ["P-6", "F-2"],
      "cells by telephone number, which the frame does not hold: the plan's part is reported although the frames are not in order",
      plan("/tasks/0/within", ["region", "联系电话"]),
    ),
    fails: ["frames-form", "plan-rules"],
  },
  badPlan(
    "within-a-private-column",
    ["P-6"],
    "cells by telephone number",
    plan("/tasks/0/within", ["region", "联系电话"]),
    rewrite("frames/objects.csv", (text) => text.replaceAll("\n", ",1\n").replace("tags,1", "tags,联系电话")),
  ),
  badPlan("within-twice", ["P-6"], "a column twice", plan("/tasks/0/within", ["region", "region"])),
  badPlan(
    "roster-twice",
    ["P-7"],
    "one person twice in the roster",
    plan("/roster/4", { role: "citizen", name: "市民代表", by: "paper" }),
    set(C, "/roster/4", { role: "citizen", name: "市民代表", by: "paper", required: false }),
  ),
  {
    ...badPlan(
      "key-and-paper",
      ["P-7", "K-13"],
      "a witness with a key who signs on paper",
      plan("/roster/2/by", "paper"),
      set(C, "/roster/2/by", "paper"),
    ),
    fails: ["roster-keys", "plan-rules"],
  },
  badPlan(
    "dice-with-name",
    ["P-8"],
    "a source of dice has a name",
    plan("/sources/3/name", "骰子"),
    set(C, "/sources/3/name", "骰子"),
  ),
  badPlan(
    "two-dice",
    ["P-8"],
    "two sources of dice",
    plan("/sources/4", { kind: "dice", sides: 6, count: 3 }),
    set("opening.json", "/contributions/4", { kind: "dice", value: "1-2-3" }),
    set(C, "/sources/4", { kind: "dice", sides: 6, count: 3 }),
  ),
  badPlan(
    "sealed-without-secret",
    ["P-9"],
    "sealed, and no secret among the sources",
    plan("/publication", { sealed: true }),
    unplan("/sources/0"),
    remove(C, "/sources/0"),
    remove("opening.json", "/contributions/0"),
  ),
  badPlan("item-unknown", ["P-10"], "an item code that no row has", plan("/tasks/0/items/0", "SC-99")),
  badPlan(
    "item-of-another-kind",
    ["P-10", "F-10"],
    "a general item in a key task",
    plan("/tasks/1/items/1", "SC-01"),
  ),
  badPlan(
    "no-ceiling",
    ["P-10"],
    "a general task without any ceiling",
    unplan("/tasks/0/size/ceiling"),
    replace("frames/items.csv", ",60%,", ",,"),
    replace("frames/items.csv", ",80%,", ",,"),
  ),
  good(
    "item-risk",
    ["P-11", "C-6"],
    "tiers by the one risk of the items",
    plan("/tasks/0/size/tiers/3", { itemRisk: "低", ratio: "10%" }),
  ),
  badPlan(
    "item-risks-differ",
    ["P-11"],
    "tiers by the risk of items that differ",
    plan("/tasks/0/size/tiers/3/itemRisk", "低"),
    replace("frames/items.csv", "低,80%", "中,80%"),
  ),
  good(
    "item-risk-given",
    ["P-11"],
    "items differ in risk, and the task says which counts",
    plan("/tasks/0/size/tiers/3/itemRisk", "低"),
    plan("/tasks/0/itemRisk", "低"),
    replace("frames/items.csv", "低,80%", "中,80%"),
  ),
  badPlan(
    "exempt-unknown",
    ["P-12"],
    "an exempt object that is not in the registry",
    plan("/tasks/0/exclude/exempt/0/object", "Z99"),
  ),
  badPlan(
    "nobody-eligible",
    ["P-13"],
    "a task whose region has no object",
    plan("/tasks/1/scope/region", ["999"]),
  ),
  badPlan("no-tier-fits", ["P-13"], "a cell that no tier names", plan("/tasks/0/size/tiers/3/risk", "无")),
  badPlan(
    "too-few-people",
    ["P-14"],
    "three from a department of two, and no direct assignment",
    plan("/tasks/1/team/0/count", 3),
    unplan("/direct"),
  ),
  badPlan(
    "above-the-ceiling",
    ["P-15"],
    "more are asked for than the ceiling allows",
    plan("/tasks/0/size/ceiling", "30%"),
  ),
  badPlan(
    "below-the-floor",
    ["P-16"],
    "the ratios come to less than the floor",
    plan("/tasks/1/size/floor", "50%"),
  ),
  badPlan(
    "certain-cells-too-large",
    ["P-17"],
    "six must be drawn with certainty, four are asked for",
    plan("/tasks/1/size", { tiers: [{ risk: "高", ratio: "100%" }, { ratio: "10%" }], count: 4 }),
  ),
  good(
    "lists-in-items",
    ["P-18"],
    "other separators in the lists of an item",
    replace("frames/items.csv", "企业、个体工商户", "企业|个体工商户；农场"),
  ),

  {
    id: "frame-with-mark",
    rules: ["F-1"],
    says: "a byte order mark before a frame",
    steps: [rewrite("frames/recusals.csv", (text) => `\ufeff${text}`), recommit("recusals"), ...undrawable],
    fails: FRAMES,
  },
  {
    id: "frame-with-cr",
    rules: ["F-1"],
    says: "rows of a frame end in CRLF",
    steps: [
      rewrite("frames/recusals.csv", (text) => text.replaceAll("\n", "\r\n")),
      recommit("recusals"),
      ...undrawable,
    ],
    fails: FRAMES,
  },
  badFrame(
    "frame-without-end",
    ["F-1"],
    "the last row has no line feed",
    rewrite("frames/recusals.csv", (text) => text.trimEnd()),
  ),
  badFrame(
    "frame-quoted",
    ["F-1"],
    "quotes where none are needed",
    replace("frames/recusals.csv", "P01", '"P01"'),
  ),
  good(
    "frame-with-quotes",
    ["F-1"],
    "a name with a comma and quotes",
    replace("frames/objects.csv", "甲一旅馆", '"甲一,""老""旅馆"'),
  ),
  badFrame(
    "column-unknown",
    ["F-2"],
    "a column that no rule names",
    rewrite("frames/recusals.csv", (text) =>
      text.replace("object\n", "object,reason\n").replaceAll(/(P.*)\n/g, "$1,\n"),
    ),
  ),
  badFrame("cell-missing", ["F-3"], "a row with a cell less", row("recusals", "P07", "P07")),
  badFrame(
    "name-missing",
    ["F-3"],
    "an object without a name",
    replace("frames/objects.csv", "甲一旅馆", ""),
  ),
  badFrame(
    "template-row",
    ["F-4"],
    "an example row of a template is left",
    replace("frames/objects.csv", "甲一旅馆", "某旅馆（示例）"),
  ),
  badFrame(
    "id-as-spreadsheets-spoil-it",
    ["F-5"],
    "an id of the form 9.13E+17",
    row("objects", "91320699MA000005LJ", "9.13E+17,丙二旅馆,企业,320699002,H6110,高,B,存续,市监局;消防队,"),
  ),
  badFrame(
    "id-rounded",
    ["F-5", "F-6"],
    "18 digits that end in 000",
    row(
      "objects",
      "91320699MA000005LJ",
      "913206990000051000,丙二旅馆,企业,320699002,H6110,高,B,存续,市监局;消防队,",
    ),
  ),
  good(
    "id-ends-in-zeros",
    ["F-5", "F-6"],
    "18 digits that end in 000 and are a credit code",
    row(
      "objects",
      "91320699MA000005LJ",
      "913206990000015000,丙二旅馆,企业,320699002,H6110,高,B,存续,市监局;消防队,",
    ),
  ),
  badFrame(
    "ids-fold-together",
    ["F-7"],
    "two ids that differ in case alone",
    row("objects", "产品-01", "a01,丙三旅馆,产品,320699002,H6110,中,B,存续,市监局,"),
  ),
  badFrame(
    "ids-of-two-spellings",
    ["F-7"],
    "two ids that differ in composition alone",
    row("objects", "C01", `${objectRow("\u00e91")}\n${objectRow("e\u03011")}`),
  ),
  badFrame(
    "zeros-lost",
    ["F-7"],
    "ids of digits, of which some begin with a zero and shorter ones do not",
    row(
      "objects",
      "91320699MA000005LJ",
      "0012,丙二旅馆,企业,320699002,H6110,高,B,存续,市监局;消防队,\n123,丙四旅馆,企业,320699002,H6110,高,B,存续,市监局;消防队,",
    ),
  ),
  badFrame(
    "value-twice",
    ["F-8"],
    "a department twice in a cell",
    replace("frames/objects.csv", "市监局;消防队,投诉多发", "市监局;市监局,投诉多发"),
  ),
  badFrame(
    "values-by-other-separator",
    ["F-8"],
    "values parted by 、",
    replace("frames/objects.csv", "市监局;消防队,投诉多发", "市监局、消防队,投诉多发"),
  ),
  badFrame(
    "licence-9999-09-09",
    ["F-9"],
    "a licence until 9999-09-09",
    replace("frames/inspectors.csv", "2025-01-01", "9999-09-09"),
  ),
  badFrame(
    "load-with-zero",
    ["F-9"],
    "a load of 02",
    replace("frames/inspectors.csv", "2023-10-30,,,,2\n", "2023-10-30,,,,02\n"),
  ),
  badFrame(
    "category-unknown",
    ["F-9"],
    "a category that is none",
    replace("frames/inspectors.csv", "辅助人员", "协管员"),
  ),
  badFrame(
    "kind-unknown",
    ["F-10"],
    "an item of another kind",
    replace("frames/items.csv", "一般检查事项", "普通检查事项"),
  ),
  badFrame(
    "ceiling-no-ratio",
    ["F-10"],
    "a ceiling of 60 percent in words",
    replace("frames/items.csv", "60%", "六成"),
  ),
  badFrame(
    "recusal-twice",
    ["F-11"],
    "a recusal twice",
    replace("frames/recusals.csv", "P07,B01", "P01,A01"),
  ),
  badFrame(
    "recusal-of-nobody",
    ["F-12"],
    "a recusal of a person who is not in the registry",
    replace("frames/recusals.csv", "P07,B01", "P77,B01"),
  ),
  good(
    "history-of-others",
    ["F-12"],
    "history of an object and a person who are gone",
    addRows("history", "Z99,2023-05-05,,P99"),
  ),
  {
    id: "rows-miscounted",
    rules: ["F-13"],
    says: "the commitment counts one recusal more",
    steps: [set(C, "/frames/recusals/rows", 3), ...undrawable],
    fails: FRAMES,
  },

  good(
    "scope-by-type-and-tag",
    ["C-1"],
    "scope by type and tag",
    plan("/tasks/1/scope", { type: ["企业", "产品"], tags: ["投诉多发"] }),
  ),
  good(
    "scope-by-department",
    ["C-1"],
    "scope by one of two departments",
    plan("/tasks/1/scope", { departments: ["消防队"] }),
  ),
  badPlan(
    "scope-empty-list",
    ["C-1", "P-13"],
    "an empty list puts everything out",
    plan("/tasks/1/scope/type", []),
  ),
  good(
    "scope-by-status",
    ["C-1", "C-2"],
    "struck-off objects, and those in business under a long name",
    plan("/tasks/1/scope/status", ["注销", "存续（在营、开业、在册）"]),
  ),
  says(
    "out-of-scope-miscounted",
    ["C-1", "K-6"],
    "the field that put objects out is another",
    ["commitment-cells"],
    set(C, "/tasks/0/outOfScope", { industry: 2 }),
  ),
  good(
    "status-as-read",
    ["C-2", "C-5"],
    "cells by status: 存续（在营、开业、在册） and 存续 are one",
    plan("/tasks/1/within", ["status"]),
  ),
  says(
    "history-after-the-window",
    ["C-3", "K-6"],
    "an object excluded for an inspection after the window begins",
    ["commitment-cells"],
    set(C, "/tasks/0/excluded/cycle", 2),
  ),
  good(
    "exclusions-apart",
    ["C-4"],
    "other months, caps and cycle",
    plan("/tasks/1/exclude", {
      inspectedWithinMonths: 7,
      yearlyCap: { B: 1, "*": 3 },
      cycle: { from: "2023-01-05" },
    }),
  ),
  good(
    "six-months-to-the-day",
    ["C-4", "X-6"],
    "an inspection on the day six months before does not exclude",
    plan("/tasks/1/exclude", { inspectedWithinMonths: 6 }),
  ),
  says(
    "excluded-for-another-reason",
    ["C-4", "K-6"],
    "an exclusion under the second reason that applies",
    ["commitment-cells"],
    set(C, "/tasks/0/excluded", { "cool-down": 1, cycle: 2, exempt: 1, "yearly-cap": 1 }),
  ),
  says(
    "cells-in-another-order",
    ["C-5", "K-6"],
    "two cells have changed places",
    ["commitment-cells"],
    edit(C, ({ tasks }) => tasks[0].cells.reverse()),
  ),
  good(
    "ratio-of-first-row",
    ["C-6"],
    "the first tier that fits counts, times the flag, at most 1",
    plan("/tasks/0/size/tiers/0", { ratio: "45%" }),
  ),
  good(
    "base-eligible",
    ["C-6", "N-3"],
    "ratios of the eligible objects alone",
    plan("/tasks/0/base", "eligible"),
  ),
  says(
    "ratio-of-another-row",
    ["C-6", "K-6"],
    "a cell with the ratio of another row",
    ["commitment-cells"],
    set(C, "/tasks/0/cells/0/ratio", "1/5"),
  ),
  {
    id: "drawn-otherwise-than-frozen",
    rules: ["K-2"],
    says: "an object's risk changed after the freeze",
    steps: [replace("frames/objects.csv", "H6190,低,A", "H6190,高,A"), ...drawn],
    fails: ["frames-digest", "commitment-cells", "freeze-report"],
  },
];
