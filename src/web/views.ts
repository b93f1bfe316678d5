import { checkWording, type CheckResult, type Language, type VerificationReport } from "../core/index.js";
import {
  placeOfFinding,
  wordFinding,
  wordNotes,
  wordOrder,
  wordPresence,
  wordSkipped,
  wordStatus,
  wordVerdict,
} from "../forms/verdict.js";
import { groupDigest, html, type Html } from "../forms/page.js";
import type { Match, Overview } from "./protocol.js";
import { meanings, words } from "./words.js";

const SHOWN_FINDINGS = 5;

function checkRow({ check, status, findings, reason }: CheckResult, language: Language): Html {
  const shown = findings
    .slice(0, SHOWN_FINDINGS)
    .map(
      (finding) =>
        html`<div class="finding">${wordFinding(finding, placeOfFinding(finding), language)}</div>`,
    );
  const hidden = findings.length - SHOWN_FINDINGS;
  const more = language === "zh" ? `另有${hidden}处` : `and ${hidden} more`;
  return html`<tr class="${status}"><td class="status">${wordStatus(status, language)}</td><td>${checkWording[check][language]}
<span class="small">${check}</span>${reason === undefined ? html`` : html`<div class="small">${wordSkipped(reason, language)}</div>`}
${shown}${hidden > 0 ? html`<div class="finding">${more}</div>` : html``}</td></tr>`;
}

/** All checks with their findings; those that failed or could not run come first. */
export function checksTable({ checks }: VerificationReport, language: Language): Html {
  const rank = { fail: 0, skipped: 1, pass: 2, absent: 3 };
  const sorted = checks.map((result, i) => ({ result, i }));
  sorted.sort((a, b) => rank[a.result.status] - rank[b.result.status] || a.i - b.i);
  return html`<table><thead><tr><th scope="col">${words.status[language]}</th><th scope="col">${words.check[language]}</th></tr></thead>
<tbody>${sorted.map(({ result }) => checkRow(result, language))}</tbody></table>`;
}

/** The three lines of a verdict, what they mean, and what stands beside them. */
export function verdictSection(report: VerificationReport, language: Language): Html {
  const { verdict, order, presence, notes } = report;
  const colon = language === "zh" ? "：" : ": ";
  const people = wordPresence(presence, language).map((line) => html`<li>${line}</li>`);
  const beside = notes === undefined ? [] : wordNotes(notes, language).map((line) => html`<li>${line}</li>`);
  return html`<p class="verdict ${verdict}"><strong>${words.list[language]}${colon}</strong>${wordVerdict(verdict, language)}</p>
<p><strong>${words.order[language]}${colon}</strong>${wordOrder(order, language)}</p>
<p><strong>${words.presence[language]}${colon}</strong></p><ul>${people}</ul>
<ul>${beside}</ul>
<h3>${words.meaning[language]}</h3>
${meanings[verdict].map((line) => html`<p>${line[language]}</p>`)}`;
}

function fact(name: string, value: Html | string): Html {
  return html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`;
}

function digestFact(name: string, digest: string | undefined): Html {
  return digest === undefined ? html`` : fact(name, html`<span class="digest">${groupDigest(digest)}</span>`);
}

/** What was checked: draw, digests, seed, how long it took. */
export function factsTable(
  report: VerificationReport,
  { title = "", authority = "", seed, files, seconds }: Overview,
  language: Language,
): Html {
  return html`<table class="facts"><tbody>${fact(words.draw[language], `${report.draw ?? "?"} ${title} ${authority}`)}
${digestFact(words.commitment[language], report.commitment)}${digestFact(words.record[language], report.record)}
${digestFact(words.seed[language], seed)}
</tbody></table><p class="small">${files} ${words.files[language]}, ${seconds.toFixed(1)} ${words.seconds[language]}</p>`;
}

/** What is printed: the verdict, the digests, when and with which page it was checked, and room for a signature. */
export function certificate(
  report: VerificationReport,
  overview: Overview,
  about: { readonly time: string; readonly version: string },
  language: Language,
): Html {
  const counts = (["pass", "fail", "skipped", "absent"] as const).map(
    (status) =>
      `${wordStatus(status, language)} ${report.checks.filter((check) => check.status === status).length}`,
  );
  const notable = report.checks.filter(({ status }) => status === "fail" || status === "skipped");
  return html`<h1>${words.certificate[language]}</h1>
${factsTable(report, overview, language)}
${verdictSection(report, language)}
<p>${words.checks[language]} (${counts.join(", ")})</p>
${notable.length === 0 ? html`` : html`<table><tbody>${notable.map((result) => checkRow(result, language))}</tbody></table>`}
<table class="facts"><tbody>${fact(words.checkedAt[language], about.time)}${fact(words.page[language], about.version)}
${fact(words.checkedBy[language], html`<br><br>`)}</tbody></table>`;
}

/** One closed part for each task, opened by the reader: the pictures are computed then. */
export function taskList({ tasks }: Overview, language: Language): Html {
  return html`${tasks.map(
    (id, t) =>
      html`<details data-task="${t}"><summary>${words.task[language]} ${id}</summary><div class="pictures">${words.computing[language]}</div></details>`,
  )}`;
}

/** What a search found, as buttons. */
export function matchList(matches: readonly Match[], more: number, language: Language): Html {
  if (matches.length === 0) return html`<p>${words.none[language]}</p>`;
  const rows = matches.map(
    ({ id, name }) =>
      html`<li><button type="button" data-id="${id}">${name} <span class="small">${id}</span></button></li>`,
  );
  return html`<ul class="matches">${rows}</ul>${more > 0 ? html`<p>${words.more[language]}${more}</p>` : html``}`;
}
