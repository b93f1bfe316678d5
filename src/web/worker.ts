import {
  type Examination,
  examineDraw,
  explainObject,
  explainPerson,
  computeDraw,
  type HatAttempt,
  type Language,
  pureSha256,
} from "../core/index.js";
import { explainObjectHtml, explainPersonHtml, type ExplainedDraw } from "../forms/explanation.js";
import { cellTable, taskPictures } from "../forms/result-page.js";
import { html } from "../forms/page.js";
import { readDraw, UnreadableDraw } from "./dropped-draw.js";
import type { Answer, Match, Overview, Request } from "./protocol.js";

/** The scope of a dedicated worker, as far as this one uses it. */
interface WorkerScope {
  onmessage: ((event: { readonly data: Request }) => void) | null;
  postMessage(answer: Answer): void;
}

const scope = globalThis as unknown as WorkerScope;
const MOST_MATCHES = 20;

let examined: Examination | undefined;
let attempts: HatAttempt[] | undefined;

function drawOf({ preparation, recomputed }: Examination): ExplainedDraw | undefined {
  return preparation === undefined || recomputed === undefined
    ? undefined
    : { preparation, record: recomputed, sha256: pureSha256 };
}

async function verify(request: Extract<Request, { kind: "verify" }>): Promise<void> {
  examined = undefined;
  attempts = undefined;
  const bundle = await readDraw(request.files);
  const start = performance.now();
  let number = 0;
  examined = examineDraw(bundle, request.options, (check) => {
    scope.postMessage({ kind: "check", check, number: ++number });
  });
  const { commitment, report, recomputed } = examined;
  const overview: Overview = {
    ...(commitment === undefined
      ? {}
      : { title: commitment.plan.title, authority: commitment.plan.authority }),
    ...(recomputed === undefined ? {} : { seed: recomputed.seed }),
    tasks: (drawOf(examined)?.record.tasks ?? []).map(({ id }) => id),
    files: bundle.files.size + (bundle.lists?.size ?? 0),
    seconds: (performance.now() - start) / 1000,
  };
  scope.postMessage({ kind: "report", report, overview });
}

function showPictures(draw: ExplainedDraw, task: number, language: Language): void {
  const piece = html`${cellTable(draw.record, task, language)}${taskPictures(draw, task, language)}`;
  scope.postMessage({ kind: "pictures", task, html: piece.html });
}

function search({ preparation }: ExplainedDraw, text: string): void {
  const { objects, inspectors, groups = [] } = preparation.registries;
  const wanted = text.trim().toLowerCase();
  const matches: Match[] = [];
  let more = 0;
  for (const { id, name } of wanted === "" ? [] : [...objects, ...inspectors, ...groups]) {
    if (!id.toLowerCase().includes(wanted) && !name.toLowerCase().includes(wanted)) continue;
    if (matches.length < MOST_MATCHES) matches.push({ id, name });
    else more++;
  }
  scope.postMessage({ kind: "matches", text, matches, more });
}

/** All picks of the draw: computed once, when somebody asks about a person. */
function allAttempts(draw: ExplainedDraw): HatAttempt[] {
  if (attempts === undefined) {
    const kept: HatAttempt[] = [];
    computeDraw(draw.preparation, draw.record.seed, pureSha256, (attempt) => kept.push(attempt));
    attempts = kept;
  }
  return attempts;
}

function explain(draw: ExplainedDraw, id: string, language: Language): void {
  const { registries } = draw.preparation;
  const object = registries.objects.find(id);
  const isPerson = [...registries.inspectors, ...(registries.groups ?? [])].some((row) => row.id === id);
  const person = isPerson ? explainPerson(draw.record, registries, id, allAttempts(draw)) : undefined;
  const pieces = [
    ...(object === undefined
      ? []
      : [
          explainObjectHtml(draw, explainObject(draw.preparation, draw.record, object, pureSha256), language),
        ]),
    ...(person === undefined ? [] : [explainPersonHtml(draw, person, language)]),
  ];
  scope.postMessage({ kind: "explanation", id, html: html`${pieces}`.html });
}

async function answer(request: Request): Promise<void> {
  if (request.kind === "verify") return verify(request);
  const draw = examined === undefined ? undefined : drawOf(examined);
  if (draw === undefined) return;
  if (request.kind === "pictures") showPictures(draw, request.task, request.language);
  else if (request.kind === "search") search(draw, request.text);
  else explain(draw, request.id, request.language);
}

scope.onmessage = ({ data }) => {
  answer(data).catch((error: unknown) => {
    const [reason, detail] =
      error instanceof UnreadableDraw ? [error.reason, error.message] : (["fault", String(error)] as const);
    scope.postMessage({ kind: "unreadable", reason, detail });
  });
};
