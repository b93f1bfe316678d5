import { it, expect } from "vitest";
import { drawInto, makeSmallArchive, TODAY } from "../../../fixtures/small-archive.js";
import { verifyArchive } from "./verify/verify-archive.js";
it("x", async () => {
  const a = await makeSmallArchive();
  const t0 = performance.now();
  await drawInto(a, "T-1");
  const t1 = performance.now();
  await drawInto(a, "T-2");
  const t2 = performance.now();
  const r = verifyArchive(a.path, { today: TODAY });
  const t3 = performance.now();
  verifyArchive(a.path, { today: TODAY });
  console.log(
    t1 - t0,
    t2 - t1,
    t3 - t2,
    performance.now() - t3,
    r.bytes,
    r.files,
    JSON.stringify(
      r.checks.filter((c) => c.status !== "pass"),
      null,
      1,
    ),
    r.verdict,
  );
});
