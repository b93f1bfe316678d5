import type { Language } from "../fault/wording.js";
import type { CheckName } from "./report.js";

/** What a passed check establishes, in one line for people. */
export const checkWording: Readonly<Record<CheckName, Readonly<Record<Language, string>>>> = {
  "commitment-form": { zh: "封存文件格式规范", en: "the commitment is a canonical statement" },
  "commitment-signed": { zh: "封存由操作员密钥签名", en: "the commitment is signed by the operator's key" },
  "plan-file": { zh: "计划文件与封存一致", en: "the plan file is the committed plan" },
  "frames-digest": { zh: "冻结表与封存一致", en: "the frames are the committed ones" },
  "frames-form": { zh: "冻结表写法规范", en: "the frames are in their one spelling" },
  "originals-digest": { zh: "原始文件与封存一致", en: "the original files are the committed ones" },
  "annex-digest": { zh: "附表与封存一致", en: "the annex is the committed one" },
  "plan-rules": { zh: "计划符合规则", en: "the plan keeps the rules" },
  "commitment-cells": { zh: "分层、基数和概率重算一致", en: "cells, bases and probabilities recompute" },
  sources: { zh: "种子来源与计划一致且足够", en: "the seed sources are the planned ones and strong enough" },
  "opening-form": { zh: "开种文件格式规范", en: "the opening is a canonical statement" },
  "opening-signed": { zh: "开种由操作员密钥签名", en: "the opening is signed by the operator's key" },
  "opening-commitment": { zh: "开种对应本次封存", en: "the opening belongs to this commitment" },
  "opening-values": { zh: "各来源的值齐全且写法唯一", en: "every source gave one value in its one spelling" },
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
};
