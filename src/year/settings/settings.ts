import { type IsoDate, monthsBefore, shiftDays } from "../../core/index.js";

/** A day of every year, `MM-DD`; a day beyond the month's end means its last day (`02-31`: the end of February). */
export type DayOfYear = string;

/** The settings of a workspace (工作区): what differs from office to office. */
export interface Settings {
  readonly schema: "dualdraw/settings/v1";
  /** The office that answers for the draws (组织单位). */
  readonly authority: string;
  /** Where plans are filed (备案机关). */
  readonly filingOffice: string;
  /** Departments whose items, plans and results are kept here. */
  readonly departments: readonly Department[];
  /** Industries of which each needs a joint draw in the year. */
  readonly industries: readonly string[];
  readonly clocks: Clocks;
  /** Credit tiers (信用等级), the best first. */
  readonly creditTiers: readonly string[];
  /** Share of enforcement items that the item list must cover, `"70%"`. */
  readonly coverage: string;
  /** What a firm prepares for a visit, as the notice names it. */
  readonly papers: readonly string[];
}

/** One department and whom a firm calls there. */
export interface Department {
  readonly name: string;
  readonly contact: string;
  readonly phone: string;
  /** Number of its enforcement items (执法事项), for the share that the list covers. */
  readonly enforcementItems: number;
}

/** Terms and due days. Regulations differ: all are settings. */
export interface Clocks {
  /** Results: working days, from the task's last day or from each inspection's end. */
  readonly results: { readonly workingDays: number; readonly from: "task" | "inspection" };
  /** Penalties are published apart: working days. */
  readonly penaltyWorkingDays: number;
  /** After the draw the lists go out: working days. */
  readonly dispatchWorkingDays: number;
  /** Days between an adjustment of the plan and the first inspection. */
  readonly adjustmentDays: number;
  /** An adjustment is entered, published and filed again: working days. */
  readonly adjustmentWorkingDays: number;
  readonly departmentPlan: DayOfYear;
  readonly jointPlan: DayOfYear;
  readonly halfYearReport: DayOfYear;
  readonly yearEndReport: DayOfYear;
}

/** The calendar day that a setting means in a year. */
export function dayOfYear(day: DayOfYear, year: number): IsoDate {
  const [month = 1, date = 1] = day.split("-").map(Number);
  const lastOfMonth = shiftDays(monthsBefore(`${year}-12-01`, 11 - month), -1);
  const last = month === 12 ? `${year}-12-31` : lastOfMonth;
  const asked = `${last.slice(0, 8)}${String(date).padStart(2, "0")}`;
  return asked > last ? last : asked;
}

/** The settings that a new workspace begins with. */
export function defaultSettings(authority: string, departments: readonly string[]): Settings {
  const names = departments.length === 0 ? [authority] : departments;
  return {
    schema: "dualdraw/settings/v1",
    authority,
    filingOffice: "双随机、一公开监管工作领导小组办公室",
    departments: names.map((name) => ({ name, contact: "", phone: "", enforcementItems: 0 })),
    industries: [],
    clocks: {
      results: { workingDays: 20, from: "task" },
      penaltyWorkingDays: 7,
      dispatchWorkingDays: 5,
      adjustmentDays: 7,
      adjustmentWorkingDays: 10,
      departmentPlan: "02-31",
      jointPlan: "01-31",
      halfYearReport: "05-21",
      yearEndReport: "11-20",
    },
    creditTiers: ["A", "B", "C", "D"],
    coverage: "70%",
    papers: [
      "营业执照及有关许可证件",
      "与检查事项有关的台账、合同、票据",
      "法定代表人（负责人）或受委托人的身份证件、授权委托书",
    ],
  };
}
