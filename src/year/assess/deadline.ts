import type { IsoDate } from "../../core/index.js";
import type { WorkCalendar } from "../calendar/work-calendar.js";

/** Everything with a due day. */
export type DeadlineKind =
  | "plan"
  | "filing"
  | "adjustment"
  | "draw"
  | "dispatch"
  | "result"
  | "penalty"
  | "report";

export type DeadlineState = "done" | "late" | "due" | "overdue";

/** One thing to be done by a day, by whom. */
export interface Deadline {
  readonly kind: DeadlineKind;
  /** Task, draw, or report that it is about. */
  readonly about: string;
  readonly department: string;
  readonly due: IsoDate;
  readonly doneOn: IsoDate | undefined;
  readonly state: DeadlineState;
  /** Working days from today to the due day; negative once it has passed. */
  readonly workdaysLeft: number;
  /** How many objects it is about; 1 for all but results. */
  readonly count: number;
}

/** Makes deadlines for one day. */
export class DeadlineDesk {
  readonly #calendar: WorkCalendar;
  readonly #today: IsoDate;
  /** Years that a term ran through and of which no holiday notice is known. */
  readonly unknownYears = new Set<string>();

  constructor(calendar: WorkCalendar, today: IsoDate) {
    this.#calendar = calendar;
    this.#today = today;
  }

  make(
    kind: DeadlineKind,
    about: string,
    department: string,
    due: IsoDate,
    doneOn: IsoDate | undefined,
    count = 1,
  ): Deadline {
    const state =
      doneOn === undefined ? (this.#today > due ? "overdue" : "due") : doneOn > due ? "late" : "done";
    const workdaysLeft = this.#calendar.countWorkdays(this.#today, due);
    return { kind, about, department, due, doneOn, state, workdaysLeft, count };
  }

  workdaysAfter(from: IsoDate, days: number): IsoDate {
    const { date, unknownYears } = this.#calendar.addWorkdays(from, days);
    for (const year of unknownYears) this.unknownYears.add(year);
    return date;
  }
}
