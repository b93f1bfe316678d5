import type { Language, RankedObject } from "../core/index.js";
import { html, type Html } from "./page.js";

/** One cell with its lottery: the eligible objects in the order of their tickets. */
export interface PicturedCell {
  readonly key: readonly string[];
  readonly ranked: readonly RankedObject[];
  readonly drawn: number;
  readonly reserves: number;
  /** Id of the object that the picture is about. */
  readonly marked?: string;
}

const WIDTH = 1000;
const HEIGHT = 46;
const BASE = 34;
const TOP = 8;
/** Columns of one tick each: tickets that fall into one column share its tick. */
const COLUMNS = 500;

/** Place of a ticket on the line from 0 to 2^256, in thousandths: its first 32 bits decide. */
function placeOf(ticket: string): number {
  return (Number.parseInt(ticket.slice(0, 8), 16) / 2 ** 32) * WIDTH;
}

/** Tickets by column: how many, so that a full column is darker than one with a single ticket. */
function countColumns(tickets: readonly string[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const ticket of tickets) {
    const column = Math.floor((placeOf(ticket) * COLUMNS) / WIDTH);
    counts.set(column, (counts.get(column) ?? 0) + 1);
  }
  return counts;
}

function ticks(tickets: readonly string[], kind: string): Html {
  const columns = countColumns(tickets);
  const most = [...columns.values()].reduce((a, b) => Math.max(a, b), 1);
  const byShade = new Map<number, string[]>();
  for (const [column, count] of columns) {
    const shade = Math.max(1, Math.ceil((count * 4) / most));
    const x = ((column + 0.5) * WIDTH) / COLUMNS;
    byShade.set(shade, [...(byShade.get(shade) ?? []), `M${x.toFixed(0)} ${TOP}V${BASE}`]);
  }
  const paths = [...byShade].map(
    ([shade, moves]) => html`<path class="${kind}" opacity="${String(shade / 4)}" d="${moves.join("")}"/>`,
  );
  return html`${paths}`;
}

function describe({ ranked, drawn, reserves }: PicturedCell, language: Language): string {
  const last = ranked[drawn - 1]?.ticket.slice(0, 8);
  if (language === "zh") {
    const next = reserves > 0 ? `、候补${reserves}个` : "";
    return `${ranked.length}个签号，从小到大抽${drawn}个${next}${last === undefined ? "" : `；末位抽中签号 ${last}…`}`;
  }
  const next = reserves > 0 ? `, the next ${reserves} reserves` : "";
  return `${ranked.length} tickets, the ${drawn} lowest drawn${next}${last === undefined ? "" : `; last drawn ticket ${last}…`}`;
}

/**
 * The lottery of one cell on a line from the lowest possible ticket to the highest: drawn tickets left of the cut-off, reserves, the others
 * right of it. Tickets that fall into one column share a tick, the darker the more they are. SVG, no script; colours come with shapes and words.
 */
export function drawCell(cell: PicturedCell, language: Language): Html {
  const tickets = cell.ranked.map(({ ticket }) => ticket);
  const { drawn, reserves } = cell;
  const parts = [
    ticks(tickets.slice(drawn + reserves), "others"),
    ticks(tickets.slice(drawn, drawn + reserves), "reserves"),
    ticks(tickets.slice(0, drawn), "drawn"),
  ];
  const [last, next] = [tickets[drawn - 1], tickets[drawn]];
  const x = last === undefined ? 0 : (placeOf(last) + (next === undefined ? WIDTH : placeOf(next))) / 2;
  const mark = cell.ranked.find(({ id }) => id === cell.marked);
  const at = mark === undefined ? undefined : placeOf(mark.ticket).toFixed(1);
  const text = describe(cell, language);
  return html`<svg class="cell" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${text}"><title>${text}</title>
<rect class="chosen" x="0" y="${TOP}" width="${x.toFixed(1)}" height="${BASE - TOP}"/>
<path class="axis" d="M0 ${BASE}H${WIDTH}"/>${parts}
<path class="cut" d="M${x.toFixed(1)} 2V${BASE + 8}"/>${
    at === undefined
      ? html``
      : html`<path class="mark" d="M${at} ${BASE + 1}l-7 11h14z"/><path class="mark line" d="M${at} ${TOP - 4}V${BASE}"/>`
  }</svg><p class="small">${text}</p>`;
}

/** What the picture's marks mean. */
export function wordLegend(language: Language): string {
  return language === "zh"
    ? "横线从最小的签号到最大的签号。蓝色粗线：抽中；橙色虚线：候补；灰色细线：未抽中；红色竖线：抽取界线。"
    : "The line runs from the lowest possible ticket to the highest. Thick blue: drawn; dashed orange: reserves; thin grey: not drawn; red: the cut-off.";
}
