// Vectors of K-14: a plan that names a yearly plan.
import { encodeJson, pureSha256 } from "../../dist/core/index.js";
import { edit, redrawn, set, write } from "./steps.js";

const YEAR = "year-plan.json";

/** The yearly plan of which the draw's plan is one task, word for word. */
const yearPlanOf = ({ title, authority, visitWindow, tasks }) => ({
  schema: "dualdraw/year-plan/v1",
  authority,
  year: 2023,
  revision: 2,
  previous: "0".repeat(64),
  publishedOn: "2023-02-27",
  tasks: [
    {
      id: "YX-01",
      form: "joint",
      level: "own",
      lead: "市监局",
      departments: ["市监局", "消防队"],
      row: { id: "YX-01", ratio: "25%", agreed: "会议纪要〔2023〕3号" },
      draw: { title, authority, visitWindow, tasks },
    },
  ],
  adjustments: [
    {
      date: "2023-03-01",
      task: "YX-01",
      field: "结束日期",
      from: "2023-10-20",
      to: "2023-10-30",
      reason: "人员安排",
      decidedBy: "张局长",
    },
  ],
});

/** The plan follows a yearly plan, changed by `change`, whose digest it names. */
const follow =
  (change = () => undefined, name = () => undefined) =>
  (forgery) => {
    edit("commitment.json", (commitment) => {
      const yearPlan = yearPlanOf(structuredClone(commitment.plan));
      change(yearPlan);
      const bytes = encodeJson(yearPlan);
      write(YEAR, Buffer.from(bytes).toString())(forgery);
      const reference = { year: 2023, revision: 2, task: "YX-01", sha256: pureSha256(bytes) };
      name(reference);
      commitment.plan.yearPlan = reference;
    })(forgery);
  };

const vector = (id, fails, says, ...steps) => ({
  id,
  rules: ["K-14"],
  says,
  steps: [...steps, ...redrawn],
  fails,
});
const wrong = (id, says, ...steps) => vector(id, ["year-plan"], says, ...steps);

export const yearVectors = [
  vector("follows-yearly-plan", [], "the plan says what its yearly plan says", follow()),
  {
    ...vector("yearly-plan-withheld", [], "the yearly plan is not there", follow(), {
      op: "drop",
      file: YEAR,
    }),
    verdict: "incomplete",
  },
  vector("yearly-plan-unnamed", [], "a yearly plan that the plan does not name", write(YEAR, "{}")),
  wrong(
    "another-window-than-planned",
    "the draw has another visit window than its yearly plan",
    follow(({ tasks: [{ draw }] }) => (draw.visitWindow = { from: "2023-09-29", to: "2023-10-20" })),
  ),
  wrong(
    "another-size-than-planned",
    "the draw takes fewer than the yearly plan says",
    follow(({ tasks: [{ draw }] }) => (draw.tasks[1].size = { ratio: "50%" })),
  ),
  wrong(
    "fewer-tasks-than-planned",
    "the draw leaves out a task of the yearly plan",
    follow(({ tasks: [{ draw }] }) => draw.tasks.push({ ...draw.tasks[1], id: "hotel-third" })),
  ),
  wrong(
    "title-unlike-the-year",
    "the draw has another title",
    follow(({ tasks: [{ draw }] }) => (draw.title = "饭店抽查")),
  ),
  wrong(
    "field-not-planned",
    "the draw has a field that the yearly plan does not state",
    follow(({ tasks: [{ draw }] }) => delete draw.tasks[0].reserves),
  ),
  wrong(
    "authority-unlike-the-year",
    "the draw has another authority",
    follow(({ tasks: [{ draw }] }) => (draw.authority = "县局")),
  ),
  wrong(
    "no-such-task-in-the-year",
    "the yearly plan has no such task",
    follow(undefined, (reference) => (reference.task = "YX-02")),
  ),
  wrong(
    "another-revision",
    "the plan names another version",
    follow(undefined, (reference) => (reference.revision = 3)),
  ),
  wrong(
    "another-year",
    "the plan names another year",
    follow(undefined, (reference) => (reference.year = 2024)),
  ),
  wrong(
    "yearly-plan-exchanged",
    "the yearly plan is another than the named one",
    follow(),
    set(YEAR, "/publishedOn", "2023-02-28"),
  ),
  wrong(
    "yearly-plan-respelled",
    "the yearly plan is in another spelling, and the plan names it so",
    follow(),
    { op: "replace", file: YEAR, find: '"year":2023', with: '"year": 2023' },
    (forgery) =>
      edit(
        "commitment.json",
        ({ plan }) => (plan.yearPlan.sha256 = pureSha256(forgery.bundle.files.get(YEAR))),
      )(forgery),
  ),
  wrong(
    "yearly-plan-against-its-schema",
    "the yearly plan has an unknown field",
    follow((yearPlan) => (yearPlan.note = "x")),
  ),
  wrong(
    "yearly-task-twice",
    "the yearly plan has two tasks of one id",
    follow(({ tasks }) => tasks.push(tasks[0])),
  ),
];
