import type { Notice } from "../core/index.js";
import { dataTable, factTable, formatPage, groupDigest, html, qrCode } from "./page.js";
import { ROLE_NAMES, wordInstant } from "./wording.js";

/** 公示: digests and totals on the day of the draw; the list follows after the visits. */
export function formatNoticePage(notice: Notice): string {
  const { visitWindow, roster, knownTo, sealed, releaseBy } = notice;
  const rows = notice.tasks.map(({ id, title, base, requested, drawn, shortfall }) => [
    id,
    title,
    base,
    requested,
    drawn,
    shortfall,
  ]);
  const secrecy = sealed
    ? `名单在检查结束前不公开。自抽取时起知道名单的：${knownTo.join("、") || "无"}。检查结束（${visitWindow.to}）后公开全部名录、名单和核验材料${releaseBy === undefined ? "" : `，不迟于${releaseBy}`}。`
    : "名单和核验材料同时公开。";
  return formatPage(
    `${notice.title}抽取公示`,
    html`<h1>双随机抽取公示</h1>
<div class="row"><div>${factTable([
      ["组织单位", notice.authority],
      ["任务", `${notice.draw} ${notice.title}`],
      ["封存时间（本机时钟）", wordInstant(notice.claimedTime)],
      ["检查期间", `${visitWindow.from} 至 ${visitWindow.to}`],
      ["名册", roster.map(({ role, name }) => `${name}（${ROLE_NAMES[role] ?? role}）`).join("、") || "无"],
    ])}</div>${qrCode(notice.record, "记录摘要")}</div>
${notice.voided ? html`<p><strong>本次抽取已作废，名单不作数。</strong></p>` : html``}
<h2>抽取数量</h2>
${dataTable(["任务编号", "名称", "基数", "要求", "抽取", "不足"], rows)}
<p>共检查${notice.visits}户，已派员${notice.staffed}户，须直接委派${notice.direct}户。</p>
<h2>封存摘要</h2><div class="digest">${groupDigest(notice.commitment)}</div>
<h2>记录摘要</h2><div class="digest">${groupDigest(notice.record)}</div>
<h2>说明</h2><p>${secrecy}</p>
<p class="small">日后公开的材料与这两个摘要相符，名单自公示之日起就没有被改动；封存摘要如在掷骰之前已有人抄录，名单自那时起就没有被改动。</p>`,
  );
}
