import type { Wording } from "./wording.js";

/** Faults of a supervised session: beacons, signers, attestations, and two hands on one draw. */
export const sessionWording = {
  "roster-repeated": {
    level: "error",
    en: ["the roster names this person twice as {role}", "keep one entry"],
    zh: ["名册中同一人以{role}身份出现两次", "请只保留一条"],
  },
  "roster-key-and-paper": {
    level: "error",
    en: ['expected a "key" or "by": "paper", found both', "keep one"],
    zh: ["“key”与“by”: “paper”只能二选一", "请保留一个"],
  },
  "roster-key-repeated": {
    level: "error",
    en: ["the same key stands for {first} and for {second}", "every person signs with a key of their own"],
    zh: ["{first}与{second}使用同一个密钥", "每人须用自己的密钥"],
  },
  "beacon-round": {
    level: "error",
    en: [
      "expected round {round}, the first one at or after {at}",
      "wait for that round; no other round and no other chain may take its place",
    ],
    zh: ["应为{at}起的第一轮，即第{round}轮", "请等待该轮；不得用其他轮次或其他信标代替"],
  },
  "beacon-signature": {
    level: "error",
    en: [
      "the signature is not that of drand quicknet over round {round}",
      "take the beacon again from another place; one from another chain never fits",
    ],
    zh: ["签名不是drand quicknet对第{round}轮的签名", "请另处重新取得信标；其他链的信标不能用"],
  },
  "beacon-randomness": {
    level: "error",
    en: ["the randomness is not the SHA-256 of the signature of round {round}", "take the beacon again"],
    zh: ["随机值不是第{round}轮签名的SHA-256", "请重新取得信标"],
  },
  "beacon-not-out": {
    level: "error",
    en: ["round {round} is published at {at}; it cannot be known yet", "wait for it"],
    zh: ["第{round}轮于{at}发布，此时还不可能知道", "请等待"],
  },
  "beacon-form": {
    level: "error",
    en: ["expected a beacon with round, signature and randomness: {reason}", "take the file again"],
    zh: ["应为含round、signature、randomness的信标：{reason}", "请重新取得文件"],
  },
  "beacon-not-later": {
    level: "error",
    en: [
      "the beacon of {at} would not be later than the commitment ({now})",
      "choose a later moment in the plan, and freeze before it",
    ],
    zh: ["信标时刻{at}不晚于封存时间（{now}）", "请在计划中改为更晚的时刻，并在其之前封存"],
  },
  "beacon-too-late": {
    level: "error",
    en: [
      "the beacon of {at} comes later than the {limit} hours within which the draw must be opened",
      "choose an earlier moment, or set openWithinHours",
    ],
    zh: ["信标时刻{at}晚于封存后{limit}小时的开种期限", "请改为更早的时刻，或设置openWithinHours"],
  },
  "contribution-fixed": {
    level: "error",
    en: [
      "a value of {source} was entered already, and it is another one",
      "values are never replaced: complete the draw with the first one, or void it",
    ],
    zh: ["{source}的值已经录入，且与本次不同", "已录入的值不得更换：请以原值完成抽取，或作废"],
  },
  "contribution-too-early": {
    level: "error",
    en: [
      "{source} can be entered when everybody else's value is there; missing: {missing}",
      "enter those first: words before dice, everything before the beacon",
    ],
    zh: ["{source}须在其他各方之后录入，尚缺：{missing}", "请先录入其他各方的值：先密签，后骰子，最后信标"],
  },
  "contribution-after-beacon": {
    level: "error",
    en: [
      "the beacon of {at} is out already: everybody else must have spoken before",
      "void this draw and freeze anew with a later moment",
    ],
    zh: ["{at}的信标已经发布：其他各方须在此前录入", "请作废本次抽取，改用更晚的时刻重新封存"],
  },
  "draw-exists": {
    level: "error",
    en: [
      "there is a draw of {draw} already, and it was not voided",
      "complete it, or void it with a reason: nobody draws twice",
    ],
    zh: ["{draw}已有抽取且未作废", "请完成该次抽取，或写明原因作废：不得重复抽取"],
  },
  "draw-voided": {
    level: "error",
    en: ["this draw was voided", "freeze anew in another directory; the voided one stays"],
    zh: ["本次抽取已作废", "请在另一目录重新封存；作废的抽取予以保留"],
  },
  "draw-locked": {
    level: "error",
    en: [
      "{user} on {host} has been working on this draw since {since} (process {process})",
      "wait until that session ends; if it was cut off, delete this file",
    ],
    zh: [
      "{user}自{since}起正在{host}上操作本次抽取（进程{process}）",
      "请等其结束；如该会话已中断，请删除此文件",
    ],
  },
  "signer-unknown": {
    level: "error",
    en: ["the roster has no such signer; it has: {signers}", "give the number or the name"],
    zh: ["名册中没有此人；名册为：{signers}", "请填写序号或姓名"],
  },
  "signer-on-paper": {
    level: "error",
    en: ["this person signs on paper", "enter the scan with: dualdraw attest --scan"],
    zh: ["此人在纸上签名", "请用 dualdraw attest --scan 录入扫描件"],
  },
  "digest-form": {
    level: "error",
    en: ["expected 64 hex digits, in groups or not", "copy the digest again"],
    zh: ["应为64位十六进制摘要（可分组）", "请重新抄录"],
  },
  "signature-wrong": {
    level: "error",
    en: [
      "this is not a signature of {name} over {statement}",
      "sign the file that `sign request` wrote, with the key of the roster and, with ssh-keygen, the namespace dualdraw",
    ],
    zh: [
      "不是{name}对{statement}的签名",
      "请对 sign request 写出的文件签名，使用名册中的密钥；用ssh-keygen时命名空间为dualdraw",
    ],
  },
  "countersign-late": {
    level: "error",
    en: [
      "the commitment is countersigned before any value is known, and values were entered already",
      "nothing can be made up for: the order of this draw rests on those who signed in time",
    ],
    zh: ["封存须在任何一方的值录入之前会签，而数值已经录入", "不能补签：本次抽取的次序只由及时会签的人见证"],
  },
  "statement-name": {
    level: "error",
    en: [
      "expected commitment, opening, record, attestation-NN or event-NNN",
      "give the name of a statement of this draw",
    ],
    zh: ["应为commitment、opening、record、attestation-NN或event-NNN", "请填写本次抽取的文件名"],
  },
  "attestation-fixed": {
    level: "error",
    en: [
      "this person's attestation stands already, and it is another one",
      "attestations are never replaced: enter what changed as a correction",
    ],
    zh: ["此人的见证已经存在，且与本次不同", "见证不得更换：变化请以更正录入"],
  },
  "network-failed": {
    level: "error",
    en: [
      "the beacon could not be fetched: {reason}",
      "fetch it on another computer and enter it with: dualdraw contribute DIR drand --beacon FILE",
    ],
    zh: [
      "无法取得信标：{reason}",
      "请在其他电脑上取得，再用 dualdraw contribute DIR drand --beacon FILE 录入",
    ],
  },
} as const satisfies Record<string, Wording>;
