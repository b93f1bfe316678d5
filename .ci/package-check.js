// Packs the package, installs the tarball in an empty folder, imports it and runs its program there.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "dualdraw-package-"));
const run = (command, args, cwd = folder) =>
  execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
try {
  run("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", folder], resolve("."));
  const tarball = readdirSync(folder).find((name) => name.endsWith(".tgz"));
  const contents = run("tar", ["-tzf", tarball]).split("\n");
  const stray = contents.filter((path) => /\.test\.|fixtures|tsbuildinfo/.test(path));
  if (stray.length > 0) throw new Error(`the package holds what it should not: ${stray.join(", ")}`);
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ name: "embedding", private: true, type: "module" }),
  );
  run("npm", ["install", "--silent", "--no-audit", "--no-fund", join(folder, tarball)]);
  writeFileSync(
    join(folder, "use.js"),
    'import { computeTicket, pureSha256 } from "dualdraw";\nprocess.stdout.write(computeTicket("0".repeat(64), "object", "x", pureSha256));\n',
  );
  const ticket = run("node", ["use.js"]);
  const expected = execFileSync("sha256sum", { input: `${"0".repeat(64)}:object:x`, encoding: "utf8" }).slice(
    0,
    64,
  );
  if (ticket !== expected) throw new Error(`expected the ticket ${expected}, got ${ticket}`);
  const demo = run("npx", ["--no-install", "dualdraw", "demo", "county", "--lang", "en"]);
  if (!demo.includes("valid: the list follows"))
    throw new Error("the installed program did not verify its demonstration");
  process.stdout.write("package: installs, imports, runs\n");
} finally {
  rmSync(folder, { recursive: true, force: true });
}
