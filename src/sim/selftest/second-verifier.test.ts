import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { type CorpusCase, makeCorpus } from "../../../fixtures/corpus.js";
import { withTool } from "../../../fixtures/real-tools.js";
import { type Bundle, checkNames, type VerificationReport, verifyDraw } from "../../core/index.js";
import { formBundle, nodeSha256 } from "../../node/draw/draw-directory.js";

interface SecondReport {
  readonly name: string;
  readonly verdict: string;
  readonly checks: Readonly<Record<string, string>>;
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");

/** What docs/spec/verify.py finds, draw by draw. */
function askSecondVerifier(corpus: readonly CorpusCase[], program = "docs/spec/verify.py"): SecondReport[] {
  const file = join(mkdtempSync(join(tmpdir(), "dualdraw-corpus-")), "corpus.jsonl");
  const lines = corpus.map(({ name, files, expected }) =>
    JSON.stringify({
      name,
      files: Object.fromEntries([...files].map(([path, bytes]) => [path, base64(bytes)])),
      expect: expected,
    }),
  );
  writeFileSync(file, `${lines.join("\n")}\n`);
  const output = execFileSync("python3", [program, "--schema", "docs/schema", "--corpus", file], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  return output
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as SecondReport);
}

/** Statuses by check, the beacon's apart, and the verdict that follows from them (V-2). */
function judge(statuses: Readonly<Record<string, string>>): Record<string, string> {
  const { beacon: _, ...rest } = statuses;
  const skipped = Object.keys(rest).filter((check) => rest[check] === "skipped");
  const verdict = Object.values(rest).includes("fail")
    ? "invalid"
    : skipped.some((check) => !/^(attestation-|archive-|attachments$)/.test(check))
      ? "incomplete"
      : "valid";
  return { ...rest, verdict };
}

const bundleOf = (files: CorpusCase["files"]): Bundle => formBundle(files.keys(), (path) => files.get(path));

const statusesOf = ({ checks }: VerificationReport): Record<string, string> =>
  Object.fromEntries(checks.map(({ check, status }) => [check, status]));

describe("the second verifier, in Python, from the specification", () => {
  /** The corpus and what Python says of it; made by the first test that runs, so never where there is no Python. */
  let known: { readonly corpus: CorpusCase[]; readonly second: SecondReport[] } | undefined;
  const ask = (): NonNullable<typeof known> => {
    const corpus = known?.corpus ?? makeCorpus();
    known ??= { corpus, second: askSecondVerifier(corpus) };
    return known;
  };

  withTool("python3")(
    "reports on every draw of a corpus of more than 300, check by check",
    { timeout: 300_000 },
    () => {
      const { corpus, second } = ask();
      expect(corpus.length).toBeGreaterThan(300);
      expect(second.map(({ name }) => name)).toEqual(corpus.map(({ name }) => name));
      for (const { checks } of second) expect(Object.keys(checks)).toEqual([...checkNames]);
    },
  );

  withTool("python3")("agrees on every verdict and every check, beacons apart", { timeout: 300_000 }, () => {
    const { corpus, second } = ask();
    const differences = corpus.flatMap(({ name, files, expected }, i) => {
      const first = judge(statusesOf(verifyDraw(bundleOf(files), { sha256: nodeSha256, expected })));
      const other = judge(second[i]?.checks ?? {});
      const checks = Object.keys(first).filter((check) => first[check] !== other[check]);
      return checks.map((check) => `${name}: ${check} ${first[check]}, in Python ${other[check]}`);
    });
    expect(differences).toEqual([]);
  });

  withTool("python3").each([
    ['"order"', '"orders"', "record-visits"],
    [">= 64", ">= 256", "sources"],
    ["bytes.fromhex(key) + message", "message", "record-signed"],
    ['2 if role == "group"', '1 if role == "group"', "plan-rules", "group-replaced"],
    ["set(self.crew(holder))", "{holder}", "event-outcome", "group-of-somebody-sent"],
    ["all(map(fits", "any(map(fits", "record-teams", "two-groups-in-a-visit"],
    ["max(self.loads[p", "min(self.loads[p", "record-teams", "group-loads"],
    ["min(caps[i]", "max(caps[i]", "record-teams", "group-caps"],
    ["{members(i)}", "", "lists", "two-groups-in-a-visit"],
  ])(
    "differs where a mistake is planted in it: %s",
    (right, wrong, check, vector = "control-is-no-white-space") => {
      const text = readFileSync("docs/spec/verify.py", "utf8");
      const program = join(mkdtempSync(join(tmpdir(), "dualdraw-mistake-")), "verify.py");
      writeFileSync(program, text.replaceAll(right, wrong));
      const good = ask().corpus.filter(({ name }) => name === `vector ${vector}`);
      expect(askSecondVerifier(good)[0]?.verdict).toBe("valid");
      expect(askSecondVerifier(good, program)[0]?.checks[check]).toBe("fail");
    },
  );

  withTool("python3")("reads every value of the vectors as they say", () => {
    const { values } = JSON.parse(readFileSync("fixtures/vectors/values.json", "utf8")) as {
      values: { gives: unknown }[];
    };
    const answers = execFileSync("python3", ["fixtures/values.py"], { encoding: "utf8" });
    expect(JSON.parse(answers)).toEqual(values.map(({ gives }) => gives));
  });

  withTool("python3")("draws its own verdict from its checks", () => {
    for (const { name, verdict, checks } of ask().second)
      expect([name, verdict]).toEqual([name, judge({ ...checks, other: checks["beacon"] ?? "" })["verdict"]]);
  });
});
