import { FaultList } from "../fault/fault-list.js";
import { checkPlan } from "../plan/check-plan.js";
import { parsePlan } from "../plan/parse-plan.js";
import { countedBits, LEAST_BITS } from "../plan/check-sources.js";
import type { Plan } from "../plan/plan.js";
import { findYearDifferences, readYearPlan, YEAR_PLAN_FILE } from "../plan/year-plan.js";
import { listExtraColumns } from "../pool/pool.js";
import { digestFile } from "../record/commitment.js";
import { compareFrames, rowsOfFrames } from "../record/frame-comparison.js";
import { computeReport } from "../record/freeze-report.js";
import { checkDraw, describeTask } from "../record/prepare.js";
import type { Commitment, FileDigest } from "../record/statements.js";
import { frameNamesOf, isFrameOf, listFrames, parseFrames } from "../registry/frames.js";
import { checkBeaconTime } from "../seed/beacon.js";
import { formatJson } from "../text/json.js";
import { dayInChina } from "../text/dates.js";
import { sortedSet } from "../text/order.js";
import { decodeUtf8 } from "../text/utf8.js";
import { framesOf } from "./bundle.js";
import type { Evidence } from "./evidence.js";
import { absent, findingsOf, inFile, type Outcome, same, skipped } from "./outcome.js";
import type { Finding } from "./report.js";

/** Hours within which a draw must be opened, unless its plan says otherwise. */
export const DEFAULT_OPEN_HOURS = 24;

/** Every text of a JSON document, with the colon behind it if it is a key. */
const KEYS = /"(?:[^"\\]|\\.)*"(?:\s*:)?/g;

function countKeys(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  const below = Object.values(value).reduce((total: number, part) => total + countKeys(part), 0);
  return Array.isArray(value) ? below : below + Object.keys(value).length;
}

export function checkPlanFile(evidence: Evidence): Outcome {
  const bytes = evidence.file("plan.json");
  const { commitment } = evidence;
  if (bytes === undefined || commitment === undefined)
    return bytes === undefined ? absent("no plan.json") : skipped("needs commitment-form");
  try {
    const text = decodeUtf8(bytes)?.replace(/^\ufeff/, "") ?? "";
    const plan = JSON.parse(text) as unknown;
    const keys = (text.match(KEYS) ?? []).filter((found) => found.endsWith(":"));
    if (countKeys(plan) !== keys.length) return [{ file: "plan.json", expected: "no field twice" }];
    const digest = same(commitment.planFile, digestFile(bytes, evidence.sha256));
    return formatJson(plan) === formatJson(commitment.plan) ? digest : same(commitment.plan, plan);
  } catch {
    return [{ file: "plan.json", expected: "JSON" }];
  }
}

/** The plan names a yearly plan by its digest, and says of its task what that says, word for word. */
export function checkYearPlan(evidence: Evidence): Outcome {
  const { commitment } = evidence;
  if (commitment === undefined) return skipped("needs commitment-form");
  const { plan } = commitment;
  const reference = plan.yearPlan;
  if (reference === undefined) return absent("no yearly plan is named");
  const bytes = evidence.file(YEAR_PLAN_FILE);
  if (bytes === undefined) return skipped(`no ${YEAR_PLAN_FILE}`);
  const found = readYearPlan(bytes);
  if ("fault" in found)
    return [{ file: YEAR_PLAN_FILE, expected: "a canonical yearly plan", found: found.fault }];
  const { year, revision, tasks } = found.yearPlan;
  const named = { year, revision, sha256: evidence.sha256(bytes) };
  const { task: id, ...expected } = reference;
  const findings = inFile(YEAR_PLAN_FILE, same(expected, named));
  const task = tasks.find((planned) => planned.id === id);
  if (task === undefined) return [...findings, { file: YEAR_PLAN_FILE, expected: `a task ${id}` }];
  const differing = findYearDifferences(plan, task).map(
    (at): Finding => ({ at, expected: "as in the yearly plan" }),
  );
  return [...findings, ...differing];
}

export function checkFramesDigest(evidence: Evidence): Outcome {
  if (evidence.commitment === undefined) return skipped("needs commitment-form");
  const { frames, plan } = evidence.commitment;
  evidence.frames = framesOf(evidence.bundle, plan.registries);
  const names = frameNamesOf(plan.registries);
  const missing = names.filter((name) => evidence.measure(`frames/${name}.csv`) === undefined);
  const findings = names.flatMap((name) => {
    const file = `frames/${name}.csv`;
    const found = evidence.measure(file);
    if (found === undefined) return [];
    const { sha256 = "", bytes = 0 } = frames[name] ?? {};
    return inFile(file, same({ sha256, bytes }, found));
  });
  return findings.length === 0 && missing.length > 0 ? skipped(`missing: ${missing.join(", ")}`) : findings;
}

/** Reads the frames, compares them with their one spelling, and prepares the draw from them. */
export function checkFramesForm(evidence: Evidence): Outcome {
  const { frames, commitment } = evidence;
  if (frames === undefined || commitment === undefined)
    return skipped(commitment === undefined ? "needs commitment-form" : "a frame is missing");
  const { source, faults } = parseFrames(frames);
  const findings = findingsOf(faults);
  for (const [name, frame] of listFrames(frames))
    if (!isFrameOf(name, source, frame))
      findings.push({ file: `frames/${name}.csv`, expected: "sorted rows in the frame's one spelling" });
  const planFaults = new FaultList();
  const plan = parsePlan(commitment.plan, planFaults);
  if (plan === undefined) return [...findings, ...findingsOf(planFaults)];
  findings.push(...inFile("frames/objects.csv", same(listExtraColumns(plan), source.extraColumns)));
  const rows = listFrames(frames).map(([name]): [string, number] => [name, source[name]?.length ?? 0]);
  const committed = Object.entries(commitment.frames).map(([name, { rows: count }]) => [name, count]);
  findings.push(...inFile("commitment.json", same(Object.fromEntries(committed), Object.fromEntries(rows))));
  if (findings.length === 0) {
    evidence.preparation = checkDraw(plan, source, planFaults);
    evidence.planFaults = planFaults;
  }
  return findings;
}

/** Compares the files of a private folder with their committed digests. */
export function checkFolder(
  evidence: Evidence,
  folder: string,
  committed: Readonly<Record<string, FileDigest>> | undefined,
): Outcome {
  const present = evidence.filesIn(folder);
  if (present.length === 0) return absent(`no ${folder} in this copy`);
  if (committed === undefined) return skipped("needs commitment-form");
  const unknown = present.filter((path) => !Object.hasOwn(committed, path.slice(folder.length + 1)));
  const strays: Finding[] = unknown.map((file) => ({ file, expected: "no such file in the commitment" }));
  const changed = Object.entries(committed).flatMap(([name, digest]): Finding[] => {
    const file = `${folder}/${name}`;
    const found = evidence.measure(file);
    return found === undefined
      ? [{ file, expected: digest.sha256, found: "missing" }]
      : inFile(file, same(digest, found));
  });
  return [...changed, ...strays];
}

/** Every signer of the plan must stand in the committed roster, in order; only one operator may be added in front. */
function checkRoster({ plan, roster }: Commitment): Finding[] {
  const planned = plan.roster ?? [];
  const added = roster.length - planned.length;
  const extra =
    added === 1 && roster[0]?.role === "operator" && !planned.some((entry) => entry.role === "operator");
  const committed = roster
    .slice(extra ? 1 : 0)
    .map(({ publicKey, ...entry }) => ({ ...entry, key: publicKey !== undefined }));
  const expected = planned.map(({ key, ...entry }) => ({
    ...entry,
    required: entry.required ?? false,
    key: key !== undefined,
  }));
  return same(expected, committed).map((finding) => ({ ...finding, at: `/roster${finding.at ?? ""}` }));
}

/** What can be said of a plan without the lists. */
function faultsOfPlan(plan: Plan): FaultList {
  const faults = new FaultList();
  checkPlan(plan, faults);
  return faults;
}

export function checkPlanRules({ planFaults, commitment }: Evidence): Outcome {
  if (commitment === undefined) return skipped("needs commitment-form");
  const { from } = commitment.plan.visitWindow;
  const day = dayInChina(commitment.claimedTime);
  const late =
    day === undefined || day >= from
      ? [{ at: "/claimedTime", expected: `before ${from}`, found: commitment.claimedTime }]
      : [];
  const registries = Object.keys(commitment.originals).map((name) => name.replace(/\..*/, ""));
  const named = sortedSet(Object.keys(commitment.plan.registries));
  const findings = [
    ...findingsOf(planFaults ?? faultsOfPlan(commitment.plan)),
    ...late,
    ...same(named, sortedSet(registries)),
    ...checkRoster(commitment),
  ];
  return findings.length === 0 && planFaults === undefined ? skipped("needs frames-form") : findings;
}

export function checkCells({ preparation, commitment }: Evidence): Outcome {
  if (preparation === undefined || commitment === undefined) return skipped("needs plan-rules");
  return same(preparation.tasks.map(describeTask), commitment.tasks);
}

function usesPseudonyms(plan: Plan): boolean {
  return plan.publication?.people === "pseudonyms";
}

/** Recomputes what the freeze reported of cells and people and, with the earlier frames at hand, the comparison. */
export function checkFreezeReport(evidence: Evidence): Outcome {
  const { preparation, commitment, frames, options } = evidence;
  if (preparation === undefined || commitment === undefined || frames === undefined)
    return skipped("needs plan-rules");
  const { smallCells, smallTasks, people, previous } = commitment.report;
  const recomputed = same(computeReport(preparation, evidence.sha256), { smallCells, smallTasks, people });
  if (options.previous === undefined) return recomputed;
  if (previous === undefined)
    return [...recomputed, { at: "/report", expected: "a comparison with the earlier draw", found: "none" }];
  const withPeople = !usesPseudonyms(commitment.plan) && Object.hasOwn(previous.frames, "inspectors");
  const compared = {
    commitment: options.previous.commitment,
    frames: compareFrames(options.previous.frames, rowsOfFrames(frames), withPeople),
  };
  return [...recomputed, ...same(compared, previous)];
}

/** The committed sources are the planned ones, bring enough bits, and a beacon comes after the commitment and in time. */
export function checkCommittedSources({ commitment }: Evidence): Outcome {
  if (commitment === undefined) return skipped("needs commitment-form");
  const { plan, sources, claimedTime } = commitment;
  const planned = (plan.sources ?? []).map((source, i) => {
    const digest = (sources[i] as { sha256?: string } | undefined)?.sha256;
    return source.kind === "secret" ? { kind: "secret", sha256: digest } : source;
  });
  const bits = (plan.sources ?? []).reduce(
    (total, source) => total + countedBits(source, plan.roster ?? []),
    0,
  );
  const weak =
    bits < LEAST_BITS
      ? [{ at: "/sources", expected: `at least ${LEAST_BITS} bits`, found: String(bits) }]
      : [];
  const faults = new FaultList();
  for (const source of sources)
    if (source.kind === "drand")
      checkBeaconTime(source.at, claimedTime, plan.openWithinHours ?? DEFAULT_OPEN_HOURS, faults);
  return [...same(planned, sources), ...weak, ...findingsOf(faults)];
}
