import { FaultList } from "../fault/fault-list.js";
import { parsePlan } from "../plan/parse-plan.js";
import { LEAST_BITS, countedBits } from "../plan/check-plan.js";
import { listExtraColumns } from "../pool/pool.js";
import { computeDraw } from "../record/draw.js";
import { formLists, listNames } from "../record/lists.js";
import { SMALL_TASK } from "../pool/check-pool.js";
import { checkDraw, describeTask, type Preparation } from "../record/prepare.js";
import { parseStatement } from "../record/read-statement.js";
import { digestFile } from "../record/commitment.js";
import { checkContributions, deriveSeed } from "../record/seed.js";
import type { Commitment, DrawLists, FileDigest, Opening, RecordStatement } from "../record/statements.js";
import { encodeFrame, type Frames, frameNames, parseFrames } from "../registry/frames.js";
import type { SignedKind } from "../signing/envelope.js";
import { pureSha256, type Sha256 } from "../text/hash.js";
import { formatJson } from "../text/json.js";
import { dayInChina } from "../text/dates.js";
import { sortedSet } from "../text/order.js";
import { decodeUtf8 } from "../text/utf8.js";
import { absent, checkRoster, checkSigned, findingsOf, type Outcome, same, skipped } from "./outcome.js";
import { type Bundle, framesOf } from "./bundle.js";
import {
  type CheckName,
  checkNames,
  type CheckResult,
  concludeVerdict,
  type Finding,
  type VerdictNotes,
  type VerificationReport,
} from "./report.js";

/** Told of each check before it runs. */
export type OnCheck = (check: CheckName) => void;

/** Runs the checks in order and keeps what the later ones need. It reports bad evidence and never throws for it. */
class Verifier {
  readonly #bundle: Bundle;
  readonly #sha256: Sha256;
  #commitment: Commitment | undefined;
  #opening: Opening | undefined;
  #record: RecordStatement | undefined;
  #frames: Frames | undefined;
  #planFaults: FaultList | undefined;
  #preparation: Preparation | undefined;
  #lists: DrawLists | undefined;

  constructor(bundle: Bundle, sha256: Sha256) {
    this.#bundle = bundle;
    this.#sha256 = sha256;
  }

  readonly steps: Readonly<Record<CheckName, () => Outcome>> = {
    "commitment-form": () => this.#form("commitment", (value) => (this.#commitment = value)),
    "commitment-signed": () => this.#signed("commitment"),
    "plan-file": () => this.#planFile(),
    "frames-digest": () => this.#framesDigest(),
    "frames-form": () => this.#framesForm(),
    "originals-digest": () => this.#digests("originals", this.#commitment?.originals),
    "annex-digest": () => this.#digests("annex", this.#commitment?.annex),
    "plan-rules": () => this.#planRules(),
    "commitment-cells": () => this.#commitmentCells(),
    sources: () => this.#sources(),
    "opening-form": () => this.#form("opening", (value) => (this.#opening = value)),
    "opening-signed": () => this.#signed("opening"),
    "opening-commitment": () => this.#openingCommitment(),
    "opening-values": () => this.#openingValues(),
    "record-form": () => this.#form("record", (value) => (this.#record = value)),
    "record-signed": () => this.#signed("record"),
    "record-links": () => this.#recordLinks(),
    "record-seed": () => this.#recordSeed(),
    "record-objects": () => this.#recomputed((lists) => lists.tasks),
    "record-visits": () =>
      this.#recomputed((lists) =>
        lists.visits.map(({ position, batch, object, tasks }) => ({ position, batch, object, tasks })),
      ),
    "record-teams": () =>
      this.#recomputed((lists) => lists.visits.map(({ object, team }) => ({ object, team }))),
    "record-direct": () => this.#recomputed(({ direct, level }) => ({ direct, level })),
    lists: () => this.#listsMatch(),
  };

  #file(path: string): Uint8Array | undefined {
    return this.#bundle.files.get(path);
  }

  #digestOf(path: string): string | undefined {
    const bytes = this.#file(path);
    return bytes === undefined ? undefined : this.#sha256(bytes);
  }

  #form<K extends SignedKind>(
    kind: K,
    keep: (value: NonNullable<ReturnType<typeof parseStatement<K>>>) => void,
  ): Outcome {
    const bytes = this.#file(`${kind}.json`);
    if (bytes === undefined) return skipped(`no ${kind}.json`);
    const faults = new FaultList();
    const value = parseStatement(kind, bytes, faults);
    if (value !== undefined) keep(value);
    return findingsOf(faults);
  }

  #signed(kind: SignedKind): Outcome {
    return checkSigned(
      kind,
      this.#file(`${kind}.json`),
      this.#file(`envelopes/${kind}.json`),
      this.#commitment?.roster,
    );
  }

  #planFile(): Outcome {
    const bytes = this.#file("plan.json");
    if (bytes === undefined || this.#commitment === undefined)
      return bytes === undefined ? absent("no plan.json") : skipped("needs commitment-form");
    try {
      const text = decodeUtf8(bytes)?.replace(/^\ufeff/, "") ?? "";
      const plan = JSON.parse(text) as unknown;
      const digest = same(this.#commitment.planFile.sha256, this.#sha256(bytes));
      return formatJson(plan) === formatJson(this.#commitment.plan)
        ? digest
        : same(this.#commitment.plan, plan);
    } catch {
      return [{ file: "plan.json", expected: "JSON" }];
    }
  }

  #framesDigest(): Outcome {
    this.#frames = framesOf(this.#bundle);
    const { frames } = this.#commitment ?? {};
    if (frames === undefined) return skipped("needs commitment-form");
    const missing = frameNames.filter((name) => this.#file(`frames/${name}.csv`) === undefined);
    const findings = frameNames.flatMap((name) => {
      const file = `frames/${name}.csv`;
      const bytes = this.#file(file);
      if (bytes === undefined) return [];
      const { sha256 = "", bytes: size = 0 } = frames[name] ?? {};
      return same({ sha256, bytes: size }, digestFile(bytes, this.#sha256)).map((finding) => ({
        ...finding,
        file,
      }));
    });
    return findings.length === 0 && missing.length > 0 ? skipped(`missing: ${missing.join(", ")}`) : findings;
  }

  #framesForm(): Outcome {
    const frames = this.#frames;
    const commitment = this.#commitment;
    if (frames === undefined || commitment === undefined)
      return skipped(frames === undefined ? "a frame is missing" : "needs commitment-form");
    const { source, faults } = parseFrames(frames);
    const findings = findingsOf(faults);
    for (const name of frameNames) {
      const again = encodeFrame(name, source);
      if (this.#sha256(again) !== this.#sha256(frames[name]))
        findings.push({ file: `frames/${name}.csv`, expected: "sorted rows in the frame's one spelling" });
    }
    const planFaults = new FaultList();
    const plan = parsePlan(commitment.plan, planFaults);
    if (plan === undefined) return [...findings, ...findingsOf(planFaults)];
    findings.push(
      ...same(listExtraColumns(plan), source.extraColumns).map((finding) => ({
        ...finding,
        file: "frames/objects.csv",
      })),
    );
    const rows = [source.objects, source.inspectors, source.recusals, source.history, source.items].map(
      (list) => list.length,
    );
    findings.push(
      ...same(
        frameNames.map((name) => commitment.frames[name]?.rows),
        rows,
      ),
    );
    if (findings.length === 0) {
      this.#preparation = checkDraw(plan, source, planFaults);
      this.#planFaults = planFaults;
    }
    return findings;
  }

  #digests(folder: string, committed: Readonly<Record<string, FileDigest>> | undefined): Outcome {
    if (committed === undefined) return skipped("needs commitment-form");
    const present = [...this.#bundle.files.keys()].filter((path) => path.startsWith(`${folder}/`));
    if (present.length === 0) return absent(`no ${folder} in this copy`);
    const unknown = present.filter((path) => !Object.hasOwn(committed, path.slice(folder.length + 1)));
    const strays: Finding[] = unknown.map((file) => ({ file, expected: "no such file in the commitment" }));
    const changed = Object.entries(committed).flatMap(([name, digest]): Finding[] => {
      const file = `${folder}/${name}`;
      const found = this.#digestOf(file);
      return found === digest.sha256 ? [] : [{ file, expected: digest.sha256, found: found ?? "missing" }];
    });
    return [...changed, ...strays];
  }

  #planRules(): Outcome {
    const commitment = this.#commitment;
    if (this.#planFaults === undefined || commitment === undefined) return skipped("needs frames-form");
    const { from } = commitment.plan.visitWindow;
    const day = dayInChina(commitment.claimedTime);
    const late =
      day === undefined || day >= from
        ? [{ at: "/claimedTime", expected: `before ${from}`, found: commitment.claimedTime }]
        : [];
    const registries = Object.keys(commitment.originals).map((name) => name.replace(/\..*/, ""));
    const named = sortedSet(Object.keys(commitment.plan.registries));
    return [
      ...findingsOf(this.#planFaults),
      ...late,
      ...same(named, sortedSet(registries)),
      ...checkRoster(commitment),
    ];
  }

  #commitmentCells(): Outcome {
    if (this.#preparation === undefined || this.#commitment === undefined) return skipped("needs plan-rules");
    return same(this.#preparation.tasks.map(describeTask), this.#commitment.tasks);
  }

  #sources(): Outcome {
    const commitment = this.#commitment;
    if (commitment === undefined) return skipped("needs commitment-form");
    const planned = (commitment.plan.sources ?? []).map((source, i) => {
      const digest = (commitment.sources[i] as { sha256?: string } | undefined)?.sha256;
      return source.kind === "secret" ? { kind: "secret", sha256: digest } : source;
    });
    const bits = (commitment.plan.sources ?? []).reduce(
      (total, source) => total + countedBits(source, commitment.plan.roster ?? []),
      0,
    );
    const weak =
      bits < LEAST_BITS
        ? [{ at: "/sources", expected: `at least ${LEAST_BITS} bits`, found: String(bits) }]
        : [];
    return [...same(planned, commitment.sources), ...weak];
  }

  #openingCommitment(): Outcome {
    const digest = this.#digestOf("commitment.json");
    if (this.#opening === undefined || digest === undefined)
      return skipped("needs commitment.json and opening-form");
    return same(digest, this.#opening.commitment);
  }

  #openingValues(): Outcome {
    if (this.#opening === undefined || this.#commitment === undefined) return skipped("needs opening-form");
    const faults = new FaultList();
    checkContributions(this.#commitment.sources, this.#opening.contributions, this.#sha256, faults);
    return findingsOf(faults);
  }

  #recordLinks(): Outcome {
    if (this.#record === undefined || this.#opening === undefined)
      return skipped("needs opening-form and record-form");
    const { commitment, opening } = this.#record;
    if (this.#file("commitment.json") === undefined) return skipped("no commitment.json");
    return same(
      { commitment: this.#digestOf("commitment.json"), opening: this.#digestOf("opening.json") },
      { commitment, opening },
    );
  }

  #recordSeed(): Outcome {
    const bytes = this.#file("opening.json");
    if (bytes === undefined || this.#record === undefined)
      return skipped("needs opening-form and record-form");
    const seed = deriveSeed(bytes, this.#sha256);
    if (this.#preparation !== undefined) this.#lists = computeDraw(this.#preparation, seed, this.#sha256);
    return same(seed, this.#record.seed);
  }

  #recomputed(part: (lists: DrawLists) => unknown): Outcome {
    if (this.#lists === undefined || this.#record === undefined)
      return skipped("needs plan-rules and record-seed");
    return same(part(this.#lists), part(this.#record));
  }

  #listsMatch(): Outcome {
    const { lists } = this.#bundle;
    if (lists === undefined || lists.size === 0) return absent("no lists in this copy");
    if (this.#lists === undefined || this.#preparation === undefined) return skipped("needs record-seed");
    const expected = formLists(this.#lists, this.#preparation.registries);
    return listNames.flatMap((name) =>
      same(expected[name], lists.get(name)).map((finding) => ({ ...finding, file: `lists/${name}.csv` })),
    );
  }

  #notes(): VerdictNotes | undefined {
    const commitment = this.#commitment;
    if (commitment === undefined || this.#record === undefined) return undefined;
    const small = commitment.tasks.filter(
      (task, i) => commitment.plan.tasks[i]?.kind === "general" && task.base < SMALL_TASK,
    );
    return {
      visits: this.#record.visits.length,
      direct: this.#record.direct.length,
      smallTasks: small.map(({ id }) => id),
    };
  }

  report(onCheck: OnCheck): VerificationReport {
    const digests = (["commitment", "opening", "record"] as const).map(
      (kind) => [kind, this.#digestOf(`${kind}.json`)] as const,
    );
    const checks = checkNames.map((check): CheckResult => {
      onCheck(check);
      const outcome = this.steps[check]();
      if ("status" in outcome) return { check, status: outcome.status, findings: [], reason: outcome.reason };
      return { check, status: outcome.length === 0 ? "pass" : "fail", findings: outcome };
    });
    const draw = this.#commitment === undefined ? {} : { draw: this.#commitment.plan.id };
    const notes = this.#notes();
    const known = Object.fromEntries(digests.filter(([, digest]) => digest !== undefined));
    return {
      schema: "dualdraw/verification/v1",
      verdict: concludeVerdict(checks),
      ...draw,
      ...known,
      ...(notes === undefined ? {} : { notes }),
      checks,
    };
  }
}

/**
 * Verifies a draw from its files alone: recomputes everything from frames, commitment and opening. Never throws for bad evidence; a
 * check that cannot run is reported as skipped and never reads as success.
 *
 * @param onCheck told of each check before it runs
 */
export function verifyDraw(
  bundle: Bundle,
  sha256: Sha256 = pureSha256,
  onCheck: OnCheck = () => undefined,
): VerificationReport {
  return new Verifier(bundle, sha256).report(onCheck);
}
