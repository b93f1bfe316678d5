import { archiveWording } from "./archive-wording.js";
import { drawWording } from "./draw-wording.js";
import { engineWording } from "./engine-wording.js";
import { planWording } from "./plan-wording.js";
import { recordWording } from "./record-wording.js";
import { eventWording } from "./event-wording.js";
import { registryWording } from "./registry-wording.js";
import { sessionWording } from "./session-wording.js";
import { systemWording } from "./system-wording.js";
import { resultWording } from "./result-wording.js";
import { adjustmentWording } from "./adjustment-wording.js";
import { yearWording } from "./year-wording.js";
import type { Language, Level } from "./wording.js";

const table = {
  ...registryWording,
  ...planWording,
  ...drawWording,
  ...recordWording,
  ...sessionWording,
  ...eventWording,
  ...archiveWording,
  ...yearWording,
  ...adjustmentWording,
  ...resultWording,
  ...engineWording,
  ...systemWording,
};

/** Stable name of a fault; programs may rely on it. The table of all codes is `docs/errors.md`. */
export type FaultCode = keyof typeof table;

/** Numbers and texts that complete the sentence of a fault. */
export type FaultDetails = Readonly<Record<string, string | number>>;

/** Where a fault was found. `line` counts from 1 in the file as handed in; `column` is the header as written there. */
export interface Place {
  readonly file?: string;
  readonly line?: number;
  readonly column?: string;
  /** JSON pointer into a plan or statement. */
  readonly at?: string;
}

/** One fault of an input: what was found, where, under which rule. */
export interface Fault extends Place {
  readonly code: FaultCode;
  readonly level: Level;
  readonly value?: string;
  readonly details: FaultDetails;
}

/** All codes, in the order of the rooms that raise them. */
export const faultCodes: readonly FaultCode[] = Object.keys(table) as FaultCode[];

/** `error` stops a draw, `warning` is reported in the commitment. */
export function levelOf(code: FaultCode): Level {
  return table[code].level;
}

/** Makes a fault; its level comes from the table. */
export function createFault(
  code: FaultCode,
  place: Place,
  value?: string,
  details: FaultDetails = {},
): Fault {
  return { code, level: levelOf(code), ...place, ...(value === undefined ? {} : { value }), details };
}

const MAX_SHOWN_VALUE = 80;

/** Text for a terminal: control, format and separator characters become visible escapes, long text is cut. */
export function showText(text: string): string {
  const points = Array.from(text);
  const cut = points.length > MAX_SHOWN_VALUE ? [...points.slice(0, MAX_SHOWN_VALUE), "…"] : points;
  return cut
    .map((c) => (/[\p{C}\p{Zl}\p{Zp}]/u.test(c) ? `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}` : c))
    .join("");
}

function fill(template: string, details: FaultDetails): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => showText(String(details[name] ?? `{${name}}`)));
}

/** The sentence and the remedy of a fault in one language, without its place. */
export function wordFault(
  fault: Fault,
  language: Language,
): { readonly rule: string; readonly remedy: string } {
  const [rule, remedy] = table[fault.code][language];
  return { rule: fill(rule, fault.details), remedy: fill(remedy, fault.details) };
}

function formatPlace(fault: Fault, language: Language): string {
  const parts: string[] = [];
  if (fault.file !== undefined) parts.push(showText(fault.file));
  if (fault.line !== undefined) parts.push(language === "zh" ? `第${fault.line}行` : `line ${fault.line}`);
  if (fault.column !== undefined)
    parts.push(language === "zh" ? `“${showText(fault.column)}”` : `column "${showText(fault.column)}"`);
  if (fault.at !== undefined && fault.at !== "") parts.push(showText(fault.at));
  return parts.join(language === "zh" ? " " : ", ");
}

/**
 * One line for people: place, value, rule, remedy.
 *
 * @example
 * formatFault(createFault("cell-empty", { file: "objects.csv", line: 3, column: "名称" }), "en")
 * // 'objects.csv, line 3, column "名称": a required cell is empty; fill it in'
 */
export function formatFault(fault: Fault, language: Language): string {
  const { rule, remedy } = wordFault(fault, language);
  const place = formatPlace(fault, language);
  const value =
    fault.value === undefined
      ? ""
      : language === "zh"
        ? `“${showText(fault.value)}”`
        : `"${showText(fault.value)}"`;
  const colon = language === "zh" ? "：" : ": ";
  const head = [place, value].filter((part) => part !== "").join(colon);
  const sentence = remedy === "" ? rule : `${rule}${language === "zh" ? "；" : "; "}${remedy}`;
  return head === "" ? sentence : `${head}${colon}${sentence}`;
}
