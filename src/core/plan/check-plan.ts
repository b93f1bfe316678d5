import type { FaultList } from "../fault/fault-list.js";
import { parseDate } from "../text/dates.js";
import { compare, fraction, parseMultiple, parseRatio } from "../text/fraction.js";
import { objectSpec } from "../registry/columns.js";
import { isPlanId } from "../text/ids.js";
import { isWellFormed } from "../text/utf8.js";
import { checkRosterNames, checkSources } from "./check-sources.js";
import type { Plan, Size, Task } from "./plan.js";
import { countPeople, demandOf, demandsOf } from "./requirement.js";

const MOST_PER_INSPECTOR = fraction(1_000_000);

function checkDate(date: string, at: string, faults: FaultList): void {
  if (parseDate(date) !== date) faults.add("plan-date-invalid", { at }, date);
}

function checkRatio(ratio: string | undefined, at: string, faults: FaultList): void {
  if (ratio !== undefined && parseRatio(ratio) === undefined) faults.add("plan-ratio-invalid", { at }, ratio);
}

function checkTotal(size: Size, at: string, faults: FaultList): void {
  const given = [size.count, size.perInspector, size.overall].filter((total) => total !== undefined).length;
  const ways = given + (size.ratio === undefined ? 0 : 1) + (size.tiers === undefined || given === 1 ? 0 : 1);
  if (ways !== 1) faults.add("size-ambiguous", { at }, undefined, { found: Object.keys(size).join(", ") });
  if (size.flags !== undefined && size.ratio === undefined && size.tiers === undefined)
    faults.add("size-flags-alone", { at: `${at}/flags` });
}

function checkSize(size: Size, at: string, faults: FaultList): void {
  checkTotal(size, at, faults);
  for (const field of ["ratio", "overall", "floor", "ceiling"] as const)
    checkRatio(size[field], `${at}/${field}`, faults);
  size.tiers?.forEach((row, i) => checkRatio(row.ratio, `${at}/tiers/${i}/ratio`, faults));
  const each = size.perInspector === undefined ? undefined : parseMultiple(String(size.perInspector));
  if (size.perInspector !== undefined && (each === undefined || compare(each, MOST_PER_INSPECTOR) > 0))
    faults.add("plan-ratio-invalid", { at: `${at}/perInspector` }, String(size.perInspector));
  const tags = new Set<string>();
  size.flags?.forEach((flag, i) => {
    if (parseMultiple(String(flag.times)) === undefined)
      faults.add("plan-ratio-invalid", { at: `${at}/flags/${i}/times` }, String(flag.times));
    if (tags.has(flag.tag)) faults.add("flag-repeated", { at: `${at}/flags/${i}` }, flag.tag);
    tags.add(flag.tag);
  });
}

function checkTeam(task: Task, at: string, faults: FaultList): void {
  const seen = new Set<string>();
  task.team.forEach((entry, i) => {
    const { key } = demandOf(entry);
    if (seen.has(key)) faults.add("team-repeated", { at: `${at}/team/${i}` }, entry.department);
    seen.add(key);
  });
  const people = demandsOf(task, "enforcement").reduce(
    (total, { requirement, count }) => total + count * countPeople(requirement),
    0,
  );
  if (people < 2) faults.add("team-too-small", { at: `${at}/team` }, task.id, { found: people });
}

const STRATUM_FIELDS = ["region", "industry", "type", "status", "address"];

/** Fields that may divide a task, or a further column: a known column under another name would stand twice in the frame. */
function isStratumName(name: string): boolean {
  if (STRATUM_FIELDS.includes(name)) return true;
  const known = objectSpec.columns.some((column) => column.field === name || column.headers.includes(name));
  return !known && name.trim() === name && !/[\p{Cc}\p{Cf}]/u.test(name);
}

function checkTask(task: Task, index: number, faults: FaultList): void {
  const at = `/tasks/${index}`;
  if (!isPlanId(task.id)) faults.add("plan-id-invalid", { at: `${at}/id` }, task.id);
  checkSize(task.size, `${at}/size`, faults);
  checkTeam(task, at, faults);
  if (task.exclude?.cycle !== undefined)
    checkDate(task.exclude.cycle.from, `${at}/exclude/cycle/from`, faults);
  (task.within ?? []).forEach((name, i) => {
    if (!isStratumName(name)) faults.add("within-not-allowed", { at: `${at}/within/${i}` }, name);
  });
  if (new Set(task.within ?? []).size < (task.within ?? []).length)
    faults.add("within-repeated", { at: `${at}/within` });
}

/** Groups are asked for exactly where there is a registry of them: its people are drawn in no other way. */
function checkGroups({ tasks, registries }: Plan, faults: FaultList): void {
  const asked = tasks.flatMap(({ team }, t) =>
    team.flatMap(({ role, department }, i) =>
      role === "group" ? [{ at: `/tasks/${t}/team/${i}`, department }] : [],
    ),
  );
  const [first] = asked;
  if (first !== undefined && registries.groups === undefined)
    faults.add("groups-file-missing", { at: first.at }, first.department);
  if (first === undefined && registries.groups !== undefined)
    faults.add("groups-unused", { at: "/registries/groups" }, registries.groups);
}

function hasMalformedText(value: unknown): boolean {
  if (typeof value === "string") return !isWellFormed(value);
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([key, inner]) => !isWellFormed(key) || hasMalformedText(inner));
}

/** Checks what the schema cannot say and no registry is needed for: dates, sizes, teams, sources. */
export function checkPlan(plan: Plan, faults: FaultList): void {
  const { from, to } = plan.visitWindow;
  if (hasMalformedText(plan)) faults.add("plan-text-malformed");
  if (!isPlanId(plan.id)) faults.add("plan-id-invalid", { at: "/id" }, plan.id);
  checkDate(from, "/visitWindow/from", faults);
  checkDate(to, "/visitWindow/to", faults);
  if (from > to) faults.add("window-reversed", { at: "/visitWindow" }, undefined, { from, to });
  if (plan.publication?.releaseBy !== undefined)
    checkDate(plan.publication.releaseBy, "/publication/releaseBy", faults);
  const ids = new Set<string>();
  plan.tasks.forEach((task, i) => {
    if (ids.has(task.id)) faults.add("task-repeated", { at: `/tasks/${i}/id` }, task.id);
    ids.add(task.id);
    checkTask(task, i, faults);
  });
  checkGroups(plan, faults);
  checkRosterNames(plan.roster ?? [], faults);
  if (plan.sources !== undefined) checkSources(plan.sources, plan.roster ?? [], faults);
  const secret = plan.sources?.some((source) => source.kind === "secret") ?? false;
  if (plan.publication?.sealed === true && plan.sources !== undefined && !secret)
    faults.add("sealed-without-secret", { at: "/publication/sealed" });
}
