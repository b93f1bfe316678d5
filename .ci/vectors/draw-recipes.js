// Vectors of sections 7 to 12 of the specification: numbers, selection, staffing, commitment, opening, record.
import { pureSha256 } from "../../dist/core/index.js";
import {
  cell,
  copy,
  drawn,
  drawnAsItStands,
  drop,
  edit,
  linked,
  plan,
  redrawn,
  refrozen,
  remove,
  replace,
  set,
  signed,
  write,
} from "./steps.js";

const C = "commitment.json";
const O = "opening.json";
const R = "record.json";

const good = (id, rules, says, ...steps) => ({ id, rules, says, steps: [...steps, ...redrawn], fails: [] });
/** The record says something else than what the lists and the seed give. */
const wrong = (id, rules, fails, says, ...steps) => ({
  id,
  rules,
  says,
  steps: [...steps, ...linked],
  fails,
});
/** The commitment says something else than what the lists give; the list follows from it. */
const committed = (id, rules, fails, says, ...steps) => ({
  id,
  rules,
  says,
  steps: [...steps, ...drawn],
  fails,
});
/** An opening that the commitment does not allow; the list follows from it. */
const opened = (id, rules, says, ...steps) => ({
  id,
  rules,
  says,
  steps: [...steps, ...drawn],
  fails: ["opening-values"],
});
/** Nothing is linked or signed anew. */
const plain = (id, rules, fails, says, ...steps) => ({ id, rules, says, steps, fails });

const fire = (size) => plan("/tasks/1/size", size);
const people = (find, by) => replace("frames/inspectors.csv", find, by);

const lottery = [
  wrong(
    "ticket-of-another-label",
    ["T-1", "L-1"],
    ["record-objects"],
    "the firms with the first tickets of the label `object` are drawn, tasks apart",
    edit(R, ({ tasks }) => {
      const one = tasks[1].cells[0];
      [one.drawn, one.reserves] = [["产品-01", "A06"], ["A04"]];
    }),
  ),
  wrong(
    "pick-of-another-index",
    ["T-2", "S-10"],
    ["record-teams"],
    "the other person of the hat is picked",
    set(R, "/visits/5/team/4/inspector", "P11"),
    set(R, "/visits/5/team/4/standIns", ["P10"]),
  ),
  good("count-alone", ["N-1", "N-2"], "four, wherever they are", fire({ count: 4 })),
  good(
    "count-beside-tiers",
    ["N-1", "N-2", "N-4"],
    "eight, a cell with certainty, others become certain",
    fire({
      tiers: [{ risk: "高", credit: "C", ratio: "100%" }, { risk: "中", ratio: "90%" }, { ratio: "5%" }],
      count: 11,
    }),
  ),
  good(
    "per-inspector",
    ["N-1"],
    "three and a half for each licensed person of the departments",
    fire({ perInspector: "7/2" }),
  ),
  good("overall", ["N-1"], "17% of all, rounded up", fire({ overall: "17%" })),
  good("at-most", ["N-1"], "17% of all, rounded down", fire({ overall: "17%", bound: "at-most" })),
  good("more-than-there-are", ["N-3"], "a hundred are asked for", fire({ count: 100 })),
  committed(
    "shortfall-hidden",
    ["N-3", "K-6"],
    ["commitment-cells"],
    "a deficit is written as none",
    set(C, "/tasks/0/cells/2/deficit", "0/1"),
  ),
  committed(
    "probability-too-low",
    ["N-4", "K-6"],
    ["commitment-cells"],
    "a cell that is certain has a lower probability",
    set(C, "/tasks/0/cells/3/probability", "99/100"),
  ),
  wrong(
    "probability-of-record",
    ["N-4", "R-2"],
    ["record-objects"],
    "the record states another probability",
    set(R, "/tasks/1/cells/0/probability", "1/4"),
  ),
  wrong(
    "number-in-another-cell",
    ["N-5", "R-2"],
    ["record-objects"],
    "one more is drawn in one cell and one less in another",
    edit(R, ({ tasks }) => {
      const [one, two] = tasks[0].cells;
      one.drawn = ["A04", "A06"];
      one.reserves = [];
      two.drawn = [];
      two.reserves = ["A09"];
    }),
  ),
  wrong(
    "second-ticket-drawn",
    ["L-1", "R-2"],
    ["record-objects"],
    "the reserve is drawn, the drawn one is the reserve",
    edit(R, ({ tasks }) => {
      const [one] = tasks[0].cells;
      [one.drawn, one.reserves] = [one.reserves, one.drawn];
    }),
  ),
  good("drawn-together", ["L-1", "T-1"], "the tasks share one lottery", plan("/together", true)),
  wrong(
    "visits-in-another-order",
    ["L-2", "R-3"],
    ["record-visits", "record-teams"],
    "two visits have changed places",
    edit(R, ({ visits }) => {
      const [one, two] = visits;
      [one.object, two.object] = [two.object, one.object];
    }),
  ),
  wrong(
    "tasks-in-another-order",
    ["L-2", "R-3"],
    ["record-visits"],
    "the tasks of a visit are not in plan order",
    edit(R, ({ visits }) => visits[4].tasks.reverse()),
  ),
  wrong(
    "batch-longer-at-the-end",
    ["L-3", "R-3"],
    ["record-visits"],
    "the second batch is the longer one",
    set(R, "/visits/4/batch", 2),
  ),
  good("seven-batches", ["L-3"], "nine visits in seven batches", plan("/batches", 7)),
];

const staffing = [
  good(
    "requirements-merge",
    ["S-1"],
    "both tasks ask the same department, for one lead and for two members",
    plan("/tasks/1/team/0", { department: "市监局", role: "lead", count: 2, qualification: ["行政执法"] }),
  ),
  wrong(
    "slot-renumbered",
    ["S-2", "R-3"],
    ["record-teams"],
    "an expert's slot has another number",
    set(R, "/visits/3/team/2/slot", 5),
  ),
  good(
    "region-other",
    ["S-3"],
    "people inspect outside their regions alone",
    plan("/staffing/region", "other"),
  ),
  good(
    "region-any",
    ["S-3"],
    "regions and last inspectors do not matter",
    plan("/staffing/region", "any"),
    plan("/staffing/rotate", false),
  ),
  wrong(
    "recused-person-sent",
    ["S-3"],
    ["record-teams"],
    "a person inspects a firm for which the recusal stands",
    edit(R, ({ visits }) => {
      const [lead] = visits[6].team;
      lead.inspector = "P01";
    }),
  ),
  good(
    "licence-on-the-last-day",
    ["S-4"],
    "all licences but one end in the window; experts need none",
    people("P03,张三,市监局,行政执法,计量,,9999-12-31", "P03,张三,市监局,行政执法,计量,,2023-10-30"),
    people(
      "P01,张一,市监局,行政执法,食品;计量,320699001,9999-12-31",
      "P01,张一,市监局,行政执法,食品;计量,320699001,2023-10-29",
    ),
  ),
  good(
    "caps",
    ["S-5", "S-8"],
    "people have caps",
    people("有效,执法人员,,\nP02", "有效,执法人员,1,\nP02"),
    people("有效,执法人员,4,\n", "有效,执法人员,2,\n"),
  ),
  good("load-of-the-draw", ["S-5"], "earlier work does not count", plan("/staffing/load", "draw")),
  good(
    "catch-up",
    ["S-5", "S-9"],
    "earlier work counts, and may be caught up by three",
    plan("/staffing/catchUp", 3),
    people("有效,执法人员,,\nP02", "有效,执法人员,,9\nP02"),
  ),
  good(
    "experts-of-two-kinds",
    ["S-6", "S-7"],
    "two kinds of experts; one kind drops first",
    plan("/tasks/1/team/2", { department: "研究院", role: "expert", expertise: ["消防"] }),
    plan("/tasks/0/team/2", { department: "研究院", role: "expert", expertise: ["建筑"] }),
  ),
  good(
    "least-first",
    ["S-7", "S-8", "S-12"],
    "too few people: everyone's first task before anyone's second",
    people("有效,执法人员,,\nP08", "有效,执法人员,2,\nP08"),
  ),
  wrong(
    "level-lower",
    ["S-9", "R-4"],
    ["record-direct"],
    "the greatest load is stated one lower",
    set(R, "/level", 4),
  ),
  wrong(
    "attempt-left-out",
    ["S-10", "R-3"],
    ["record-teams"],
    "a pick is said to be the second attempt",
    set(R, "/visits/0/team/0/attempt", 1),
  ),
  wrong(
    "hat-miscounted",
    ["S-10", "R-3"],
    ["record-teams"],
    "one more is said to be eligible",
    set(R, "/visits/0/team/0/eligible", 4),
  ),
  wrong(
    "stand-in-added",
    ["S-11"],
    ["record-teams"],
    "a second stand-in",
    set(R, "/visits/0/team/0/standIns/1", "P03"),
  ),
  good("three-stand-ins", ["S-11"], "three stand-ins for every slot", plan("/staffing/standIns", 3)),
  wrong(
    "reason-reworded",
    ["S-12", "R-4"],
    ["record-direct"],
    "a direct assignment for another reason",
    set(R, "/direct/0/reason/qualified", 1),
  ),
  good(
    "experts-dropped",
    ["S-6", "S-12"],
    "experts fall short, enforcement does not",
    people("P11,李十一,研究院", "P11,李十一,大学"),
    people("有效,专家,,\n", "有效,专家,1,\n"),
  ),
];

const commitment = [
  plain(
    "plan-file-otherwise",
    ["K-1"],
    ["plan-file"],
    "the plan's file says another ratio",
    replace("plan.json", "25%", "26%"),
  ),
  {
    id: "plan-file-as-typed",
    rules: ["K-1"],
    says: "the plan's file as a person types it, with a byte order mark",
    steps: [typePlan((plan) => `\ufeff${JSON.stringify(plan, null, 2)}\n`), ...drawn],
    fails: [],
  },
  {
    id: "plan-file-key-twice",
    rules: ["K-1"],
    says: "the plan's file says its id twice, the second time as committed",
    steps: [typePlan((plan) => JSON.stringify(plan).replace("{", '{"id":"V-02",')), ...drawn],
    fails: ["plan-file"],
  },
  committed(
    "frame-one-byte-longer",
    ["K-2"],
    ["frames-digest"],
    "the committed size of a frame is another",
    set(C, "/frames/items/bytes", 603),
  ),
  committed(
    "original-one-byte-longer",
    ["K-2"],
    ["originals-digest"],
    "the committed size of a private file is another",
    set(C, "/originals/items.csv/bytes", 603),
  ),
  committed(
    "plan-file-one-byte-longer",
    ["K-1"],
    ["plan-file"],
    "the committed size of the plan's file is another",
    set(C, "/planFile/bytes", 1),
  ),
  plain(
    "original-changed",
    ["K-2"],
    ["originals-digest"],
    "a private file was changed",
    replace("originals/items.csv", "SC-01", "SC-09"),
  ),
  plain(
    "original-added",
    ["K-2"],
    ["originals-digest"],
    "a private file that was not committed",
    copy("originals/items.csv", "originals/more.csv"),
  ),
  plain(
    "annex-changed",
    ["K-2"],
    ["annex-digest"],
    "the annex was changed",
    replace("annex/objects.csv", "路", "街"),
  ),
  {
    id: "frozen-too-late",
    rules: ["K-3"],
    says: "the freeze is claimed for 2023-09-28T16:00:00Z, which is the first day of the visits in China",
    steps: [set(C, "/claimedTime", "2023-09-28T16:00:00Z"), ...drawn],
    fails: ["plan-rules"],
  },
  committed(
    "registry-not-frozen",
    ["K-4"],
    ["plan-rules"],
    "an original was frozen under a name that is no registry of the plan",
    edit(C, ({ originals }) => {
      originals["past.csv"] = originals["history.csv"];
      delete originals["history.csv"];
    }),
    copy("originals/history.csv", "originals/past.csv"),
    drop("originals/history.csv"),
  ),
  committed(
    "roster-otherwise",
    ["K-5"],
    ["plan-rules"],
    "a witness whom the plan does not require is required",
    set(C, "/roster/2/required", true),
  ),
  committed(
    "base-miscounted",
    ["K-6"],
    ["commitment-cells"],
    "a task's base is one more",
    set(C, "/tasks/1/base", 19),
  ),
  committed(
    "requested-miscounted",
    ["K-6"],
    ["commitment-cells"],
    "one more is said to be asked for",
    set(C, "/tasks/1/requested", 6),
  ),
  committed("small-cells", ["K-7"], ["freeze-report"], "fewer small cells", set(C, "/report/smallCells", 15)),
  committed(
    "loads",
    ["K-8"],
    ["freeze-report"],
    "nobody's load differs",
    set(C, "/report/people/loadDiffers", []),
  ),
  committed(
    "rehearsals",
    ["K-9"],
    ["freeze-report"],
    "nine rehearsals",
    set(C, "/report/people/rehearsals", 9),
  ),
  committed(
    "largest-chance",
    ["K-10"],
    ["freeze-report"],
    "the largest chance is lower",
    set(C, "/report/people/largestChance", 9000),
  ),
  committed(
    "small-hats",
    ["K-10"],
    ["freeze-report"],
    "no small hats",
    set(C, "/report/people/smallHats", 0),
  ),
  committed(
    "sources-otherwise",
    ["K-11"],
    ["sources"],
    "eight dice are committed to, twenty are planned",
    set(C, "/sources/3/count", 8),
    set(O, "/contributions/3/value", "31415926"),
  ),
  {
    id: "too-few-bits",
    rules: ["K-11", "P-8"],
    fails: ["plan-rules", "sources"],
    says: "the dice bring 63 bits, and no other source counts",
    steps: [
      plan("/sources", [
        { kind: "secret" },
        { kind: "witness", name: "市民代表" },
        { kind: "dice", sides: 10, count: 19 },
      ]),
      edit(C, (value) => {
        value.sources = [value.sources[0], ...value.plan.sources.slice(1)];
      }),
      edit(O, (value) => {
        value.contributions = [
          value.contributions[0],
          value.contributions[2],
          { kind: "dice", value: "3141592653589793238" },
        ];
      }),
      ...refrozen,
    ],
  },
  {
    id: "beacon-too-late",
    base: "beacon",
    rules: ["K-12"],
    says: "the beacon comes more than 24 hours after the freeze",
    steps: [set(C, "/claimedTime", "2023-09-14T11:00:00Z"), ...drawn],
    fails: ["sources"],
  },
  {
    id: "beacon-before",
    base: "beacon",
    rules: ["K-12"],
    says: "the beacon was out before the freeze",
    steps: [set(C, "/claimedTime", "2023-09-15T11:00:01Z"), ...drawn],
    fails: ["sources"],
  },
  committed(
    "key-shared",
    ["K-13"],
    ["roster-keys"],
    "two witnesses have one key",
    edit(C, ({ roster }) => (roster[2].publicKey = roster[1].publicKey)),
  ),
  committed(
    "key-and-paper-in-roster",
    ["K-13", "K-5"],
    ["roster-keys", "plan-rules"],
    "a witness who signs on paper has a key",
    drop("attestations/04.json"),
    drop("envelopes/attestation-04.json"),
    drop("attachments/fd0afbbd39ef48478c8da484446c8bbcc92e1c43c26a9f479a7e44941b3652de.pdf"),
    edit(
      C,
      ({ roster }) =>
        (roster[3].publicKey = "3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29"),
    ),
  ),
];

const opening = [
  {
    id: "opening-of-another-commitment",
    rules: ["O-1"],
    says: "the opening names another commitment, and the list follows from it",
    steps: [set(O, "/commitment", "0".repeat(64)), ...drawnAsItStands],
    fails: ["opening-commitment"],
  },
  opened("contribution-left-out", ["O-2"], "a contribution is left out", remove(O, "/contributions/2")),
  opened(
    "contributions-in-another-order",
    ["O-2"],
    "two contributions have changed places",
    edit(O, ({ contributions }) => contributions.reverse()),
  ),
  opened(
    "another-secret",
    ["O-3"],
    "a secret that is not the committed one",
    set(O, "/contributions/0/value", "0".repeat(64)),
  ),
  opened(
    "another-witness-value",
    ["O-3"],
    "a witness's value that is not the committed one",
    set(O, "/contributions/1/value", "1".repeat(64)),
  ),
  opened(
    "words-not-composed",
    ["O-3"],
    "a value that is not in NFC",
    set(O, "/contributions/2/value", "cafe\u0301"),
  ),
  opened(
    "words-full-width",
    ["O-3"],
    "a value with a full-width sign",
    set(O, "/contributions/2/value", "云溪！"),
  ),
  opened(
    "words-too-long",
    ["O-3"],
    "a value of 65 characters",
    set(O, "/contributions/2/value", "云".repeat(65)),
  ),
  opened(
    "words-with-space",
    ["O-3", "X-7"],
    "a value with a space",
    set(O, "/contributions/2/value", "云溪 九月"),
  ),
  opened(
    "one-die-too-few",
    ["O-3"],
    "19 of 20 dice",
    set(O, "/contributions/3/value", "3141592653589793238"),
  ),
  {
    id: "dice-of-six-sides",
    rules: ["O-3"],
    says: "dice of six sides, joined by -",
    fails: [],
    steps: [
      plan("/sources/3", { kind: "dice", sides: 6, count: 25 }),
      set(C, "/sources/3", { kind: "dice", sides: 6, count: 25 }),
      set(O, "/contributions/3/value", Array(25).fill("6").join("-")),
      ...redrawn,
    ],
  },
  {
    id: "die-with-a-zero",
    rules: ["O-3"],
    says: "dice of six sides, one written 06",
    fails: ["opening-values"],
    steps: [
      plan("/sources/3", { kind: "dice", sides: 6, count: 25 }),
      set(C, "/sources/3", { kind: "dice", sides: 6, count: 25 }),
      set(O, "/contributions/3/value", ["06", ...Array(24).fill("6")].join("-")),
      ...redrawn,
    ],
  },
  {
    id: "beacon",
    base: "beacon",
    rules: ["O-4", "O-5", "V-3"],
    says: "the beacon of the committed instant; a verifier that cannot check its signature calls `beacon` skipped and the list incomplete",
    steps: [],
    fails: [],
  },
  {
    id: "beacon-of-the-next-round",
    base: "beacon",
    rules: ["O-4"],
    says: "the opening names the round after",
    steps: [set(O, "/contributions/4/round", 657414), ...drawn],
    fails: ["opening-values"],
  },
  {
    id: "beacon-not-the-value",
    base: "beacon",
    rules: ["O-5"],
    says: "the opening holds another value than the beacon",
    steps: [set(O, "/contributions/4/value", "0".repeat(64)), ...drawn],
    fails: ["beacon"],
  },
  {
    id: "beacon-signature",
    base: "beacon",
    rules: ["O-5"],
    says: "a signature that is none, and its digest as the value",
    steps: [
      edit("beacon.json", (value) => {
        value.signature = "ab".repeat(48);
        value.randomness = "2f26f3a3f4d3cf7ed2ebb6b4be70a6c09d2ad5a5fb9bb2fba7e1e6a4d8bb4a0f";
      }),
      set(O, "/contributions/4/value", "2f26f3a3f4d3cf7ed2ebb6b4be70a6c09d2ad5a5fb9bb2fba7e1e6a4d8bb4a0f"),
      ...drawn,
    ],
    fails: ["beacon"],
  },
  wrong(
    "seed-chosen",
    ["O-6", "R-1"],
    ["record-seed"],
    "the record names another seed",
    set(R, "/seed", "0".repeat(64)),
  ),
];

const record = [
  plain(
    "record-of-another-commitment",
    ["R-1", "V-2"],
    ["record-links"],
    "the opening is withheld, and the record names another commitment: what departs is reported although the rest cannot run",
    set(R, "/commitment", "0".repeat(64)),
    drop(O),
    drop("envelopes/opening.json"),
    dropLater,
    ...signed,
  ),
  plain(
    "record-of-another-opening",
    ["R-1"],
    ["record-links"],
    "the record names another opening",
    set(R, "/opening", "0".repeat(64)),
    dropLater,
    ...signed,
  ),
  wrong(
    "drawn-twice",
    ["R-2"],
    ["record-objects"],
    "a firm stands twice among the drawn",
    set(R, "/tasks/1/cells/0/drawn/2", "A06"),
  ),
  wrong(
    "out-of-scope-in-record",
    ["R-2", "J-3"],
    ["record-form"],
    "the record repeats what only the commitment says",
    set(R, "/tasks/0/outOfScope", {}),
  ),
  wrong(
    "firm-spared",
    ["R-3"],
    ["record-visits", "record-teams"],
    "the first visit is left out",
    remove(R, "/visits/0"),
  ),
  wrong(
    "inspector-exchanged",
    ["R-3"],
    ["record-teams"],
    "one person for another",
    set(R, "/visits/0/team/1/inspector", "P04"),
    set(R, "/visits/0/team/1/standIns", ["P03"]),
  ),
  wrong(
    "assigned-at-will",
    ["R-4"],
    ["record-direct"],
    "a visit is called unstaffed",
    edit(R, ({ direct }) => direct.unshift({ ...direct[0], object: "B07" })),
  ),
  plain(
    "list-otherwise",
    ["R-5"],
    ["lists"],
    "the printed list names another firm",
    cell("visits", 1, 2, "B99"),
  ),
  plain("list-cell-unguarded", ["R-5"], ["lists"], "a cell begins with =", cell("visits", 1, 3, "=1+1")),
  plain("list-missing", ["R-5"], ["lists"], "one of the five lists is missing", (forgery) =>
    forgery.bundle.lists.delete("cells"),
  ),
  plain("no-lists", ["R-5"], [], "a copy without the lists", (forgery) => forgery.bundle.lists.clear()),
  {
    id: "list-guards-formulas",
    rules: ["R-5"],
    says: "a firm's name begins with ＝",
    fails: [],
    steps: [replace("frames/objects.csv", "乙七旅馆", "＝乙七"), ...redrawn],
  },
];

/** The plan's file in another spelling, and committed to. */
function typePlan(spell) {
  return (forgery) =>
    edit(C, (commitment) => {
      const bytes = Buffer.from(spell(commitment.plan));
      write("plan.json", bytes)(forgery);
      commitment.planFile = { sha256: pureSha256(bytes), bytes: bytes.length };
    })(forgery);
}

/** A copy without what came after the record: attestations, scans, events. */
function dropLater(forgery) {
  const { files } = forgery.bundle;
  for (const file of [...files.keys()].filter((path) => /^(events|attestations)\//.test(path)))
    files.delete(file);
  for (const file of [...files.keys()].filter((path) =>
    /^envelopes\/(event|attestation)-|^attachments\//.test(path),
  ))
    files.delete(file);
}

export const drawVectors = [...lottery, ...staffing, ...commitment, ...opening, ...record];
