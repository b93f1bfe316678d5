// A hand-written DuckDB script of the same stratified draw: CSV in, list out; no checks, no reserves, no proof.
// node bench/baseline-duckdb.js objects.csv SEED PERCENT LIST.csv
import { DuckDBInstance } from "@duckdb/node-api";

const [path, seed, percent, list] = process.argv.slice(2);
const connection = await (await DuckDBInstance.create(":memory:")).connect();
await connection.run(`
COPY (
  SELECT "统一社会信用代码", "名称", "风险等级", "信用等级"
  FROM read_csv('${path}', header = true, all_varchar = true)
  WHERE coalesce("登记状态", '') IN ('', '存续', '开业', '在业', '在营', '存续（在营、开业、在册）')
  QUALIFY row_number() OVER (
    PARTITION BY "风险等级", "信用等级" ORDER BY sha256('${seed}:object:' || "统一社会信用代码")
  ) <= ceil(count(*) OVER (PARTITION BY "风险等级", "信用等级") * ${percent} / 100)
) TO '${list}' (HEADER)`);
