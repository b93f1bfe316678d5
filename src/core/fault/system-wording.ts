import type { Wording } from "./wording.js";

/** Faults of files, keys and the command line. */
export const systemWording = {
  "file-missing": {
    level: "error",
    en: ["no such file", "check the name; names in a plan are relative to the plan"],
    zh: ["找不到文件", "请核对文件名；计划中的文件名相对于计划所在目录"],
  },
  "file-unreadable": {
    level: "error",
    en: ["the file cannot be read: {reason}", "check permissions and the disk"],
    zh: ["文件无法读取：{reason}", "请检查权限和磁盘"],
  },
  "file-unwritable": {
    level: "error",
    en: [
      "the file cannot be written: {reason}",
      "check permissions and free space; nothing was left half written",
    ],
    zh: ["文件无法写入：{reason}", "请检查权限和磁盘空间；未留下残缺文件"],
  },
  "file-exists": {
    level: "error",
    en: ["the file exists already", "choose another place; statements are never overwritten"],
    zh: ["文件已存在", "请另选位置；记录文件不得覆盖"],
  },
  "file-changed": {
    level: "error",
    en: ["the file changed while it was read", "close the program that writes it, and repeat the command"],
    zh: ["文件在读取期间发生变化", "请关闭正在写入它的程序，再重新执行"],
  },
  "directory-not-empty": {
    level: "error",
    en: ["the directory is not empty", "choose an empty or new one"],
    zh: ["目录非空", "请选用空目录或新目录"],
  },
  "file-empty": {
    level: "error",
    en: ["the file has no header row", "export it again"],
    zh: ["文件没有表头", "请重新导出"],
  },
  "file-encoding": {
    level: "error",
    en: ["neither UTF-8 nor GB18030", "save the file as UTF-8"],
    zh: ["既不是UTF-8也不是GB18030", "请另存为UTF-8"],
  },
  "csv-syntax": {
    level: "error",
    en: ["the row cannot be read: {reason}", "look for a stray quote; reading stopped here"],
    zh: ["此行无法读取：{reason}", "检查多余的引号；读取到此为止"],
  },
  "xlsx-invalid": {
    level: "error",
    en: ["not a readable workbook: {reason}", "save it again as .xlsx, or as CSV"],
    zh: ["不是可读取的工作簿：{reason}", "请另存为.xlsx或CSV"],
  },
  "xlsx-too-large": {
    level: "error",
    en: [
      "the workbook is too large: at most {packed} MiB, {unpacked} MiB unpacked, {columns} columns",
      "save the sheet as CSV",
    ],
    zh: ["工作簿过大：最多{packed} MiB，解压后{unpacked} MiB，{columns}列", "请将工作表另存为CSV"],
  },
  "json-syntax": {
    level: "error",
    en: ["not valid JSON: {reason}", "correct this line or the one before"],
    zh: ["JSON格式错误：{reason}", "请检查本行或上一行"],
  },
  "json-key-repeated": {
    level: "error",
    en: ["the field stands twice", "keep one"],
    zh: ["字段重复", "请只留一个"],
  },
  "key-unreadable": {
    level: "error",
    en: ["the private key cannot be read: {reason}", "check the file and the passphrase"],
    zh: ["私钥无法读取：{reason}", "请核对文件和口令"],
  },
  "key-mode": {
    level: "error",
    en: ["the private key may be read by others (mode {mode})", "chmod 600"],
    zh: ["私钥文件他人可读（权限{mode}）", "请执行chmod 600"],
  },
  "key-not-rostered": {
    level: "error",
    en: [
      "the key is not the operator's key in the roster",
      "use the operator's key, or correct the roster before the freeze",
    ],
    zh: ["密钥与名册中操作员的密钥不符", "请使用操作员的密钥，或在封存前改正名册"],
  },
  "public-key-invalid": {
    level: "error",
    en: [
      "not an Ed25519 public key (64 hex digits, PEM or OpenSSH), or a weak one",
      "export it again with keygen",
    ],
    zh: ["不是Ed25519公钥（64位十六进制、PEM或OpenSSH），或为弱密钥", "请用keygen重新导出"],
  },
  "passphrase-short": {
    level: "error",
    en: ["expected a passphrase of at least 12 characters", "choose a longer one"],
    zh: ["口令至少12个字符", "请用更长的口令"],
  },
  "passphrase-absent": {
    level: "error",
    en: ["a passphrase is needed, and there is no terminal to ask on", "use --passphrase-file"],
    zh: ["需要口令，但没有终端可输入", "请用--passphrase-file"],
  },
  "step-missing": {
    level: "error",
    en: ["{missing} is missing: {step} comes first", "run that step"],
    zh: ["缺少{missing}：应先执行{step}", "请先执行该步骤"],
  },
} as const satisfies Record<string, Wording>;
