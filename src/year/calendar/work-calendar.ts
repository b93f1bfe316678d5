import { type IsoDate, shiftDays } from "../../core/index.js";

/** The yearly holiday notices (节假日安排通知) as far as they are known. */
export interface HolidayNotice {
  /** True if the notice of that year is known. */
  readonly knows: (year: string) => boolean;
  /** True for a working day by the notice, shifted ones (调休) included; by the weekday where no notice is known. */
  readonly works: (date: IsoDate) => boolean;
}

/** One row of the office's own calendar: it overrides the notice. */
export interface CalendarRow {
  readonly date: IsoDate;
  readonly works: boolean;
}

/** A day that was counted to, and the years on the way for which no notice is known: there only weekends were left out. */
export interface CountedDay {
  readonly date: IsoDate;
  readonly unknownYears: readonly string[];
}

/** Working days (工作日) by the yearly notices and the office's own rows. */
export class WorkCalendar {
  readonly #notice: HolidayNotice;
  readonly #own: ReadonlyMap<IsoDate, boolean>;
  /** Years of which the office entered a day off. */
  readonly #years: ReadonlySet<string>;
  readonly #known = new Map<IsoDate, boolean>();
  /** Terms are few and asked for thousands of times: one for each draw, not for each visit. */
  readonly #terms = new Map<string, CountedDay>();
  readonly #counts = new Map<string, number>();

  constructor(notice: HolidayNotice, own: readonly CalendarRow[]) {
    this.#notice = notice;
    this.#own = new Map(own.map(({ date, works }) => [date, works]));
    this.#years = new Set(own.filter(({ works }) => !works).map(({ date }) => date.slice(0, 4)));
  }

  /** True if the notice of the year is known, or the office entered a day off of it. */
  knows(year: string): boolean {
    return this.#years.has(year) || this.#notice.knows(year);
  }

  isWorkday(date: IsoDate): boolean {
    let works = this.#known.get(date);
    if (works === undefined) this.#known.set(date, (works = this.#own.get(date) ?? this.#notice.works(date)));
    return works;
  }

  /**
   * The last day of a term of working days: the day of the event does not count (民法典 art. 201), the term ends with its last working day.
   *
   * @param days number of working days, at least 1
   * @example 20 working days from 2026-09-25 end on 2026-11-02: the National Day holidays do not count
   */
  addWorkdays(from: IsoDate, days: number): CountedDay {
    const key = `${from} ${days}`;
    let term = this.#terms.get(key);
    if (term === undefined) this.#terms.set(key, (term = this.#walk(from, days)));
    return term;
  }

  #walk(from: IsoDate, days: number): CountedDay {
    const unknown = new Set<string>();
    let date = from;
    for (let left = days; left > 0; ) {
      date = shiftDays(date, 1);
      this.#note(date, unknown);
      if (this.isWorkday(date)) left--;
    }
    return { date, unknownYears: [...unknown] };
  }

  /** Working days after one day, up to and with another; negative if that one is earlier. */
  countWorkdays(from: IsoDate, to: IsoDate): number {
    if (to < from) return -this.countWorkdays(to, from);
    const key = `${from} ${to}`;
    let count = this.#counts.get(key);
    if (count === undefined) {
      count = 0;
      for (let date = from; date < to; ) if (this.isWorkday((date = shiftDays(date, 1)))) count++;
      this.#counts.set(key, count);
    }
    return count;
  }

  #note(date: IsoDate, unknown: Set<string>): void {
    const year = date.slice(0, 4);
    if (!this.knows(year)) unknown.add(year);
  }
}
