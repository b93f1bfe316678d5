import type { Language } from "../fault/wording.js";
import type { CheckName } from "./report.js";

/** What a passed check establishes, in one line for people. */
export const checkWording: Readonly<Record<CheckName, Readonly<Record<Language, string>>>> = {
  "commitment-form": { zh: "封存文件格式规范", en: "the commitment is a canonical statement" },
  "commitment-signed": { zh: "封存由操作员密钥签名", en: "the commitment is signed by the operator's key" },
  "roster-keys": {
    zh: "名册中的密钥可靠且各归一人",
    en: "the keys of the roster are sound, each of one person",
  },
  "plan-file": { zh: "计划文件与封存一致", en: "the plan file is the committed plan" },
  "year-plan": { zh: "计划与已公布的年度计划一致", en: "the plan says what the published yearly plan says" },
  "frames-digest": { zh: "冻结表与封存一致", en: "the frames are the committed ones" },
  "frames-form": { zh: "冻结表写法规范", en: "the frames are in their one spelling" },
  "originals-digest": { zh: "原始文件与封存一致", en: "the original files are the committed ones" },
  "annex-digest": { zh: "附表与封存一致", en: "the annex is the committed one" },
  "plan-rules": { zh: "计划符合规则", en: "the plan keeps the rules" },
  "commitment-cells": { zh: "分层、基数和概率重算一致", en: "cells, bases and probabilities recompute" },
  "freeze-report": { zh: "封存报告重算一致", en: "the freeze report recomputes" },
  sources: { zh: "种子来源与计划一致且足够", en: "the seed sources are the planned ones and strong enough" },
  "opening-form": { zh: "开种文件格式规范", en: "the opening is a canonical statement" },
  "opening-signed": { zh: "开种由操作员密钥签名", en: "the opening is signed by the operator's key" },
  "opening-commitment": { zh: "开种对应本次封存", en: "the opening belongs to this commitment" },
  "opening-values": { zh: "各来源的值齐全且写法唯一", en: "every source gave one value in its one spelling" },
  beacon: { zh: "信标是约定轮次的公共信标", en: "the beacon is the public one of the committed round" },
  "record-form": { zh: "抽取记录格式规范", en: "the record is a canonical statement" },
  "record-signed": { zh: "抽取记录由操作员密钥签名", en: "the record is signed by the operator's key" },
  "record-links": {
    zh: "抽取记录对应本次封存和开种",
    en: "the record belongs to this commitment and opening",
  },
  "record-seed": { zh: "种子由开种文件得出", en: "the seed follows from the opening" },
  "record-objects": { zh: "检查对象和候补重算一致", en: "drawn objects and reserves recompute" },
  "record-visits": { zh: "检查次序和批次重算一致", en: "the order of the visits recomputes" },
  "record-teams": { zh: "检查人员和候补人员重算一致", en: "teams and stand-ins recompute" },
  "record-direct": { zh: "直接委派及原因重算一致", en: "direct assignments and their reasons recompute" },
  lists: { zh: "打印名单与抽取记录一致", en: "the lists for people say what the record says" },
  "attestation-form": { zh: "见证文件格式规范", en: "the attestations are canonical statements" },
  "attestation-links": {
    zh: "见证对应本次抽取和名册",
    en: "the attestations belong to this draw and its roster",
  },
  "attestation-signed": { zh: "见证由本人（或代录的操作员）签名", en: "each attestation is signed" },
  "event-form": { zh: "后续事项格式规范", en: "the events are canonical statements" },
  "event-chain": {
    zh: "后续事项首尾相接、原因合规",
    en: "the events follow on each other, with coded reasons",
  },
  "event-signed": { zh: "后续事项由操作员密钥签名", en: "the events are signed by the operator's key" },
  "event-outcome": { zh: "替换和委派结果重算一致", en: "replacements and assignments recompute" },
  "archive-place": {
    zh: "封存在档案库日志中的序号与所载一致",
    en: "the commitment stands at its place in the archive's log",
  },
  "archive-proofs": { zh: "其他文件的归档证明有效", en: "the proofs of the other statements hold" },
  attachments: { zh: "附件与文件所载摘要一致", en: "the attachments are those that the statements name" },
  expected: { zh: "与当日记下的摘要和骰子一致", en: "digests and dice are those noted on the day" },
};
