// A hand-written DuckDB script of the same stratified draw: CSV in, list out; no checks, no reserves, no proof.
// node bench/baseline-duckdb.js objects.csv SEED PERCENT LIST.csv [FOLDER]
// With a folder it also does, still without a check or a proof, what a freeze cannot do without: copies the file, writes frame and annex in the order of their ids,
// and draws once more, for the rehearsal.
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";

const [path, seed, percent, list, folder] = process.argv.slice(2);
const connection = await (await DuckDBInstance.create(":memory:")).connect();

const drawFrom = (file) =>
  connection.run(`
COPY (
  SELECT "统一社会信用代码", "名称", "风险等级", "信用等级"
  FROM read_csv('${file}', header = true, all_varchar = true)
  WHERE coalesce("登记状态", '') IN ('', '存续', '开业', '在业', '在营', '存续（在营、开业、在册）')
  QUALIFY row_number() OVER (
    PARTITION BY "风险等级", "信用等级" ORDER BY sha256('${seed}:object:' || "统一社会信用代码")
  ) <= ceil(count(*) OVER (PARTITION BY "风险等级", "信用等级") * ${percent} / 100)
) TO '${list}' (HEADER)`);

const ID = `coalesce("统一社会信用代码", "对象编号")`;
const FRAME = [
  "名称",
  "对象类型",
  "行政区划",
  "行业代码",
  "风险等级",
  "信用等级",
  "登记状态",
  "监管部门",
  "监管标签",
];
const ANNEX = ["住所", "法定代表人", "联系电话"];
const writeSorted = (columns, file) =>
  connection.run(`
COPY (
  SELECT ${ID} AS id, ${columns.map((name) => `"${name}"`).join(", ")}
  FROM read_csv('${path}', header = true, all_varchar = true)
  ORDER BY id
) TO '${file}' (HEADER)`);

if (folder !== undefined) {
  copyFileSync(path, join(folder, "original.csv"));
  await writeSorted(FRAME, join(folder, "frame.csv"));
  await writeSorted(ANNEX, join(folder, "annex.csv"));
  await drawFrom(path);
}
await drawFrom(path);
