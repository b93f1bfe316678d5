/** What the verifier says in English about a check that could not run, or about what it expected, in Chinese. */
const CHINESE: readonly (readonly [RegExp, string])[] = [
  [/^no operator's key was committed$/, "封存中没有操作员公钥"],
  [/^no beacon among the sources$/, "种子来源中没有信标"],
  [/^no attestations in this copy$/, "本副本不含见证"],
  [/^no events in this copy$/, "本副本不含后续事项"],
  [/^nothing to compare with was given$/, "没有给出可比较的内容"],
  [/^not signed: (.+)$/, "尚未签名：$1"],
  [/^a canonical DSSE envelope around (\S+)$/, "$1 的规范DSSE签名信封"],
  [/^a key of full order$/, "满阶的公钥"],
  [/^a key of one's own$/, "各人自己的公钥"],
  [/^a key or paper$/, "公钥或纸面二选一"],
  [/^no archive was kept$/, "没有建立档案库"],
  [/^no key of the archive was committed$/, "封存中没有档案库公钥"],
  [/^no proofs of other statements in this copy$/, "本副本不含其他文件的归档证明"],
  [/^signed by no key that is known here: (.+)$/, "签名密钥在此未知：$1"],
  [/^an inclusion proof \(C2SP tlog-proof\)$/, "归档证明（C2SP tlog-proof）"],
  [/^a proof of (\S+)$/, "$1 的归档证明"],
  [/^a checkpoint signed with the archive's key$/, "档案库密钥签名的检查点"],
  [/^one history of the archive$/, "档案库同一段历史"],
  [/^a place of its own$/, "各自的序号"],
  [/^(\S+) in this copy$/, "本副本中的 $1"],
  [/^named by a statement of this draw$/, "由本次抽取的文件载明"],
  [/^both$/, "两者都有"],
  [/^no (\S+) in this copy$/, "本副本不含 $1"],
  [/^no such file in the commitment$/, "封存中没有此文件"],
  [/^no (\S+)$/, "缺少 $1"],
  [/^no yearly plan is named$/, "未载明年度计划"],
  [/^a canonical yearly plan$/, "规范的年度计划"],
  [/^a task (\S+)$/, "任务 $1"],
  [/^as in the yearly plan$/, "与年度计划一致"],
  [/^missing: (.+)$/, "缺少：$1"],
  [/^a frame is missing$/, "缺少冻结表"],
  [/^needs (.+?) and (.+)$/, "须先通过 $1 和 $2"],
  [/^needs (.+)$/, "须先通过 $1"],
  [/^a valid signature of the operator's key$/, "操作员密钥的有效签名"],
  [/^a valid signature of (.+)$/, "$1的有效签名"],
  [/^sorted rows in the frame's one spelling$/, "按规定写法排好序的各行"],
  [/^at least (\d+) bits$/, "至少$1比特"],
  [/^before (\S+)$/, "早于$1"],
  [/^missing$/, "缺失"],
  [/^nothing$/, "无"],
];

/** The Chinese of a verifier's phrase; values such as digests and ids stay as they are. */
export function toChinese(phrase: string): string {
  const known = CHINESE.find(([pattern]) => pattern.test(phrase));
  return known === undefined ? phrase : phrase.replace(known[0], known[1]);
}
