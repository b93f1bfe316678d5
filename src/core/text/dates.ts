/** A calendar day as `YYYY-MM-DD`; such texts compare as dates. */
export type IsoDate = string;

/** Stands for a licence without an end (长期, 9999-09-09). */
export const NO_END: IsoDate = "9999-12-31";

const FORMS = [
  /^(\d{4})-(\d{1,2})-(\d{1,2})$/,
  /^(\d{4})\/(\d{1,2})\/(\d{1,2})$/,
  /^(\d{4})(\d{2})(\d{2})$/,
  /^(\d{4})年(\d{1,2})月(\d{1,2})日$/,
];

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function format(year: number, month: number, day: number): IsoDate {
  const pad = (n: number, width: number): string => n.toString().padStart(width, "0");
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

/**
 * Reads `2026-03-01`, `2026/3/1`, `20260301` or `2026年3月1日`. Returns undefined for any other text and for days that
 * do not exist. Years 1900 to 9999.
 */
export function parseDate(text: string): IsoDate | undefined {
  for (const form of FORMS) {
    const parts = form.exec(text);
    if (parts === null) continue;
    const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
    if (year < 1900 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
    return format(year, month, day);
  }
  return undefined;
}

/** {@link parseDate}, where `长期`, `9999-09-09` and `9999-12-31` mean no end, written {@link NO_END}. */
export function parseEndDate(text: string): IsoDate | undefined {
  if (text === "长期" || text === "永久") return NO_END;
  const date = parseDate(text);
  return date === "9999-09-09" ? NO_END : date;
}

/**
 * The day `months` calendar months before `date`, clipped to the month's length.
 *
 * @example monthsBefore("2026-03-31", 1) // "2026-02-28"
 */
export function monthsBefore(date: IsoDate, months: number): IsoDate {
  const [year, month, day] = date.split("-").map(Number) as [number, number, number];
  const count = year * 12 + (month - 1) - months;
  const m = ((count % 12) + 12) % 12;
  const y = (count - m) / 12;
  const days = daysInMonth(y, m + 1);
  return format(y, m + 1, day > days ? days : day);
}

/** The day a number of days later, or earlier where it is negative; years 1970 to 9999. */
export function shiftDays(date: IsoDate, days: number): IsoDate {
  return dayOf(daysSinceEpoch(date) + days);
}

/** Days from one day to a later one; negative if it is earlier. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return daysSinceEpoch(to) - daysSinceEpoch(from);
}

/** The calendar year of a day, `"2026"`. */
export function yearOf(date: IsoDate): string {
  return date.slice(0, 4);
}

/**
 * The calendar day in China (UTC+8) of an instant; undefined if there is no such instant. One rule for the
 * freeze and for every verifier, whatever the time zone of their computers.
 */
export function dayInChina(instant: string): IsoDate | undefined {
  const seconds = parseInstant(instant);
  return seconds === undefined ? undefined : formatInstant(seconds + 8 * 3600).slice(0, 10);
}

/**
 * Seconds since 1970 of an instant in RFC 3339 with whole seconds, `2026-03-02T10:00:00+08:00` or `…Z`; undefined for any other text and
 * for moments that do not exist.
 */
export function parseInstant(instant: string): number | undefined {
  const parts = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2}):(\d{2})(Z|[+-]\d{2}:\d{2})$/.exec(instant);
  const day = parseDate(parts?.[1] ?? "");
  if (parts === null || day === undefined) return undefined;
  const [hour, minute, second] = [Number(parts[2]), Number(parts[3]), Number(parts[4])];
  const zone = parts[5] === "Z" ? "+00:00" : (parts[5] as string);
  const [zoneHour, zoneMinute] = [Number(zone.slice(1, 3)), Number(zone.slice(4))];
  if (hour > 23 || minute > 59 || second > 59 || zoneHour > 14 || zoneMinute > 59) return undefined;
  const offset = (zone.startsWith("-") ? -60 : 60) * (zoneHour * 60 + zoneMinute);
  return daysSinceEpoch(day) * 86_400 + hour * 3600 + minute * 60 + second - offset;
}

/** `YYYY-MM-DDThh:mm:ssZ` of seconds since 1970; years 1970 to 9999. */
export function formatInstant(seconds: number): string {
  const days = Math.floor(seconds / 86_400);
  const rest = seconds - days * 86_400;
  const pad = (n: number): string => n.toString().padStart(2, "0");
  const [hour, minute, second] = [Math.floor(rest / 3600), Math.floor(rest / 60) % 60, rest % 60];
  return `${dayOf(days)}T${pad(hour)}:${pad(minute)}:${pad(second)}Z`;
}

/** Leap days before the first of March of a year. */
function leapDays(year: number): number {
  return Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400);
}

function daysSinceEpoch(date: IsoDate): number {
  const [year, month, day] = date.split("-").map(Number) as [number, number, number];
  let days = (year - 1970) * 365 + leapDays(year - 1) - leapDays(1969) + day - 1;
  for (let m = 1; m < month; m++) days += daysInMonth(year, m);
  return days;
}

/** The day of a number of days since 1970-01-01, by the civil calendar counted in eras of 400 years from 0000-03-01. */
function dayOf(days: number): IsoDate {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const leaps = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leaps) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1;
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  return format(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day);
}
