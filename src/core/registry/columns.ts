/** A column that the program knows: its English name, the Chinese headers that mean it, what it must hold. */
export interface Column {
  /** Name in frames, records and English files. */
  readonly field: string;
  /** Chinese headers; where several stand in one file, the first filled one of the row counts, in this order. */
  readonly headers: readonly string[];
  /** The file must have it and every row must fill it. */
  readonly required?: true;
  /** Goes to the annex, never into a frame. */
  readonly private?: true;
}

/** The columns of one kind of CSV file. */
export interface TableSpec {
  readonly columns: readonly Column[];
}

/** The columns of one kind of registry, in the order of its frame. */
export interface RegistrySpec extends TableSpec {
  readonly registry: RegistryName;
}

export const registryNames = ["objects", "inspectors", "recusals", "history", "items", "groups"] as const;
export type RegistryName = (typeof registryNames)[number];

const objectHeaders = ["统一社会信用代码", "注册号", "对象编号"];

/** 检查对象名录库 */
export const objectSpec: RegistrySpec = {
  registry: "objects",
  columns: [
    { field: "id", headers: objectHeaders, required: true },
    { field: "name", headers: ["名称"], required: true },
    { field: "type", headers: ["对象类型"] },
    { field: "region", headers: ["行政区划"] },
    { field: "industry", headers: ["行业代码"] },
    { field: "risk", headers: ["风险等级"] },
    { field: "credit", headers: ["信用等级"] },
    { field: "status", headers: ["登记状态"] },
    { field: "departments", headers: ["监管部门"] },
    { field: "tags", headers: ["监管标签"] },
    { field: "address", headers: ["住所"], private: true },
    { field: "legalRepresentative", headers: ["法定代表人"], private: true },
    { field: "phone", headers: ["联系电话"], private: true },
  ],
};

/** 执法检查人员名录库 */
export const inspectorSpec: RegistrySpec = {
  registry: "inspectors",
  columns: [
    { field: "id", headers: ["执法证号"], required: true },
    { field: "name", headers: ["姓名"], required: true },
    { field: "department", headers: ["单位"], required: true },
    { field: "qualifications", headers: ["执法资质"] },
    { field: "expertise", headers: ["业务专长"] },
    { field: "regions", headers: ["区域"] },
    { field: "licenceUntil", headers: ["证件有效期"] },
    { field: "state", headers: ["状态"] },
    { field: "category", headers: ["人员类别"] },
    { field: "cap", headers: ["检查上限"] },
    { field: "load", headers: ["已承担"] },
    { field: "gender", headers: ["性别"], private: true },
    { field: "title", headers: ["职务"], private: true },
    { field: "post", headers: ["岗位"], private: true },
    { field: "idNumber", headers: ["身份证号"], private: true },
    { field: "phone", headers: ["手机号"], private: true },
  ],
};

/** 回避 */
export const recusalSpec: RegistrySpec = {
  registry: "recusals",
  columns: [
    { field: "inspector", headers: ["执法证号"], required: true },
    { field: "object", headers: objectHeaders, required: true },
    { field: "reason", headers: ["原因"], private: true },
  ],
};

/** 历史抽查 */
export const historySpec: RegistrySpec = {
  registry: "history",
  columns: [
    { field: "object", headers: objectHeaders, required: true },
    { field: "date", headers: ["检查日期"], required: true },
    { field: "task", headers: ["任务编号"] },
    { field: "inspectors", headers: ["执法证号"] },
    { field: "result", headers: ["检查结果"], private: true },
  ],
};

/** 随机抽查事项清单 */
export const itemSpec: RegistrySpec = {
  registry: "items",
  columns: [
    { field: "code", headers: ["事项编码"], required: true },
    { field: "name", headers: ["事项名称"], required: true },
    { field: "kind", headers: ["事项类别"], required: true },
    { field: "basis", headers: ["检查依据"], required: true },
    { field: "itemRisk", headers: ["风险等级"] },
    { field: "ceiling", headers: ["抽查比例上限"] },
    { field: "frequency", headers: ["抽查频次"] },
    { field: "subject", headers: ["检查主体"] },
    { field: "objectTypes", headers: ["检查对象"] },
    { field: "methods", headers: ["检查方式"] },
    { field: "content", headers: ["检查内容"] },
    { field: "expertise", headers: ["业务专长"] },
    { field: "qualifications", headers: ["执法资质"] },
    { field: "departments", headers: ["参与部门"] },
  ],
};

/** 检查小组名录 */
export const groupSpec: RegistrySpec = {
  registry: "groups",
  columns: [
    { field: "id", headers: ["小组编号"], required: true },
    { field: "name", headers: ["小组名称"], required: true },
    { field: "members", headers: ["成员"], required: true },
  ],
};

/** Positions of a known column among the headers of a file, in the order in which they count. */
export function findColumn({ headers, field }: Column, found: readonly string[]): number[] {
  return [...headers, field].map((name) => found.indexOf(name)).filter((i) => i >= 0);
}

/** Position of a stratum column, by its header or by any name of the field that it is; -1 if the file lacks it. */
export function findExtraColumn(spec: TableSpec, name: string, found: readonly string[]): number {
  const column = spec.columns.find((known) => known.field === name || known.headers.includes(name));
  const names = column === undefined ? [name] : [...column.headers, column.field];
  return found.findIndex((header) => names.includes(header));
}

/** Fields that a frame holds, in its order; extra stratum columns follow. */
export function frameFields(spec: RegistrySpec): string[] {
  return spec.columns.filter((column) => column.private !== true).map((column) => column.field);
}

/** Private fields, which go to the annex. */
export function privateFields(spec: RegistrySpec): string[] {
  return spec.columns.filter((column) => column.private === true).map((column) => column.field);
}
