import { PeopleNames } from "../registry/people-names.js";
import type { SortedRegistries } from "../registry/object-registry.js";

import { fraction, formatPercent } from "../text/fraction.js";
import type { DrawLists, FractionText } from "./statements.js";

/** A table for people: the header first. */
export type ListTable = readonly (readonly string[])[];

/** The lists of a draw by file name, for spreadsheets. */
export type Lists = Readonly<Record<ListName, ListTable>>;
export type ListName = "visits" | "teams" | "reserves" | "unstaffed" | "cells";

/** The lists in the order in which people read them. */
export const listNames: readonly ListName[] = ["visits", "teams", "reserves", "unstaffed", "cells"];

/** Names of objects and people by id. */
interface Names {
  readonly objects: ReadonlyMap<string, string>;
  readonly people: PeopleNames;
}

/** A fraction text as a percentage with four decimals. */
export function formatFractionText(text: FractionText): string {
  const [num = "0", den = "1"] = text.split("/");
  return formatPercent(fraction(BigInt(num), BigInt(den)), 4);
}

const ROLES: Readonly<Record<string, string>> = {
  lead: "组长",
  member: "组员",
  expert: "专家",
  group: "检查小组",
};

function visitsTable(draw: DrawLists, names: Names): ListTable {
  const rows = draw.visits.map((visit) => [
    String(visit.position),
    String(visit.batch),
    visit.object,
    names.objects.get(visit.object) ?? "",
    visit.tasks.join("；"),
    visit.team.map(({ inspector }) => names.people.nameWithId(inspector)).join("；"),
  ]);
  return [["序号", "批次", "对象编号", "名称", "任务编号", "检查人员"], ...rows];
}

function teamsTable(draw: DrawLists, names: Names): ListTable {
  const rows = draw.visits.flatMap((visit) =>
    visit.team.map((member) => [
      String(visit.position),
      visit.object,
      names.objects.get(visit.object) ?? "",
      String(member.slot),
      ROLES[member.role] ?? member.role,
      member.department,
      member.inspector,
      names.people.nameOf(member.inspector),
      String(member.attempt),
      String(member.eligible),
      member.standIns.map((id) => names.people.nameWithId(id)).join("；"),
    ]),
  );
  return [
    [
      "序号",
      "对象编号",
      "名称",
      "席位",
      "角色",
      "单位",
      "执法证号",
      "姓名",
      "抽取次数序号",
      "符合条件人数",
      "候补人员",
    ],
    ...rows,
  ];
}

function reservesTable(draw: DrawLists, names: Names): ListTable {
  const rows = draw.tasks.flatMap((task) =>
    task.cells.flatMap((cell) =>
      cell.reserves.map((id, i) => [
        task.id,
        cell.key.join("／"),
        String(i + 1),
        id,
        names.objects.get(id) ?? "",
      ]),
    ),
  );
  return [["任务编号", "分层", "候补次序", "对象编号", "名称"], ...rows];
}

function unstaffedTable(draw: DrawLists, names: Names): ListTable {
  const rows = draw.direct.map(({ object, tasks, experts, reason }) => {
    const { department, role, expertise, qualification } = reason.requirement;
    return [
      object,
      names.objects.get(object) ?? "",
      tasks.join("；"),
      String(experts),
      [department, ROLES[role] ?? role, ...expertise, ...qualification].join("、"),
      String(reason.qualified),
      String(reason.competing),
    ];
  });
  return [
    ["对象编号", "名称", "直接委派任务", "缺少专家席位", "不能满足的要求", "符合条件人数", "同需户数"],
    ...rows,
  ];
}

function cellsTable(draw: DrawLists): ListTable {
  const rows = draw.tasks.flatMap((task) =>
    task.cells.map((cell) => [
      task.id,
      cell.key.join("／"),
      String(cell.base),
      String(cell.eligible),
      cell.ratio === undefined ? "" : formatFractionText(cell.ratio),
      cell.probability,
      formatFractionText(cell.probability),
      String(cell.drawn.length),
      String(cell.reserves.length),
    ]),
  );
  return [
    [
      "任务编号",
      "分层",
      "基数",
      "可抽取数",
      "抽查比例",
      "被抽查概率(分数)",
      "被抽查概率",
      "抽取数",
      "候补数",
    ],
    ...rows,
  ];
}

/** A cell that a spreadsheet would take for a formula gets a leading apostrophe, which spreadsheets hide. */
export function protectCell(cell: string): string {
  return /^[=+\-@\t\r＝＋－＠]/.test(cell) ? `'${cell}` : cell;
}

/** {@link protectCell} for every cell of a table for people. */
export function protectTable(table: ListTable): ListTable {
  return table.map((row) => row.map(protectCell));
}

/** The tables that are written beside the record; the verifier compares them with it cell by cell. */
export function formLists(draw: DrawLists, registries: SortedRegistries): Lists {
  const wanted = new Set(draw.visits.map((visit) => visit.object));
  for (const task of draw.tasks)
    for (const cell of task.cells) for (const id of cell.reserves) wanted.add(id);
  const objects = new Map([...wanted].map((id) => [id, registries.objects.find(id)?.name ?? ""]));
  const names = { objects, people: new PeopleNames(registries) };
  return {
    visits: protectTable(visitsTable(draw, names)),
    teams: protectTable(teamsTable(draw, names)),
    reserves: protectTable(reservesTable(draw, names)),
    unstaffed: protectTable(unstaffedTable(draw, names)),
    cells: protectTable(cellsTable(draw)),
  };
}
