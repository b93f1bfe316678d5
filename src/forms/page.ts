import { renderSVG } from "uqr";
import type { Checkpoint } from "../core/index.js";
import { CELL_STYLE } from "./cell-style.js";

/** A piece of HTML that needs no more escaping. */
export interface Html {
  readonly html: string;
}

type Piece = Html | string | number | readonly Html[];

function toHtml(piece: Piece): string {
  if (typeof piece === "string") return escapeText(piece);
  if (typeof piece === "number") return String(piece);
  return "html" in piece ? piece.html : piece.map((inner) => inner.html).join("");
}

/** Text for HTML; characters that hide or reorder text become visible escapes. */
function escapeText(text: string): string {
  return text
    .replace(/(?!\n)[\p{Cc}\p{Cf}]/gu, (c) => `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** A template whose values are escaped unless they are HTML already. */
export function html(parts: TemplateStringsArray, ...values: readonly Piece[]): Html {
  return { html: parts.reduce((text, part, i) => text + toHtml(values[i - 1] ?? "") + part) };
}

const STYLE = `
@page { size: A4; margin: 18mm 16mm 20mm;
  @bottom-center { content: "第 " counter(page) " 页，共 " counter(pages) " 页"; font-size: 9pt; } }
* { box-sizing: border-box; }
body { font: 10.5pt/1.5 "Noto Serif CJK SC", "Source Han Serif SC", SimSun, "Songti SC", "WenQuanYi Zen Hei", serif;
  color: #000; background: #fff; margin: 0 auto; max-width: 178mm; }
h1 { font-size: 17pt; text-align: center; margin: 0 0 3mm; font-weight: 700; letter-spacing: .08em; }
h2 { font-size: 11.5pt; margin: 5mm 0 1.5mm; break-after: avoid; }
p { margin: 1mm 0; }
table { border-collapse: collapse; width: 100%; margin: 1mm 0 2mm; font-size: 9.5pt; line-height: 1.4; }
th, td { border: .4pt solid #000; padding: .8mm 1.4mm; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { font-weight: 700; background: #f2f2f2; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
thead { display: table-header-group; }
tr, .keep { break-inside: avoid; }
td.number, th.number { text-align: right; white-space: nowrap; }
.facts th { width: 32mm; }
.digest { font-family: "DejaVu Sans Mono", Consolas, Menlo, monospace; font-size: 10pt; white-space: pre-wrap; }
.large { font-size: 16pt; line-height: 1.7; letter-spacing: .03em; text-align: center; border: 1pt solid #000; padding: 3mm; }
.row { display: flex; gap: 5mm; align-items: flex-start; }
.row > :first-child { flex: 1; }
.code { width: 30mm; margin-top: 1mm; text-align: center; font-size: 8.5pt; }
.code svg { width: 30mm; height: 30mm; display: block; }
.sign td { height: 13mm; }
.small { font-size: 8.5pt; color: #222; }
.line { white-space: nowrap; }
figure { margin: 2mm 0; }
figure svg { max-width: 100%; height: auto; }
.seal { height: 30mm; }
.break { break-before: page; }
h3 { font-size: 10.5pt; margin: 3mm 0 1mm; break-after: avoid; }
pre.command { font: 8pt/1.5 "DejaVu Sans Mono", Consolas, Menlo, monospace; white-space: pre-wrap; overflow-wrap: anywhere; background: #f6f6f6;
  border-left: 2pt solid #999; padding: 1mm 2mm; margin: 1mm 0; break-inside: avoid; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
${CELL_STYLE}@media screen { body { padding: 8mm; } }
`;

/** A whole page: Chinese, A4, fonts of the machine, nothing loaded from anywhere. */
export function formatPage(title: string, ...sections: readonly Html[]): string {
  const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";
  const page = html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${{ html: STYLE }}</style>
</head>
<body>
${sections}
</body>
</html>
`;
  return page.html;
}

/** For pages of wide tables: put among the sections, it turns the sheet. */
export const LANDSCAPE: Html = {
  html: "<style>@page { size: A4 landscape; } body { max-width: 265mm; }</style>",
};

/** A digest in groups of four, eight groups to a line. */
export function groupDigest(digest: string): string {
  return (digest.match(/.{1,32}/g) ?? []).map((line) => line.replace(/(.{4})(?=.)/g, "$1 ")).join("\n");
}

/** The head of the archive's log: on paper it holds everything before it fast. */
export function headTable({ origin, size, root }: Checkpoint): Html {
  return html`<div class="keep"><h2>档案库检查点</h2>${factTable([
    ["档案库", `${origin}，日志共${size}条`],
    ["根", html`<div class="digest">${groupDigest(root)}</div>`],
  ])}
<p class="small">抄录或保存本页，即可查出此前的任何一条是否被删除、改动、调换：dualdraw archive verify 档案库 --expect "${size}:${root.slice(0, 4)} …"</p></div>`;
}

/** A QR code with a word under it. */
export function qrCode(text: string, label: string): Html {
  return html`<div class="code">${{ html: renderSVG(text, { ecc: "M", border: 2 }) }}${label}</div>`;
}

/** Rows of name and value. */
export function factTable(facts: readonly (readonly [name: string, value: Html | string])[]): Html {
  const rows = facts.map(([name, value]) => html`<tr><th>${name}</th><td>${value}</td></tr>`);
  return html`<table class="facts">${rows}</table>`;
}

/** The widths of a table's columns in millimetres; 0 = as needed. */
export function columnWidths(widths: readonly number[]): Html {
  const columns = widths.map((width) => (width === 0 ? html`<col>` : html`<col style="width: ${width}mm">`));
  return widths.length === 0 ? html`` : html`<colgroup>${columns}</colgroup>`;
}

/** A cell of a table: numbers stand at the right. */
export type Cell = string | number | Html;

/**
 * A table whose header is repeated on every page and whose rows are never cut.
 *
 * @param widths of the columns in millimetres; 0 = as needed
 */
export function dataTable(
  header: readonly string[],
  rows: readonly (readonly Cell[])[],
  widths: readonly number[] = [],
): Html {
  const columns = columnWidths(widths);
  const numeric = header.map((_, i) => rows.length > 0 && rows.every((row) => typeof row[i] === "number"));
  const classOf = (i: number): Html => ({ html: numeric[i] === true ? ' class="number"' : "" });
  const head = header.map((text, i) => html`<th${classOf(i)}>${text}</th>`);
  const body = rows.map((row) => {
    const cells = row.map((cell, i) => html`<td${classOf(i)}>${cell}</td>`);
    return html`<tr>${cells}</tr>\n`;
  });
  return html`<table>${columns}<thead><tr>${head}</tr></thead><tbody>
${body}</tbody></table>`;
}
