import type { Language, Verdict } from "../core/index.js";

type Both = Readonly<Record<Language, string>>;

/** Everything the page itself says; what a verdict says stands in `src/forms`. */
export const words = {
  title: { zh: "核验一次双随机抽取", en: "Check a dual-random draw" },
  intro: {
    zh: "本页在您的计算机上核验公开的抽取材料：不联网，不上传，不需要安装任何程序。",
    en: "This page checks the published files of a draw on your own computer: no network, no upload, nothing to install.",
  },
  drop: {
    zh: "把公开材料的文件夹或ZIP文件拖到这里",
    en: "Drop the folder of the published files here, or the ZIP file",
  },
  folder: { zh: "选择文件夹", en: "Choose a folder" },
  file: { zh: "选择ZIP文件", en: "Choose a ZIP file" },
  other: { zh: "English", en: "中文" },
  noted: { zh: "我当日记下的（可不填）", en: "What I noted on the day (optional)" },
  notedWhy: {
    zh: "抄下的摘要和骰子是文件以外的证据：填了才能发现整套材料被调换。",
    en: "Digests and dice noted on the day are evidence from outside the files: only they show that the whole set was exchanged.",
  },
  commitment: { zh: "封存摘要", en: "commitment digest" },
  record: { zh: "记录摘要", en: "record digest" },
  dice: { zh: "骰子", en: "dice" },
  keys: {
    zh: "我另行取得的公钥：每行“姓名=64位十六进制数”",
    en: "public keys that I have from elsewhere: a line each, NAME=64 hex digits",
  },
  badDigest: { zh: "应为64位十六进制数：", en: "expected 64 hex digits: " },
  reading: { zh: "正在读取文件……", en: "Reading the files…" },
  checking: { zh: "正在核验", en: "Checking" },
  verdict: { zh: "结论", en: "Verdict" },
  list: { zh: "名单", en: "list" },
  order: { zh: "次序", en: "order" },
  presence: { zh: "在场", en: "presence" },
  meaning: { zh: "这说明什么，不说明什么", en: "What this proves, and what it does not" },
  checks: { zh: "各项检查", en: "The checks" },
  check: { zh: "检查", en: "check" },
  status: { zh: "结果", en: "result" },
  cells: { zh: "各层的概率和抽取界线", en: "Cells, probabilities and cut-offs" },
  task: { zh: "任务", en: "task" },
  computing: { zh: "正在计算签号……", en: "computing the tickets…" },
  search: { zh: "查一户或一人", en: "Look up a firm or a person" },
  searchHint: { zh: "名称或编号", en: "name or code" },
  find: { zh: "查找", en: "Search" },
  none: { zh: "没有找到", en: "nothing found" },
  more: { zh: "还有更多，请写得更具体：", en: "more matches, be more specific: " },
  print: { zh: "打印核验证明", en: "Print a certificate of this check" },
  certificate: { zh: "核验证明", en: "Certificate of a check" },
  checkedAt: { zh: "核验时间（本机时钟）", en: "checked at (this computer's clock)" },
  checkedBy: { zh: "核验人（签名）", en: "checked by (signature)" },
  draw: { zh: "抽取任务", en: "draw" },
  seed: { zh: "种子（重算）", en: "seed (recomputed)" },
  seconds: { zh: "秒", en: "seconds" },
  files: { zh: "个文件", en: "files" },
  page: { zh: "核验网页版本", en: "version of this page" },
} as const satisfies Record<string, Both>;

/** Why what was dropped could not be read. */
export const unreadable: Readonly<Record<"no-draw" | "not-zip" | "too-large" | "fault", Both>> = {
  "no-draw": {
    zh: "这里没有抽取材料：文件夹或ZIP中应有 commitment.json。请选择公开材料的整个文件夹。",
    en: "There is no draw here: the folder or ZIP should hold commitment.json. Choose the whole folder of the published files.",
  },
  "not-zip": {
    zh: "这个ZIP文件无法解开，可能下载不完整。",
    en: "This ZIP file cannot be unpacked; the download may be incomplete.",
  },
  "too-large": {
    zh: "文件超过1 GiB，请用命令行程序核验。",
    en: "More than 1 GiB: use the command line for it.",
  },
  fault: {
    zh: "核验程序出错，这不是对抽取的结论：",
    en: "The page failed; this says nothing about the draw: ",
  },
};

/** What a verdict proves, and what it does not, in plain words. */
export const meanings: Readonly<Record<Verdict, readonly Both[]>> = {
  valid: [
    {
      zh: "名单、候补、次序、人员都由这些文件按公开的规则算出，任何人重算都得到同样的结果；其中没有一处被改过。",
      en: "List, reserves, order and people follow from these files by the published rules; whoever recomputes them gets the same. Nothing in them was changed.",
    },
    {
      zh: "它不说明：名录库本身真实；文件没有整套调换（请对照当日抄下的摘要）；此前没有另一次抽取（请看档案库）。谁在场、先后次序，见“次序”“在场”两行。",
      en: "It does not say that the registries are true, that the whole set was not exchanged (compare the digests noted on the day), or that there was no other draw before (see the archive). What came first, and who was there, is in the lines order and presence.",
    },
  ],
  invalid: [
    {
      zh: "文件之间、文件与规则之间或与您记下的内容有矛盾：这份名单不能采信。标“不符”的各项写明了矛盾在哪里。",
      en: "The files contradict each other, the rules, or what you noted: this list cannot be relied on. The checks marked FAIL say where.",
    },
    {
      zh: "它不说明是谁、因为什么：也可能是复制时损坏。请再取一份材料核验。",
      en: "It does not say who did it, or why: a damaged copy looks the same. Get another copy and check again.",
    },
  ],
  incomplete: [
    {
      zh: "没有发现矛盾，但有检查缺少材料，未能进行：不能当作有效。",
      en: "Nothing contradicts, but something needed for a check is missing: this does not count as valid.",
    },
    {
      zh: "请索取标“未查”的各项所缺的文件，再核验一次。",
      en: "Ask for the files that the checks marked skipped lack, and check again.",
    },
  ],
};
