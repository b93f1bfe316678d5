import chineseDays from "chinese-days";
import type { IsoDate } from "../../core/index.js";
import type { HolidayNotice } from "../../year/calendar/work-calendar.js";

/** Noon of a day on this computer: the package reads days in local time. */
function noon(date: IsoDate): Date {
  const [year = 0, month = 1, day = 1] = date.split("-").map(Number);
  return new Date(year, month - 1, day, 12);
}

/**
 * The yearly notices as the package `chinese-days` has them. Every notice names the National Day; where the package knows only a weekday
 * for it, it has no notice of that year.
 */
export const holidayNotice: HolidayNotice = {
  knows: (year) => chineseDays.getDayDetail(noon(`${year}-10-01`)).name.includes(","),
  works: (date) => chineseDays.isWorkday(noon(date)),
};
