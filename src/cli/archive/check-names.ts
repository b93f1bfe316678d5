import type { ArchiveCheck } from "../../node/archive/verify/report.js";

/** What a passed check of an archive establishes, in one line for people. */
export const archiveCheckWording: Readonly<Record<ArchiveCheck, readonly [zh: string, en: string]>> = {
  "archive-form": [
    "目录结构规范，无缺失、无多余",
    "the folders are as they should be, nothing missing, nothing more",
  ],
  keys: ["密钥登记前后相接、签名有效", "the key statements follow on each other and are signed"],
  "log-leaves": ["日志逐条连续、写法规范", "the log has every leaf, in order, in its one spelling"],
  "log-tree": ["日志的散列树重算一致", "the log's tree recomputes"],
  checkpoints: [
    "各检查点与日志一致并由档案库密钥签名",
    "every checkpoint is the log's, signed with the archive's key",
  ],
  cosignatures: ["见证人会签有效", "the witnesses' cosignatures are valid"],
  "draw-numbers": ["抽取编号连续，无缺号、无倒序", "draw numbers have no gap and no other order"],
  bags: ["每个文件的每个字节与清单一致", "every byte of every file is what the manifests say"],
  "committed-files": [
    "名录、计划、原件和附件与封存及各文件所载摘要一致",
    "plan, frames, originals and attachments are those that the statements fix",
  ],
  "statements-logged": [
    "每份文件和签名都在日志中，日志中的每一条都有对应文件",
    "every statement and signature is in the log, and every leaf has its own",
  ],
  "commitment-places": ["封存位于其所载的日志序号", "every commitment stands at the place that it names"],
  "draw-once": ["同一计划没有重复抽取", "no plan was drawn twice"],
  "revoked-keys": ["没有使用已撤销的密钥", "no draw relies on a key that had ended"],
  draws: ["每次抽取单独核验有效", "every draw verifies by itself"],
  index: ["检索目录重建一致", "the index is what the draws give"],
  readers: ["格式说明和核验程序完整", "the description of the formats and the verifier are whole"],
  expected: ["与您手中的检查点一致", "the archive continues the checkpoint that you hold"],
  interrupted: ["没有中断的写入", "no write was interrupted"],
};

/** Reasons in English, as the verifier gives them, and in Chinese. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/^this archive has no key: nobody signs its checkpoints$/, "档案库没有密钥，检查点无人签名"],
  [/^no signed checkpoint$/, "没有签名的检查点"],
  [/^no witness cosigned a checkpoint$/, "没有见证人会签检查点"],
  [/^no checkpoint to compare with was given$/, "没有给出用于比较的检查点"],
  [/^no index in this copy$/, "本副本不含检索目录"],
  [/^signed up to (\d+) of (\d+) leaves$/, "$2条中签名到第$1条"],
  [/^this copy holds (\d+) of (\d+) draws$/, "本副本含$2次抽取中的$1次"],
  [/^sealed, not in this copy: draw (\d+) (.+)$/, "第$1号的封存件不在本副本中：$2"],
  [/^draw (\d+): (.+)$/, "第$1号未能进行的检查：$2"],
  [/^no description of the formats and no verifier in this copy$/, "本副本不含格式说明和核验程序"],
  [/^not asked for$/, "未要求；加 --draws 逐次重算"],
  [/^the file$/, "该文件"],
  [/^(\S+) does not list (\d+)$/, "$1 少列$2项，下一次写入时自动补齐"],
  [/^names of checkpoints and cosignatures$/, "检查点和会签的文件名"],
  [/^the file that is listed$/, "所列的文件"],
  [/^needs archive-form$/, "须先通过 archive-form"],
  [/^left over: (.+)$/, "中断后的残留：$1"],
  [/^writing draw (\d+) was interrupted.*$/, "第$1号的写入曾中断，下一次写入时自动补齐"],
  [
    /^(.+): not signed with the archive's key before; pin the key of now to accept it$/,
    "$1：没有原密钥的签名；如认可新密钥请用--trust钉定",
  ],
  [/^no such file$/, "不应有此文件"],
  [/^no such folder$/, "不应有此目录"],
  [/^a folder$/, "目录"],
  [/^missing$/, "缺失"],
  [/^none$/, "无"],
  [/^no such leaf$/, "没有这一条"],
  [/^the draw's folder$/, "该次抽取的目录"],
  [/^the bag$/, "该部分的档案袋"],
  [/^the tag file$/, "标签文件"],
  [/^the tag file that follows from the payload$/, "由内容得出的标签文件"],
  [/^what follows from the payload$/, "由内容得出的标签文件"],
  [/^no file that the manifest does not name$/, "清单未列的文件"],
  [/^in the sealed half until the release$/, "公开之前应在封存部分"],
  [/^a leaf of the log$/, "日志中有对应条目"],
  [/^a leaf in canonical form$/, "规范写法的条目"],
  [/^the statement of leaf (\d+)$/, "日志第$1条的文件"],
  [/^lines of index and statement$/, "“序号 文件名”各行"],
  [/^a signed checkpoint$/, "签名的检查点"],
  [/^signed with the archive's key$/, "由档案库密钥签名"],
  [/^a signature of the archive's key$/, "档案库密钥的签名"],
  [/^a cosignature of this checkpoint by the key in its name$/, "文件名所示密钥对此检查点的会签"],
  [/^an empty file$/, "空文件"],
  [/^(\d+) entries$/, "$1项"],
  [/^files that can be read$/, "可读取的文件"],
  [/^a commitment that can be read$/, "可读取的封存文件"],
  [/^draws up to (\d+)$/, "不超过第$1号"],
  [/^a draw up to (\d+)$/, "不超过第$1号"],
  [/^draw (\d+) of (\d+)$/, "第$1号（共$2号）"],
  [/^draw (\d+)$/, "第$1号"],
  [/^draws (\d+) and (\d+)$/, "第$1号和第$2号"],
  [/^one draw of (.+) that is not voided$/, "$1只有一次未作废的抽取"],
  [/^no key that ended with key statement (\d+)$/, "密钥登记第$1号之后不再使用的密钥"],
  [/^(.+) of draw (\d+)$/, "第$2号的$1"],
];

/** The Chinese of a reason or a phrase of the archive's verifier; values stay as they are. */
export function archivePhraseInChinese(phrase: string): string {
  const known = REASONS.find(([pattern]) => pattern.test(phrase));
  return known === undefined ? phrase : phrase.replace(known[0], known[1]);
}
