import { refuse } from "../fault/error.js";
import { decodeUtf8, encodeUtf8, isWellFormed } from "./utf8.js";

/** The values of canonical statements: no null, no fractions; numbers are integers up to 2^53 − 1. */
export type Json = string | number | boolean | readonly Json[] | { readonly [key: string]: Json };

const MAX_DEPTH = 64;

function compareUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function writeText(value: string, at: string): string {
  if (!isWellFormed(value)) refuse("json-value", { at, found: "unpaired surrogate" });
  return JSON.stringify(value);
}

function write(value: unknown, at: string, depth: number): string {
  if (depth > MAX_DEPTH) refuse("json-value", { at, found: `nesting deeper than ${MAX_DEPTH}` });
  if (typeof value === "string") return writeText(value, at);
  if (typeof value === "boolean") return value ? "true" : "false";
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value) || Object.is(value, -0))
      refuse("json-value", { at, found: String(value) });
    return String(value);
  }
  if (Array.isArray(value))
    return `[${value.map((item, i) => write(item, `${at}/${i}`, depth + 1)).join(",")}]`;
  if (typeof value !== "object" || value === null) return refuse("json-value", { at, found: String(value) });
  const fields: string[] = [];
  for (const key of Object.keys(value).sort(compareUnits)) {
    const inner = (value as Record<string, unknown>)[key];
    if (inner === undefined) continue;
    if (key === "__proto__") refuse("json-value", { at, found: "__proto__" });
    fields.push(`${writeText(key, at)}:${write(inner, `${at}/${key}`, depth + 1)}`);
  }
  return `{${fields.join(",")}}`;
}

/**
 * The RFC 8785 text of a value. Fields that are undefined are left out. Throws `json-value` for null, numbers that
 * are not safe integers, unpaired surrogates, a `__proto__` key and nesting deeper than 64.
 *
 * @example formatJson({ b: 1, a: ["中"] }) // '{"a":["中"],"b":1}'
 */
export function formatJson(value: unknown): string {
  return write(value, "", 0);
}

/** UTF-8 bytes of {@link formatJson}. */
export function encodeJson(value: unknown): Uint8Array {
  return encodeUtf8(formatJson(value));
}

/**
 * Reads a canonical statement: UTF-8 → JSON → canonical text, which must give the same bytes again, so that repeated
 * keys, other number spellings, spaces and unsorted keys are all caught. Returns undefined for anything else.
 */
export function parseCanonicalJson(bytes: Uint8Array): Json | undefined {
  const text = decodeUtf8(bytes);
  if (text === undefined) return undefined;
  try {
    const value = JSON.parse(text) as Json;
    return formatJson(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}
