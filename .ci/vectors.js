// Writes fixtures/vectors/draws.json: whole draws with one fault each, or with one feature each, made from the recipes in
// .ci/vectors. What must fail is written in the recipes by hand; this script stops where the verifier does not find it so.
// `--check` compares with the file that is there.
import { readFileSync, writeFileSync } from "node:fs";
import { stringify } from "csv-stringify/sync";
import { diffArrays } from "diff";
import {
  compareText,
  decodeUtf8,
  kindOf,
  parseStatementName,
  payloadTypeOf,
  pureSha256,
  verifyDraw,
} from "../dist/core/index.js";
import { makeSpecimenOf } from "../dist/sim/selftest/specimen.js";
import { Forgery } from "../dist/sim/selftest/tampering.js";
import { drawVectors } from "./vectors/draw-recipes.js";
import { groupCounty } from "./vectors/group-county.js";
import { groupVectors } from "./vectors/group-recipes.js";
import { listVectors } from "./vectors/lists-recipes.js";
import { peopleVectors } from "./vectors/people-recipes.js";
import { yearVectors } from "./vectors/year-recipes.js";
import { smallCounty } from "./vectors/small-county.js";

const OUTPUT = "fixtures/vectors/draws.json";
const bases = {
  plain: { one: makeSpecimenOf(smallCounty, 1, false), other: makeSpecimenOf(smallCounty, 2, false) },
  beacon: { one: makeSpecimenOf(smallCounty, 1, true), other: makeSpecimenOf(smallCounty, 2, true) },
  groups: { one: makeSpecimenOf(groupCounty, 1, false), other: makeSpecimenOf(groupCounty, 2, false) },
};

/** All files of a draw, lists as spreadsheets have them. */
function filesOf({ files, lists }) {
  const all = new Map(files);
  for (const [name, table] of lists)
    all.set(`lists/${name}.csv`, Buffer.from(stringify(table, { bom: true, record_delimiter: "windows" })));
  return all;
}

/** The signatures of an envelope that differs from its statement in nothing else. */
function signaturesOf(path, files) {
  const [, name] = /^envelopes\/(.*)\.json$/.exec(path) ?? [];
  if (name === undefined) return undefined;
  const statement = files.get(
    /^(attestation|event)-/.test(name) ? name.replace("-", "s/") + ".json" : `${name}.json`,
  );
  try {
    const { signatures } = JSON.parse(decodeUtf8(files.get(path)));
    const again = seal(name, statement, signatures);
    return Buffer.compare(Buffer.from(files.get(path)), again) === 0 ? signatures : undefined;
  } catch {
    return undefined;
  }
}

function seal(name, statement, signatures) {
  const payloadType = payloadTypeOf(kindOf(parseStatementName(name)));
  const payload = Buffer.from(statement).toString("base64");
  return Buffer.from(
    JSON.stringify({
      payload,
      payloadType,
      signatures: signatures.map(({ keyid, sig }) => ({ keyid, sig })),
    }),
  );
}

const tokens = (text) => text.match(/[0-9A-Za-z+/=]+|\p{L}+|./gsu) ?? [];

/** Places in the base's text, in code points, with what stands there now; the whole text where that is shorter. */
function changesOf(before, after) {
  const changes = [];
  let at = 0;
  for (const { added, removed, value } of diffArrays(tokens(before), tokens(after))) {
    const length = Array.from(value.join("")).length;
    const last = changes.at(-1);
    const open = last !== undefined && last[1] === at;
    if (removed && open) last[1] = at + length;
    else if (removed) changes.push([at, at + length, ""]);
    else if (added && open) last[2] += value.join("");
    else if (added) changes.push([at, at, value.join("")]);
    if (!added) at += length;
  }
  return JSON.stringify(changes).length < JSON.stringify(after).length ? { changes } : after;
}

function describeFile(path, files, base) {
  const bytes = files.get(path);
  if (bytes === undefined) return null;
  const signatures = signaturesOf(path, files);
  if (signatures !== undefined) return { signatures };
  const text = decodeUtf8(bytes);
  if (text === undefined || text.startsWith("\ufeff") || bytes.length !== Buffer.byteLength(text))
    return { base64: Buffer.from(bytes).toString("base64") };
  const before = base?.get(path) === undefined ? undefined : decodeUtf8(base.get(path));
  return before === undefined ? text : changesOf(before, text);
}

const sorted = (names) => [...names].sort(compareText);

function describeFiles(files, base) {
  const changed = sorted(new Set([...files.keys(), ...(base?.keys() ?? [])])).filter((path) => {
    const [one, two] = [files.get(path), base?.get(path)];
    return one === undefined || two === undefined || Buffer.compare(Buffer.from(one), Buffer.from(two)) !== 0;
  });
  return Object.fromEntries(changed.map((path) => [path, describeFile(path, files, base)]));
}

const ABOUT =
  "Whole draws, each with one fault or one feature. `files` of a vector stand beside those of its base: null is a file less; a text is the whole file; " +
  "`changes` are [from, to, text] in code points of the base's file; `base64` are bytes; `signatures` are those of the DSSE envelope of the statement as it " +
  "stands in the vector (v1.md G-1). Checks that are in neither `fails` nor `skipped` pass or are absent.";

const KNOWN = { commitment: "commitment.json", record: "record.json" };

function expectationOf(what, files) {
  return what === "dice" ? "31415926535897932384" : pureSha256(files.get(KNOWN[what]));
}

function runRecipe({ id, rules, says, base = "plain", steps, fails, verdict, expect = [] }) {
  const { one, other } = bases[base];
  const forgery = new Forgery(one, other);
  for (const step of steps) {
    if (typeof step === "function") step(forgery, one);
    else forgery.apply(step);
  }
  const expected = Object.fromEntries(expect.map((what) => [what, expectationOf(what, one.files)]));
  const report = verifyDraw(forgery.bundle, { expected });
  const named = (status) =>
    report.checks.filter((check) => check.status === status).map(({ check }) => check);
  const stated = verdict ?? (fails.length > 0 ? "invalid" : "valid");
  const problems = [];
  if (sorted(named("fail")).join() !== sorted(fails).join())
    problems.push(
      `fails ${named("fail").join(" ")}, expected ${fails.join(" ")}: ${JSON.stringify(report.checks.filter(({ status }) => status === "fail"))}`,
    );
  if (report.verdict !== stated) problems.push(`is ${report.verdict}, expected ${stated}`);
  const vector = {
    id,
    rules,
    says,
    base,
    files: describeFiles(filesOf(forgery.bundle), filesOf(one)),
    ...(expect.length > 0 ? { expected } : {}),
    verdict: stated,
    fails: named("fail"),
    skipped: named("skipped"),
  };
  return { vector, problems };
}

const results = [...listVectors, ...drawVectors, ...peopleVectors, ...groupVectors, ...yearVectors].map(
  runRecipe,
);
const wrong = results.filter(({ problems }) => problems.length > 0);
for (const { vector, problems } of wrong) console.error(`${vector.id}: ${problems.join("\n  ")}`);
if (wrong.length > 0) process.exit(1);

const head = { schema: "dualdraw/vectors/draws/v1", about: ABOUT };
const described = Object.fromEntries(
  Object.entries(bases).map(([name, { one }]) => [name, describeFiles(filesOf(one))]),
);
const lines = results.map(({ vector }) => JSON.stringify(vector)).join(",\n");
const text = `${JSON.stringify(head).slice(0, -1)},"bases":${JSON.stringify(described)},"vectors":[\n${lines}\n]}\n`;
if (!process.argv.includes("--check")) writeFileSync(OUTPUT, text);
else if (readFileSync(OUTPUT, "utf8") !== text) {
  console.error(`${OUTPUT} is not what .ci/vectors.js writes: run npm run vectors`);
  process.exit(1);
}
