import { defineConfig } from "vitest/config";

/** The long mode leaves nothing out, and takes its time. */
const patience = process.env["DUALDRAW_NIGHTLY"] === "1" ? 3_600_000 : 120_000;

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts"],
    setupFiles: ["fixtures/property-seed.ts"],
    // Every core, also on a computer with two: files share nothing but the build.
    maxWorkers: "100%",
    testTimeout: patience,
    hookTimeout: patience,
    reporters:
      process.env["CI"] === "true"
        ? ["default", ["json", { outputFile: "coverage/tests.json" }]]
        : ["default"],
    coverage: { include: ["src/**/*.ts"], exclude: ["src/**/*.test.ts", "src/core/schema/validators.ts"] },
  },
});
