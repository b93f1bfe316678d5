import type { Language, ObjectExplanation, PersonExplanation } from "../core/index.js";
import { type ExplainedDraw, explainObjectHtml, explainPersonHtml } from "./explanation.js";
import { factTable, formatPage, groupDigest, html, type Html } from "./page.js";

function titleOf(object: ObjectExplanation | undefined, language: Language): string {
  if (object === undefined)
    return language === "zh" ? "检查人员抽取情况说明" : "How this person was, or was not, drawn";
  const outcomes = object.tasks.map(({ outcome }) => outcome);
  if (outcomes.includes("drawn")) return language === "zh" ? "抽中情况说明" : "Why this firm was drawn";
  return language === "zh" ? "未被抽到情况说明" : "Why this firm was not drawn";
}

/** One page to print about one object, or one person (or both where one text names both). */
export function formatExplanationPage(
  draw: ExplainedDraw,
  found: { readonly object?: ObjectExplanation; readonly person?: PersonExplanation },
  digests: { readonly commitment: string; readonly record: string },
  language: Language,
): string {
  const zh = language === "zh";
  const { plan } = draw.preparation;
  const title = titleOf(found.object, language);
  const parts: Html[] = [];
  if (found.object !== undefined) parts.push(explainObjectHtml(draw, found.object, language));
  if (found.person !== undefined) parts.push(explainPersonHtml(draw, found.person, language));
  return formatPage(
    title,
    html`<h1>${title}</h1>
${factTable([
  [zh ? "抽查任务" : "draw", `${plan.id} ${plan.title}`],
  [zh ? "组织单位" : "authority", plan.authority],
  [zh ? "封存摘要" : "commitment", html`<div class="digest">${groupDigest(digests.commitment)}</div>`],
  [zh ? "记录摘要" : "record", html`<div class="digest">${groupDigest(digests.record)}</div>`],
])}
${parts}
<p class="small">${
      zh
        ? "本页的每个数都可由公开的材料重算：规则见 docs/spec/v1.md。在 Linux、macOS 或 Windows 的 Git Bash 中可直接运行各条命令。"
        : "Every number on this page can be recomputed from the published files; the rules are in docs/spec/v1.md. The commands run in any shell with sha256sum."
    }</p>`,
  );
}
