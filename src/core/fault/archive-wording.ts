import type { Wording } from "./wording.js";

/** Faults of the archive: its log, its witnesses, and what does not fit into it. */
export const archiveWording = {
  "archive-missing": {
    level: "error",
    en: ["no archive here", "give the archive's folder, or make one with: dualdraw archive create"],
    zh: ["此处没有档案库", "请指定档案库目录，或用 dualdraw archive create 新建"],
  },
  "archive-locked": {
    level: "error",
    en: [
      "{user} on {host} has been writing to this archive since {since} (process {process})",
      "wait until that is done; if it was cut off, delete this file",
    ],
    zh: [
      "{user}自{since}起正在{host}上写入此档案库（进程{process}）",
      "请等其完成；如该操作已中断，请删除此文件",
    ],
  },
  "archive-name": {
    level: "error",
    en: [
      "expected a name of 1 to 255 bytes without spaces and plus signs",
      "for an archive, a name nobody else uses: rudong.gov.cn/market, say; for a witness, the name in the roster",
    ],
    zh: [
      "应为1至255字节、不含空格和加号的名称",
      "档案库名称应独一无二，如 rudong.gov.cn/market；见证人用名册中的姓名",
    ],
  },
  "archive-other": {
    level: "error",
    en: ["this belongs to the archive {expected}, not to {found}", "give the archive that it names"],
    zh: ["此件属于档案库{expected}，不属于{found}", "请指定其所属的档案库"],
  },
  "archive-place-taken": {
    level: "error",
    en: [
      "the commitment names place {sequence} of the log, and the log stands at {size}",
      "it was never archived: freeze again; nobody can have signed it in time",
    ],
    zh: ["封存所载的日志序号为{sequence}，而日志已到{size}", "该封存从未归档：请重新封存"],
  },
  "archive-changed": {
    level: "error",
    en: [
      "{path} differs from what the archive holds of draw {draw}",
      "archived files are never replaced: find out which copy was changed; dualdraw archive verify checks the archive",
    ],
    zh: [
      "{path}与档案库中第{draw}号抽取的内容不同",
      "已归档的文件不得更换：请查明哪一份被改动；用 dualdraw archive verify 核验档案库",
    ],
  },
  "archive-mismatch": {
    level: "error",
    en: [
      "{path} is not the file that the commitment fixes",
      "archive the draw directory as the freeze wrote it",
    ],
    zh: ["{path}不是封存所固定的文件", "请原样归档封存时写出的目录"],
  },
  "archive-damaged": {
    level: "error",
    en: [
      "the archive cannot be continued: {reason}",
      "see what is wrong with: dualdraw archive verify; then restore the last good copy",
    ],
    zh: ["档案库无法续写：{reason}", "请用 dualdraw archive verify 查明问题，再从完好的副本恢复"],
  },
  "archive-draw-unknown": {
    level: "error",
    en: ["the archive has no such draw; it has draws 1 to {draws}", "see: dualdraw archive list"],
    zh: ["档案库中没有此号；现有第1至{draws}号", "请用 dualdraw archive list 查看"],
  },
  "archive-key": {
    level: "error",
    en: [
      "this is not the archive's key",
      "use the key of the archive, or record a change of key: dualdraw archive key",
    ],
    zh: ["不是档案库的密钥", "请使用档案库的密钥，或用 dualdraw archive key 登记密钥变更"],
  },
  "archive-key-known": {
    level: "error",
    en: ["this key was revoked or replaced already", "use the key that took its place"],
    zh: ["此密钥已撤销或更换", "请使用更换后的密钥"],
  },
  "archive-unkeyed": {
    level: "error",
    en: [
      "this archive has no key: nobody signs its checkpoints",
      "introduce one with: dualdraw archive key introduce",
    ],
    zh: ["此档案库没有密钥，检查点无人签名", "请用 dualdraw archive key introduce 登记密钥"],
  },
  "checkpoint-absent": {
    level: "error",
    en: [
      "the archive has no signed checkpoint yet",
      "sign one: dualdraw archive checkpoint ARCHIVE --key KEY",
    ],
    zh: ["档案库还没有签名的检查点", "请先签署：dualdraw archive checkpoint 档案库 --key 私钥"],
  },
  "checkpoint-form": {
    level: "error",
    en: ["not a checkpoint (signed note with origin, size and root)", "take the file again"],
    zh: ["不是检查点（含名称、大小和根的签名文本）", "请重新取得文件"],
  },
  "checkpoint-unknown": {
    level: "error",
    en: [
      "the archive has no such history: at size {size} its root is another one",
      "one of the two was tampered with: keep both and report it",
    ],
    zh: ["档案库没有这段历史：大小为{size}时的根不同", "两者之一被改动：请保留两份并报告"],
  },
  "cosignature-wrong": {
    level: "error",
    en: [
      "no cosignature of this checkpoint by that key",
      "cosign the request again with: dualdraw archive witness",
    ],
    zh: ["不是该密钥对此检查点的会签", "请用 dualdraw archive witness 重新会签"],
  },
  "cosignature-own": {
    level: "error",
    en: [
      "this is a key of the archive itself: nobody is a witness of their own log",
      "let somebody else cosign",
    ],
    zh: ["这是档案库自己的密钥：不能自己见证自己的日志", "请由他人会签"],
  },
  "witness-request": {
    level: "error",
    en: [
      "not a request to cosign a checkpoint",
      "make one with: dualdraw archive checkpoint ARCHIVE --since 0 -o FILE",
    ],
    zh: ["不是会签请求", "请用 dualdraw archive checkpoint 档案库 --since 0 -o 文件 生成"],
  },
  "witness-origin": {
    level: "error",
    en: ["the request is of another archive than the one you witness", "give the file of that archive"],
    zh: ["该请求属于另一个档案库", "请使用该档案库的文件"],
  },
  "witness-signature": {
    level: "error",
    en: [
      "the checkpoint is not signed by the archive's key that you know",
      "do not cosign; ask where it comes from",
    ],
    zh: ["检查点不是由您所知的档案库密钥签名", "请勿会签，并查明来源"],
  },
  "witness-rollback": {
    level: "error",
    en: ["the checkpoint is older than the one you cosigned last", "do not cosign; ask for the newest one"],
    zh: ["检查点早于您上次会签的检查点", "请勿会签，并索取最新的检查点"],
  },
  "witness-stale": {
    level: "error",
    en: [
      "the request starts from another size than the checkpoint that you cosigned last ({size})",
      "ask for one made with: --since {size}",
    ],
    zh: ["该请求不是从您上次会签的大小（{size}）开始", "请索取用 --since {size} 生成的请求"],
  },
  "witness-fork": {
    level: "error",
    en: [
      "the archive's history differs from the one you cosigned: something was removed, changed or reordered",
      "do not cosign; keep both checkpoints: together they prove it",
    ],
    zh: [
      "档案库的历史与您会签过的不同：有内容被删除、更改或调换",
      "请勿会签；保留两个检查点，合在一起即为证据",
    ],
  },
} as const satisfies Record<string, Wording>;
