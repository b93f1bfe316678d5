// Vectors of the rules on fixed inspection groups, in all sections of the specification.
import {
  addRows,
  cell,
  drawn,
  drop,
  edit,
  happen,
  linked,
  noEvents,
  plan,
  redrawn,
  refrozen,
  replace,
  row,
  set,
  signed,
  unplan,
  write,
} from "./steps.js";

const C = "commitment.json";
const R = "record.json";

/** Another draw with groups, and right. */
const good = (id, rules, says, ...steps) => ({
  id,
  rules,
  says,
  base: "groups",
  steps: [...steps, ...redrawn],
  fails: [],
});
/** A list or a plan with groups that may not be drawn. */
const bad = (id, rules, fails, says, ...steps) => ({
  id,
  rules,
  says,
  base: "groups",
  steps: [...steps, ...refrozen],
  fails: [fails],
});
const badFrame = (id, rules, says, ...steps) => bad(id, rules, "frames-form", says, ...steps);
const badPlan = (id, rules, says, ...steps) => bad(id, rules, "plan-rules", says, ...steps);
/** The record says something else than what the lists and the seed give. */
const wrong = (id, rules, fails, says, ...steps) => ({
  id,
  rules,
  says,
  base: "groups",
  steps: [...steps, ...linked],
  fails: [fails],
});
/** Events after the record of the base. */
const later = (id, rules, fails, says, ...steps) => ({
  id,
  rules,
  says,
  base: "groups",
  steps: [noEvents, ...steps, ...signed],
  fails,
});

const groups = (find, by) => row("groups", find, by);
const people = (find, by) => replace("frames/inspectors.csv", find, by);

const lists = [
  badFrame("group-of-one", ["F-15"], "a group of one person", groups("G10", "G10,消防一组,P23")),
  badFrame(
    "group-members-unsorted",
    ["F-15"],
    "members in another order than sorted",
    groups("G10", "G10,消防一组,P24;P23"),
  ),
  badFrame(
    "group-member-unknown",
    ["F-15"],
    "a member who is not in the list of people",
    groups("G10", "G10,消防一组,P23;P24;P99"),
  ),
  badFrame(
    "group-member-expert",
    ["F-15"],
    "an expert is a member of a group",
    people("P31,周二,研究院", "P31,周二,消防队"),
    groups("G10", "G10,消防一组,P23;P24;P31"),
  ),
  badFrame(
    "group-member-helper",
    ["F-15"],
    "a helper is a member of a group",
    groups("G06", "G06,六组,P12;P15;P17"),
  ),
  badFrame(
    "group-of-two-departments",
    ["F-15"],
    "members of two departments in one group",
    groups("G10", "G10,消防一组,P16;P23;P24"),
  ),
  badFrame(
    "group-member-of-two",
    ["F-16"],
    "a person is in two groups",
    groups("G06", "G06,六组,P12;P14;P15"),
  ),
  badFrame(
    "group-with-the-id-of-a-person",
    ["F-16", "F-7"],
    "a group has a person's id in other letters",
    groups("G10", "p16,消防一组,P23;P24"),
  ),
  badFrame(
    "group-ids-alike",
    ["F-7"],
    "the ids of two groups differ in case alone",
    groups("G10", "g07,消防一组,P23;P24"),
  ),
  badFrame(
    "group-member-twice",
    ["F-8"],
    "a member is named twice in a group",
    groups("G10", "G10,消防一组,P23;P23;P24"),
  ),
  badFrame("group-without-name", ["F-3"], "a group has no name", groups("G10", "G10,,P23;P24")),
  badFrame(
    "groups-out-of-order",
    ["F-11"],
    "the rows of the groups are not sorted",
    groups("G10", undefined),
    addRows("groups", "G00,消防一组,P23;P24"),
  ),
  badFrame(
    "group-id-full-width",
    ["F-5"],
    "a group's id is full-width",
    groups("G10", "Ｇ10,消防一组,P23;P24"),
  ),
  {
    id: "groups-not-committed",
    rules: ["F-14", "K-2"],
    says: "the plan asks for groups, and the commitment does not hold their list",
    base: "groups",
    steps: [edit(C, ({ frames }) => delete frames.groups), ...drawn],
    fails: ["frames-digest", "frames-form"],
  },
  {
    id: "groups-committed-without-need",
    rules: ["F-14"],
    says: "the commitment holds a list of groups that the plan does not name",
    steps: [edit(C, ({ frames }) => (frames.groups = frames.items)), ...drawn],
    fails: ["frames-form"],
  },
  {
    id: "groups-missing",
    rules: ["F-14"],
    says: "the list of groups is not in the bundle",
    base: "groups",
    steps: [drop("frames/groups.csv")],
    fails: [],
    verdict: "incomplete",
  },
  {
    id: "groups-beside-a-draw-without",
    rules: ["F-14"],
    says: "a file of that name lies beside a draw without groups, and is no part of it",
    steps: [write("frames/groups.csv", "no list of groups\n")],
    fails: [],
  },
];

const plans = [
  {
    id: "groups-asked-for-without-a-list",
    rules: ["P-19"],
    says: "a group is asked for, and the plan names no list of groups",
    steps: [plan("/tasks/0/team/0/role", "group"), ...refrozen],
    fails: ["plan-rules"],
  },
  badPlan(
    "groups-not-asked-for",
    ["P-19"],
    "the plan names a list of groups and asks for none",
    plan("/tasks/0/team/0", { department: "市监局", count: 2 }),
    plan("/tasks/1/team/0", { department: "市监局", count: 2 }),
  ),
  badPlan(
    "group-requirement-twice",
    ["P-5"],
    "the same is asked of two groups in two entries",
    plan("/tasks/0/team/-", { department: "市监局", role: "group" }),
    plan("/tasks/0/team/-", { department: "市监局", role: "group", count: 2 }),
  ),
  badPlan(
    "too-few-groups",
    ["P-14", "S-13"],
    "six groups are asked for, five meet it, and no direct assignment",
    plan("/tasks/0/team/0/count", 6),
    unplan("/direct"),
  ),
  badPlan(
    "group-beside-members-of-groups",
    ["P-14", "S-14"],
    "four people of a department of six, two of whom are drawn with their group alone",
    plan("/tasks/1/team/1", { department: "消防队", count: 4 }),
    unplan("/direct"),
  ),
  good(
    "five-groups",
    ["P-14", "S-13"],
    "as many groups as there are, each short of something alone",
    plan("/tasks/1/team", [{ department: "市监局", role: "group", count: 5, expertise: ["食品"] }]),
    plan("/tasks/0/team/0/count", 1),
    plan("/staffing/rotate", false),
    plan("/staffing/region", "any"),
  ),
];

const staffing = [
  good(
    "two-groups-in-a-visit",
    ["S-13", "S-16", "P-5"],
    "two groups at each firm, and a third of another department",
    plan("/tasks/0/team/0/count", 2),
    plan("/tasks/1/team/1", { department: "消防队", role: "group", qualification: ["消防监督检查"] }),
  ),
  good(
    "groups-outside-their-regions",
    ["S-13"],
    "each member of a group inspects outside the own regions alone",
    plan("/staffing/region", "other"),
  ),
  good(
    "groups-without-rotation",
    ["S-13"],
    "who was there last may come again",
    plan("/staffing/rotate", false),
    plan("/staffing/standIns", 5),
  ),
  good(
    "group-skills-of-nobody",
    ["S-13", "S-16"],
    "no member of any group has what is asked: direct assignment",
    plan("/tasks/0/team/0/expertise", ["核技术"]),
  ),
  good(
    "group-licences",
    ["S-13"],
    "one member's licence ends a day too early: the group is not sent",
    people(
      "P04,张四,市监局,行政处罚;行政执法,食品,,2023-10-30",
      "P04,张四,市监局,行政处罚;行政执法,食品,,2023-10-29",
    ),
  ),
  good(
    "group-caps",
    ["S-15"],
    "the least cap of the members binds: tasks are dropped",
    people(
      "P03,张三,市监局,行政执法,计量,,9999-12-31,有效,,,2",
      "P03,张三,市监局,行政执法,计量,,9999-12-31,有效,,2,2",
    ),
    people(
      "P01,张一,市监局,行政执法,食品,,9999-12-31,有效,执法人员,,",
      "P01,张一,市监局,行政执法,食品,,9999-12-31,有效,执法人员,1,",
    ),
    people(
      "P06,张六,市监局,行政处罚,计量,320699001,9999-12-31,有效,执法人员,6,",
      "P06,张六,市监局,行政处罚,计量,320699001,9999-12-31,有效,执法人员,1,",
    ),
    people(
      "P09,张九,市监局,行政执法,计量,,,有效,执法人员,,",
      "P09,张九,市监局,行政执法,计量,,,有效,执法人员,0,",
    ),
    people("9999-12-31,有效,执法人员,,1\n", "9999-12-31,有效,执法人员,1,1\n"),
  ),
  good(
    "group-loads",
    ["S-15", "S-5"],
    "a group has the greatest load of its members",
    plan("/staffing/catchUp", 3),
    people(
      "P11,王二,市监局,行政执法;行政处罚,食品;计量,,9999-12-31,有效,执法人员,,",
      "P11,王二,市监局,行政执法;行政处罚,食品;计量,,9999-12-31,有效,执法人员,,9",
    ),
    people(
      "P16,王七,市监局,行政执法,食品,,9999-12-31,有效,执法人员,,",
      "P16,王七,市监局,行政执法,食品,,9999-12-31,有效,执法人员,,9",
    ),
  ),
  wrong(
    "group-with-a-recused-member",
    ["S-13"],
    "record-teams",
    "a group is sent to a firm for which a recusal of one member stands",
    edit(R, ({ visits }) => {
      visits.find(({ object }) => object === "A01").team[0].inspector = "G01";
    }),
  ),
  wrong(
    "group-with-a-member-out-of-service",
    ["S-13"],
    "record-teams",
    "a group is sent that has a member out of service",
    set(R, "/visits/0/team/0/inspector", "G07"),
  ),
  wrong(
    "member-without-the-group",
    ["S-14"],
    "record-teams",
    "a member of a group is sent alone",
    set(R, "/visits/1/team/1/inspector", "P24"),
  ),
  wrong(
    "people-for-a-group",
    ["S-14", "S-16"],
    "record-teams",
    "a person stands in the slot of a group",
    set(R, "/visits/0/team/0/inspector", "P01"),
  ),
  wrong(
    "members-counted-as-eligible",
    ["S-16", "R-3"],
    "record-teams",
    "the people of the groups are counted, not the groups",
    set(R, "/visits/0/team/0/eligible", 8),
  ),
  wrong(
    "group-stand-in-of-another-order",
    ["S-16", "S-11"],
    "record-teams",
    "the stand-ins of a group are exchanged",
    edit(R, ({ visits }) => visits[0].team[0].standIns.reverse()),
  ),
  {
    id: "hats-of-members",
    rules: ["S-16", "K-10"],
    says: "the report says that no hat is small, where groups are few",
    base: "groups",
    steps: [set(C, "/report/people/smallHats", 0), ...drawn],
    fails: ["freeze-report"],
  },
];

const listed = [
  {
    id: "group-without-its-people-in-a-list",
    rules: ["R-6"],
    says: "a list names a group and not its people",
    base: "groups",
    steps: [cell("teams", 1, 7, "一组")],
    fails: ["lists"],
  },
  {
    id: "stand-in-group-without-its-people",
    rules: ["R-6"],
    says: "a list names stand-in groups and not their people",
    base: "groups",
    steps: [cell("teams", 1, 10, "二组(G02)；四组(G04)")],
    fails: ["lists"],
  },
];

const decided = { basis: "执法检查人员有限", decidedBy: "局长" };
const slotOf = (standing, object, slot) =>
  standing.visits.find((visit) => visit.object === object).slots.find((one) => one.slot === slot);
/** Whoever holds a slot gives way. */
const givesWay = (object, slot = 0) =>
  happen(
    (standing) => ({
      kind: "replace-person",
      object,
      slot,
      inspector: slotOf(standing, object, slot).inspector,
    }),
    "ill",
  );
const sent = (object, ...inspectors) =>
  happen({ kind: "direct", object, inspectors }, "no-stand-in", decided);
/** The group of B02 and both of its stand-ins give way: two places are open. */
const open = [givesWay("B02"), givesWay("B02"), givesWay("B02")];
/** At A09 the fire brigade's second place is open, and somebody of G05 is sent for it. */
const together = [givesWay("A09", 1), givesWay("A09", 1), sent("A09", "P10")];

const events = [
  later(
    "group-replaced",
    ["E-9", "E-12"],
    [],
    "one of a group is ill: the next group comes",
    givesWay("B02"),
  ),
  later("no-group-left", ["E-9", "E-12"], [], "three groups give way, and nobody steps in", ...open),
  later(
    "member-for-a-group",
    ["E-12"],
    ["event-outcome"],
    "a member gives way, and the group stays",
    givesWay("B02"),
    set("events/001.json", "/inspector", "P01"),
  ),
  later(
    "group-moves-to-the-reserve",
    ["E-7", "E-8", "E-12"],
    [],
    "a firm is closed, and its group goes to the reserve with the other people",
    happen({ kind: "replace-object", object: "B03" }, "closed"),
  ),
  later(
    "group-stays-behind",
    ["E-8", "E-12"],
    ["event-outcome"],
    "another group goes to the reserve than the one that held the slot",
    happen({ kind: "replace-object", object: "B03" }, "closed"),
    set("events/001.json", "/outcome/visits/0/team/0/inspector", "G04"),
  ),
  later(
    "people-sent-for-a-group",
    ["E-10", "E-12"],
    [],
    "two people are sent where no group is left, one of them of a group",
    ...open,
    sent("B02", "P10", "P16"),
  ),
  later(
    "three-sent-for-a-group",
    ["E-12"],
    ["event-outcome"],
    "three people are sent for the place of a group, which counts as two",
    ...open,
    sent("B02", "P10", "P16"),
    edit("events/004.json", (event) => {
      event.inspectors.push("P13");
      event.outcome.visits[0].assigned.push("P13");
    }),
  ),
  later(
    "sent-of-a-group-that-gave-way",
    ["E-12"],
    ["event-outcome"],
    "a member of a group that gave way is sent",
    ...open,
    sent("B02", "P10", "P16"),
    edit("events/004.json", (event) => {
      event.inspectors[0] = "P03";
      event.outcome.visits[0].assigned[0] = "P03";
    }),
  ),
  later(
    "sent-of-the-group-in-the-team",
    ["E-12"],
    ["event-outcome"],
    "a member of the group in the team is sent once more",
    ...together,
    edit("events/003.json", (event) => {
      event.inspectors[0] = "P01";
      event.outcome.visits[0].assigned[0] = "P01";
    }),
  ),
  later(
    "group-sent-as-a-person",
    ["E-12"],
    ["event-outcome"],
    "a group is sent directly, under its id",
    ...open,
    sent("B02", "P10", "P16"),
    edit("events/004.json", (event) => {
      event.inspectors = ["G05"];
      event.outcome.visits[0].assigned = ["G05"];
    }),
  ),
  later(
    "group-of-somebody-sent",
    ["E-9", "E-12"],
    [],
    "the stand-in group has a member who is sent already: nobody steps in",
    ...together,
    givesWay("A09"),
    givesWay("A09"),
  ),
  later(
    "group-of-somebody-sent-steps-in",
    ["E-12"],
    ["event-outcome"],
    "a group steps in, one of which is sent already",
    ...together,
    givesWay("A09"),
    givesWay("A09"),
    edit("events/005.json", ({ outcome }) => {
      const [visit] = outcome.visits;
      visit.team.unshift({ slot: 0, role: "group", department: "市监局", inspector: "G05" });
      visit.unfilled = visit.unfilled.filter((slot) => slot !== 0);
    }),
  ),
];

export const groupVectors = [...lists, ...plans, ...staffing, ...listed, ...events];
