import type { Commitment } from "../core/index.js";
import { columnWidths, factTable, formatPage, groupDigest, html, qrCode } from "./page.js";

/** What the sealed sheet needs. */
export interface SecretSheetInput {
  readonly commitment: Commitment;
  readonly digest: string;
  /** The operator's secret: 64 hex digits. */
  readonly secret: string;
}

/** 密封纸: the operator's secret on paper, so that a lost secret is no way to a second try. */
export function formatSecretSheet({ commitment, digest, secret }: SecretSheetInput): string {
  const { plan } = commitment;
  return formatPage(
    `密封纸 ${plan.id}`,
    html`<h1>操作员秘密（密封纸）</h1>
<p><strong>打印后立即装入信封、当众封口，由纪检监察部门保管。开种之前不得启封、不得拍照。</strong></p>
${factTable([
  ["组织单位", plan.authority],
  ["任务", `${plan.id} ${plan.title}`],
  ["封存摘要", html`<div class="digest">${groupDigest(digest)}</div>`],
])}
<h2>秘密</h2>
<div class="digest large keep">${groupDigest(secret)}</div>
<div class="keep">${qrCode(secret, "秘密")}</div>
<h2>用途</h2>
<p>如果开种时操作员的电脑损坏或遗失，凭抽取目录、封存摘要、本页和在场各方的数值，任何一台电脑都可以完成本次抽取：
在目录中运行 <span class="digest">dualdraw session 目录</span>，按提示输入上面的64个字符。秘密是否正确，由封存文件中的摘要检验，不能更换。因此“秘密丢失”不能成为重新抽取的理由。</p>
<table class="sign keep">${columnWidths([28, 61, 28, 61])}<tbody><tr><th>封口人</th><td></td><th>保管人</th><td></td></tr>
<tr><th>封口时间</th><td></td><th>启封时间</th><td></td></tr></tbody></table>`,
  );
}
