import {
  explainAllocation,
  formatFraction,
  formatFractionText,
  type Language,
  objectLabel,
  type ObjectExplanation,
  type PersonExplanation,
  type Preparation,
  listEligibleOf,
  rankCell,
  type RecordStatement,
  type Sha256,
  type TaskExplanation,
  PeopleNames,
} from "../core/index.js";
import { drawCell, wordLegend } from "./cell-picture.js";
import { dataTable, factTable, html, type Html } from "./page.js";
import { wordReasonOutside } from "./wording.js";

/** A draw as explanations need it: what was recomputed from the frozen files. */
export interface ExplainedDraw {
  readonly preparation: Preparation;
  readonly record: RecordStatement;
  readonly sha256: Sha256;
}

type Say = (zh: string, en: string) => string;

function speak(language: Language): Say {
  return (zh, en) => (language === "zh" ? zh : en);
}

/** A text between single quotes for a shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** A command of a shell and what it prints. */
function commandLine(command: string, prints: string): Html {
  return html`<pre class="command">$ ${command}
${prints}</pre>`;
}

function hashCommand(text: string, digest: string): Html {
  return commandLine(`printf '%s' ${quote(text)} | sha256sum`, `${digest}  -`);
}

/** The outcome of a task in a headline. */
export function wordOutcome({ outcome, reason = "" }: TaskExplanation, language: Language): string {
  const say = speak(language);
  switch (outcome) {
    case "drawn":
      return say("被抽中", "drawn");
    case "reserve":
      return say("候补", "reserve: steps in if a drawn firm of its cell gives way");
    case "not-drawn":
      return say("未被抽到", "not drawn");
    case "out-of-scope":
      return say(
        `不在抽查范围（${wordReasonOutside(reason, "zh")}）`,
        `out of scope (${wordReasonOutside(reason, "en")})`,
      );
    case "excluded":
      return say(
        `在范围内，但不参加抽取（${wordReasonOutside(reason, "zh")}）`,
        `in scope, not drawn from (${wordReasonOutside(reason, "en")})`,
      );
  }
}

function cellFacts(explained: TaskExplanation, say: Say): Html {
  const { cell = [], base = 0, eligible = 0, ratio, probability } = explained;
  const facts: [string, string][] = [
    [say("分层", "cell"), cell.join(" / ") || say("（全部）", "(all)")],
    [
      say("本层户数", "objects in the cell"),
      say(`基数${base}，可抽取${eligible}`, `base ${base}, eligible ${eligible}`),
    ],
  ];
  if (ratio !== undefined) facts.push([say("抽查比例", "ratio"), `${ratio} (${formatFractionText(ratio)})`]);
  if (probability !== undefined)
    facts.push([
      say("每户被抽概率", "probability of each"),
      `${probability} (${formatFractionText(probability)})`,
    ]);
  return factTable(facts);
}

/** Why the ticket is, or is not, among those drawn: the picture and the three tickets that decide. */
function ticketSection(
  draw: ExplainedDraw,
  explained: TaskExplanation,
  object: string,
  language: Language,
): Html {
  const say = speak(language);
  const { preparation, record, sha256 } = draw;
  const task = preparation.tasks.find(({ pool }) => pool.task.id === explained.task);
  const { ticket = "", ticketText = "", rank = 0, drawnInCell = 0, cell = [] } = explained;
  if (task === undefined) return html``;
  const h = task.pool.cells.findIndex(({ key }) => key.join("\n") === cell.join("\n"));
  const ranked = rankCell(preparation, task, listEligibleOf(preparation, task)[h] ?? [], record.seed, sha256);
  const label = objectLabel(preparation.plan, task.pool.task);
  const reserves = Math.min(task.pool.task.reserves ?? 0, Math.max(0, ranked.length - drawnInCell));
  const last = ranked[drawnInCell - 1];
  const compared =
    last === undefined || last.id === object
      ? html``
      : html`<p>${say("本层末位抽中的签号：", "The last drawn ticket of the cell:")}</p>
${hashCommand(`${record.seed}:${label}:${last.id}`, last.ticket)}`;
  const verdict =
    drawnInCell === 0
      ? say("本层抽0户。", "No object is drawn from this cell.")
      : explained.outcome === "drawn"
        ? say(
            `在${ranked.length}个签号中从小到大排第${rank}，本层抽前${drawnInCell}个，因此抽中。`,
            `It is number ${rank} of ${ranked.length} tickets from the lowest, and the first ${drawnInCell} are drawn: so it is drawn.`,
          )
        : say(
            `在${ranked.length}个签号中从小到大排第${rank}，本层只抽前${drawnInCell}个，因此未被抽中。`,
            `It is number ${rank} of ${ranked.length} tickets from the lowest, and only the first ${drawnInCell} are drawn: so it is not drawn.`,
          );
  return html`<p><strong>${verdict}</strong></p>
${drawCell({ key: cell, ranked, drawn: drawnInCell, reserves, marked: object }, language)}
<p class="small">${wordLegend(language)}${say("黑色三角：本户。", " Black triangle: this one.")}</p>
<h3>${say("验算签号", "Recompute the ticket")}</h3>
${hashCommand(ticketText, ticket)}
${compared}
${allocationSection(draw, explained.task, h, language)}`;
}

/** How many are drawn from the cell: the sums before and with it, and the offset. */
function allocationSection(draw: ExplainedDraw, taskId: string, h: number, language: Language): Html {
  const say = speak(language);
  const { preparation, record, sha256 } = draw;
  const task = preparation.tasks.find(({ pool }) => pool.task.id === taskId);
  if (task === undefined) return html``;
  const { offset, steps } = explainAllocation(task, record.seed, sha256);
  const at = steps.findIndex(({ cell }) => cell === h);
  const shown = steps.slice(Math.max(0, at - 1), at + 1);
  const rows = shown.map(({ cell, ticket, upTo, number }) => [
    task.pool.cells[cell]?.keyText ?? "",
    `${ticket.slice(0, 16)}…`,
    formatFraction(upTo),
    number,
  ]);
  return html`<h3>${say("本层抽几户", "How many are drawn from the cell")}</h3>
<p>${say(`起点 u 是下面的数除以 2^256；各层按签号排列，累计期望 A；本层抽 ⌊A+u⌋ 减去前一层的 ⌊A+u⌋（本层在第${at + 1}位，共${steps.length}层）。`, `The offset u is the number below divided by 2^256. Cells stand in the order of their tickets, A adds up their expectations; drawn from a cell are ⌊A+u⌋ less that of the cell before (this one is number ${at + 1} of ${steps.length}).`)}</p>
${hashCommand(`${record.seed}:allocate:${taskId}`, offset)}
${dataTable([say("分层", "cell"), say("签号", "ticket"), "A", say("抽取", "drawn")], rows)}`;
}

function visitSection(draw: ExplainedDraw, { object, visit }: ObjectExplanation, language: Language): Html {
  if (visit === undefined) return html``;
  const say = speak(language);
  const { record, sha256, preparation } = draw;
  const text = `${record.seed}:order:${object.id}`;
  const names = new PeopleNames(preparation.registries);
  const rows = visit.team.map((member) => [
    member.slot,
    member.department,
    names.nameWithId(member.inspector),
    member.eligible,
    `${record.seed.slice(0, 8)}…:inspector:${object.id}:${member.slot}:${member.attempt}`,
  ]);
  return html`<h2>${say("检查次序和人员", "Visit and team")}</h2>
<p>${say(`第${visit.position}位，第${visit.batch}批。次序由下面的签号决定：`, `Visit ${visit.position}, batch ${visit.batch}. The order follows from this ticket:`)}</p>
${hashCommand(text, sha256(text))}
${dataTable([say("席位", "slot"), say("单位", "department"), say("人员", "person"), say("符合条件人数", "eligible"), say("抽取所用文本", "text of the pick")], rows)}`;
}

/** Why one object was or was not drawn, with everything to recompute it by hand. */
export function explainObjectHtml(
  draw: ExplainedDraw,
  explanation: ObjectExplanation,
  language: Language,
): Html {
  const say = speak(language);
  const { object, tasks } = explanation;
  const sections = tasks.map(
    (
      task,
    ) => html`<section class="task"><h2>${say("任务", "Task")} ${task.task}${say("：", ": ")}${wordOutcome(task, language)}</h2>
${task.cell === undefined ? html`` : cellFacts(task, say)}
${task.ticket === undefined ? html`` : ticketSection(draw, task, object.id, language)}</section>`,
  );
  return html`${factTable([
    [say("对象", "object"), object.name],
    [say("对象编号", "id"), object.id],
  ])}
${sections}${visitSection(draw, explanation, language)}
<h2>${say("种子", "The seed")}</h2>
<p>${say("由公开的开种文件得出：", "It follows from the published opening:")}</p>
${commandLine("{ printf 'dualdraw/v1/seed:'; cat opening.json; } | sha256sum", `${draw.record.seed}  -`)}`;
}

/** The group with which somebody is drawn, and who is in it. */
function groupFacts(group: PersonExplanation["group"], say: Say): [string, string][] {
  if (group === undefined) return [];
  const members = group.members.map(({ id, name }) => `${name} ${id}`).join(say("、", ", "));
  return [[say("检查小组（整组抽取）", "group (drawn as a whole)"), `${group.name} ${group.id}：${members}`]];
}

/** In which hats a person, and what came of it. */
export function explainPersonHtml(
  draw: ExplainedDraw,
  { person, group, visits, standInFor, hats }: PersonExplanation,
  language: Language,
): Html {
  const say = speak(language);
  const words = {
    picked: say("抽中", "picked"),
    "passed-over": say("抽中，但他处更需要", "picked, needed elsewhere"),
    "not-picked": say("未抽中", "not picked"),
  };
  const rows = hats.map(({ visit, slot, attempt, inHat, outcome }) => [
    visit,
    slot,
    attempt + 1,
    inHat,
    words[outcome],
    `${draw.sha256(`${draw.record.seed}:inspector:${visit}:${slot}:${attempt}`).slice(0, 16)}…`,
  ]);
  const header = [
    say("对象", "object"),
    say("席位", "slot"),
    say("第几次", "attempt"),
    say("签筒人数", "in the hat"),
    say("结果", "outcome"),
    say("签号", "ticket"),
  ];
  return html`${factTable([
    [say("人员", "person"), `${person.name} ${person.id}`],
    [say("单位", "department"), person.department],
    ...groupFacts(group, say),
    [say("派往", "sent to"), visits.join(say("、", ", ")) || say("无", "none")],
    [say("候补", "stand-in for"), standInFor.join(say("、", ", ")) || say("无", "none")],
  ])}
<h2>${say("进过的签筒", "Hats")}</h2>
<p>${say("签号乘以签筒人数，除以 2^256，取整数部分，就是按编号排好的签筒中抽到的第几人（从0数起）。签号的文本是“种子:inspector:对象:席位:次数”，次数从0数起。", "Ticket times the number in the hat, divided by 2^256 and rounded down, is the place of the pick in the hat, sorted by id, counting from 0. The ticket's text is seed:inspector:object:slot:attempt, attempts from 0.")}</p>
${dataTable(header, rows)}`;
}
