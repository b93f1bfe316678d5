import {
  type DrawEvent,
  encodeJson,
  type EventKind,
  explainObject,
  explainPerson,
  formatFractionText,
  type HatAttempt,
  type ObjectExplanation,
  type PersonExplanation,
  refuse,
  showText,
  type TaskExplanation,
  wordReason,
  PeopleNames,
  type Registries,
} from "../../core/index.js";
import type { ExplainedDraw } from "../../forms/explanation.js";
import { formatExplanationPage } from "../../forms/explanation-page.js";
import { wordReasonOutside } from "../../forms/wording.js";
import { SEALED, writeOnce } from "../../node/disk/durable-write.js";
import { nodeSha256 } from "../../node/draw/draw-directory.js";
import { readEvents } from "../../node/draw/events.js";
import { DRAW_STEPS, recompute } from "../../node/draw/run-draw.js";
import type { Console } from "../terminal/console.js";
import { EXIT, type ExitCode } from "../terminal/exit.js";
import { startProgress } from "../terminal/progress.js";

function printOutside(console: Console, { task, outcome, reason = "" }: TaskExplanation): void {
  const why = wordReasonOutside(reason, console.language);
  if (outcome === "out-of-scope")
    console.print(console.say(`任务 ${task}：不在范围内（${why}）`, `task ${task}: out of scope (${why})`));
  else
    console.print(
      console.say(
        `任务 ${task}：在范围内，但不参加抽取（${why}）`,
        `task ${task}: in scope, not drawn from (${why})`,
      ),
    );
}

function printTicket(console: Console, explained: TaskExplanation): void {
  const {
    task,
    outcome,
    cell = [],
    base,
    eligible,
    probability = "0/1",
    drawnInCell,
    rank,
    ticket,
    cutOff,
    ticketText,
    ratio,
  } = explained;
  const words = {
    drawn: ["被抽中", "drawn"],
    reserve: ["候补", "reserve"],
    "not-drawn": ["未被抽到", "not drawn"],
  } as const;
  const [zh, en] = words[outcome as keyof typeof words];
  const outcomeText = console.say(zh, en);
  const percent = formatFractionText(probability);
  const ratioText =
    ratio === undefined
      ? ""
      : console.say(`，抽查比例 ${formatFractionText(ratio)}`, `, ratio ${formatFractionText(ratio)}`);
  console.print(console.say(`任务 ${task}：${outcomeText}`, `task ${task}: ${outcomeText}`));
  console.print(
    console.say(
      `  分层 ${cell.join(" / ")}：基数 ${base}，可抽取 ${eligible}${ratioText}`,
      `  cell ${cell.join(" / ")}: base ${base}, eligible ${eligible}${ratioText}`,
    ),
  );
  console.print(
    console.say(
      `  每户被抽概率 ${probability}（${percent}）`,
      `  probability of each object ${probability} (${percent})`,
    ),
  );
  console.print(console.say(`  签号 ${ticket}`, `  ticket ${ticket}`));
  console.print(
    console.say(
      `  在本层排第 ${rank}，本层抽 ${drawnInCell} 户${cutOff === undefined ? "" : `，末位签号 ${cutOff}`}`,
      `  rank ${rank} in the cell, ${drawnInCell} drawn${cutOff === undefined ? "" : `, last drawn ticket ${cutOff}`}`,
    ),
  );
  console.print(
    console.say("  验算：", "  recompute: ") +
      `printf '%s' '${(ticketText ?? "").replaceAll("'", "'\\''")}' | sha256sum`,
  );
}

function printObject(
  console: Console,
  { object, tasks, visit }: ObjectExplanation,
  registries: Registries,
): void {
  console.print(`${showText(object.name)} (${object.id})`);
  for (const task of tasks) {
    if (task.ticket === undefined) printOutside(console, task);
    else printTicket(console, task);
  }
  if (visit === undefined) return;
  console.print(
    console.say(
      `检查次序 ${visit.position}，第 ${visit.batch} 批`,
      `visit ${visit.position}, batch ${visit.batch}`,
    ),
  );
  const names = new PeopleNames(registries);
  for (const member of visit.team)
    console.print(
      `  ${member.slot}: ${showText(names.nameWithId(member.inspector))}, ${showText(member.department)}`,
    );
}

const SHOWN_HATS = 40;

function printPerson(console: Console, { person, group, visits, standInFor, hats }: PersonExplanation): void {
  console.print(`${showText(person.name)} (${person.id}, ${showText(person.department)})`);
  if (group !== undefined) {
    const members = group.members.map(({ id, name }) => `${showText(name)}(${id})`);
    console.print(
      console.say(
        `随检查小组抽取：${showText(group.name)}(${group.id})：${members.join("、")}`,
        `drawn with the group ${showText(group.name)} (${group.id}): ${members.join(", ")}`,
      ),
    );
  }
  console.print(
    console.say(
      `派往 ${visits.length} 户，候补 ${standInFor.length} 户，进入签筒 ${hats.length} 次`,
      `sent to ${visits.length}, stand-in for ${standInFor.length}, in ${hats.length} hats`,
    ),
  );
  const words = {
    picked: ["抽中", "picked"],
    "passed-over": ["抽中但他处更需要", "picked, needed elsewhere"],
    "not-picked": ["未抽中", "not picked"],
  } as const;
  const order = { picked: 0, "passed-over": 1, "not-picked": 2 } as const;
  const sorted = [...hats].sort((a, b) => order[a.outcome] - order[b.outcome]);
  for (const hat of sorted.slice(0, SHOWN_HATS))
    console.print(
      console.say(
        `  ${hat.visit} 席位${hat.slot} 第${hat.attempt + 1}次：${hat.inHat}人中${words[hat.outcome][0]}`,
        `  ${hat.visit} slot ${hat.slot} attempt ${hat.attempt}: ${words[hat.outcome][1]} among ${hat.inHat}`,
      ),
    );
  if (sorted.length > SHOWN_HATS)
    console.print(
      console.say(
        `  另有${sorted.length - SHOWN_HATS}次（--json 全列）`,
        `  and ${sorted.length - SHOWN_HATS} more (all with --json)`,
      ),
    );
}

function eventsAbout(directory: string, ids: readonly string[]): DrawEvent[] {
  return readEvents(directory).events.filter((event) => ids.some((id) => mentions(event, id)));
}

/** What happened to an object or a person after the draw. */
function printEvents(console: Console, events: readonly DrawEvent[]): void {
  for (const { number, kind, reason } of events) {
    const [zh, en] = EVENT_KINDS[kind];
    console.print(
      console.say(
        `后续事项${number}：${zh}（${wordReason(reason.code, "zh")}${reason.text === "" ? "" : `：${showText(reason.text)}`}）`,
        `event ${number}: ${en} (${wordReason(reason.code, "en")}${reason.text === "" ? "" : `: ${showText(reason.text)}`})`,
      ),
    );
  }
}

const EVENT_KINDS: Readonly<Record<EventKind, readonly [zh: string, en: string]>> = {
  "replace-object": ["替换检查对象", "an object was replaced"],
  "replace-person": ["替换检查人员", "a person was replaced"],
  void: ["作废", "the draw was voided"],
  release: ["公开", "the draw was released"],
  correct: ["更正", "a correction"],
  direct: ["直接委派", "direct assignment"],
};

/** True if an event is about the whole draw, or names the id as object, person or outcome. */
function mentions(event: DrawEvent, id: string): boolean {
  if (event.kind === "void") return true;
  if (event.kind === "release" || event.kind === "correct") return false;
  const { visits } = event.outcome;
  const people = event.kind === "replace-person" ? [event.inspector] : [];
  const assigned = event.kind === "direct" ? event.inspectors : [];
  const inOutcome = visits.some(
    ({ object, team }) =>
      object === id || (event.kind !== "direct" && team.some(({ inspector }) => inspector === id)),
  );
  return event.object === id || people.includes(id) || assigned.includes(id) || inOutcome;
}

/** What was asked for: an object, a person, or both where one text names both. */
interface Found {
  readonly draw: ExplainedDraw;
  readonly object?: ObjectExplanation;
  readonly person?: PersonExplanation;
}

/** The only one of a name; undefined if none or several have it. */
function findNamed<T extends { readonly name: string }>(rows: Iterable<T>, name: string): T | undefined {
  let found: T | undefined;
  for (const row of rows) {
    if (row.name !== name) continue;
    if (found !== undefined) return undefined;
    found = row;
  }
  return found;
}

function explain(console: Console, directory: string, id: string): Found {
  const attempts: HatAttempt[] = [];
  const progress = startProgress(console, DRAW_STEPS);
  const { frozen, record } = recompute(
    directory,
    () => progress.onProgress(1),
    (attempt) => attempts.push(attempt),
  );
  progress.finish();
  const { preparation } = frozen;
  const { registries } = preparation;
  const people = [...registries.inspectors, ...(registries.groups ?? [])];
  const object = registries.objects.find(id) ?? findNamed(registries.objects, id);
  const named = people.find((person) => person.id === id) ?? findNamed(people, id);
  const person = named === undefined ? undefined : explainPerson(record, registries, named.id, attempts);
  if (object === undefined && person === undefined) refuse("id-not-found", {}, {}, id);
  return {
    draw: { preparation, record, sha256: nodeSha256 },
    ...(object === undefined ? {} : { object: explainObject(preparation, record, object, nodeSha256) }),
    ...(person === undefined ? {} : { person }),
  };
}

function formPage(console: Console, found: Found): string {
  const { commitment } = found.draw.record;
  const digests = {
    commitment,
    record: nodeSha256(encodeJson(found.draw.record)),
  };
  return formatExplanationPage(found.draw, found, digests, console.language);
}

/** `dualdraw explain DIR ID`: an object or a person, by id or by an unambiguous name. */
export function runExplain(
  console: Console,
  directory: string,
  id: string,
  options: { readonly html?: string } = {},
): ExitCode {
  const found = explain(console, directory, id);
  const { object, person } = found;
  const asked = object?.object.id ?? person?.person.id ?? id;
  const group = object === undefined ? person?.group?.id : undefined;
  const events = eventsAbout(directory, group === undefined ? [asked] : [asked, group]);
  if (options.html !== undefined) writeOnce(options.html, Buffer.from(formPage(console, found)), SEALED);
  if (console.json) {
    for (const explanation of [object, person])
      if (explanation !== undefined) console.print(JSON.stringify({ ...explanation, events }));
    return EXIT.done;
  }
  if (object !== undefined) printObject(console, object, found.draw.preparation.registries);
  if (person !== undefined) printPerson(console, person);
  printEvents(console, events);
  if (options.html !== undefined)
    console.print(console.say(`可打印的说明在 ${options.html}`, `to print: ${options.html}`));
  return EXIT.done;
}
