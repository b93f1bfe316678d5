import { readdirSync, readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { drawVectors, filesOfVector } from "../../../fixtures/vectors.js";
import { formBundle } from "../../node/draw/draw-directory.js";
import { FaultList } from "../fault/fault-list.js";
import { checkCreditCode } from "../registry/credit-code.js";
import { checkCreditCodeOf, checkIdText } from "../registry/id-check.js";
import { readStatus } from "../registry/status.js";
import { findRound } from "../seed/beacon.js";
import { verifyEd25519 } from "../signing/ed25519.js";
import { decodeBase64 } from "../text/base64.js";
import { dayInChina, monthsBefore, parseDate, parseInstant } from "../text/dates.js";
import { formatFraction, parseRatio } from "../text/fraction.js";
import { foldId, lengthOf } from "../text/ids.js";
import { formatJson } from "../text/json.js";
import { compareText } from "../text/order.js";
import { cutRows } from "../text/csv.js";
import { pureSha256 } from "../text/hash.js";
import type { Bundle } from "./bundle.js";
import { verifyDraw } from "./verify.js";

const read = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));
const bytes = (hex: string | undefined): Uint8Array => Buffer.from(hex ?? "", "hex");

interface ValueVector {
  readonly rules: readonly string[];
  readonly what: string;
  readonly given: string;
  readonly gives: unknown;
}
const { values } = read("fixtures/vectors/values.json") as { values: ValueVector[] };

function isId(id: string): boolean {
  const faults = new FaultList();
  const place = (): { file: string } => ({ file: "" });
  const sound = checkIdText(id, place, faults);
  if (sound) checkCreditCodeOf(id, place, faults);
  return id !== "" && lengthOf(id) <= 64 && faults.errors === 0;
}

/** What each kind of value gives. */
const answers: Readonly<Record<string, (given: string, list: readonly string[]) => unknown>> = {
  ratio: (given) => {
    const value = parseRatio(given);
    return value === undefined ? null : formatFraction(value);
  },
  date: (given) => parseDate(given) === given,
  instant: (given) => parseInstant(given) ?? null,
  "day-in-china": (given) => dayInChina(given) ?? null,
  "months-before": (_, [date = "", months]) => monthsBefore(date, Number(months)),
  "canonical-json": (given) => formatJson(JSON.parse(given)),
  base64: (given) => {
    const decoded = decodeBase64(given);
    return decoded === undefined ? null : Buffer.from(decoded).toString("hex");
  },
  "credit-code": (given) => checkCreditCode(given) === "valid",
  id: isId,
  "fold-alike": (_, [one = "", other = ""]) => foldId(one) === foldId(other),
  status: readStatus,
  round: (given) => findRound(given),
  ed25519: (_, [key = "", message, signature]) => verifyEd25519(key, bytes(message), bytes(signature)),
};

/** The same draw with the frame of the objects a few rows at a time. */
function withPieces({ files, ...rest }: Bundle): Bundle {
  const path = "frames/objects.csv";
  const frame = files.get(path);
  if (frame === undefined || frame.length === 0) return { files, ...rest };
  const cuts = cutRows(frame, 40);
  const places = cuts.at(-1) === frame.length ? cuts : [...cuts.slice(0, -1), frame.length];
  const digest = { sha256: pureSha256(frame), bytes: frame.length };
  const pieces = () => places.slice(1).map((to, i) => frame.slice(places[i], to));
  return {
    ...rest,
    files: new Map([...files].filter(([name]) => name !== path)),
    pieces: new Map([[path, { digest, pieces }]]),
  };
}

describe("vectors of the specification", () => {
  const validate = new Ajv({ strict: false }).compile(read("docs/schema/vectors-v1.schema.json") as object);

  test.each(readdirSync("fixtures/vectors"))("%s meets the schema", (name) => {
    validate(read(`fixtures/vectors/${name}`));
    expect(validate.errors).toBeNull();
  });

  test("the schema refuses a vector without rules", () => {
    const one = { schema: "dualdraw/vectors/values/v1", about: "" };
    const value = { rules: ["X-5"], what: "ratio", given: "3%", gives: "3/100" };
    expect(validate({ ...one, values: [value] })).toBe(true);
    expect(validate({ ...one, values: [{ ...value, rules: [] }] })).toBe(false);
  });

  test("every rule of docs/spec/v1.md has a vector, and no vector names another", () => {
    const spec = readFileSync("docs/spec/v1.md", "utf8");
    const rules = [...spec.matchAll(/^- \*\*([A-Z]-[0-9]+)\*\*/gm)].map(([, rule]) => rule ?? "");
    expect(rules.length).toBeGreaterThan(120);
    expect(new Set(rules).size).toBe(rules.length);
    const named = new Set([...drawVectors, ...values].flatMap(({ rules: own }) => own));
    expect([...named].toSorted(compareText)).toEqual(rules.toSorted(compareText));
  });

  test("the files of the vectors are those that the specification lists", () => {
    const spec = readFileSync("docs/spec/v1.md", "utf8");
    for (const file of readdirSync("fixtures/vectors")) expect(spec).toContain(`\`${file}\``);
  });

  test("values are read as the vectors say", () => {
    const found = values.map(({ what, given }) => answers[what]?.(given, given as never));
    expect(values.map((value, i) => ({ ...value, gives: found[i] }))).toEqual(values);
  });

  test.each(drawVectors.map((vector) => [vector.id, vector] as const))("%s", (_, vector) => {
    const files = filesOfVector(vector);
    const bundle = formBundle(files.keys(), (path) => files.get(path));
    const report = verifyDraw(bundle, { expected: vector.expected ?? {} });
    const { verdict, checks } = report;
    expect(verifyDraw(withPieces(bundle), { expected: vector.expected ?? {} })).toEqual(report);
    const named = (status: string): string[] =>
      checks.filter((check) => check.status === status).map(({ check }) => check);
    expect({ verdict, fails: named("fail"), skipped: named("skipped") }).toEqual({
      verdict: vector.verdict,
      fails: vector.fails,
      skipped: vector.skipped,
    });
  });
});
