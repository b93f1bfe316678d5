import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters:
      process.env["CI"] === "true"
        ? ["default", ["json", { outputFile: "coverage/tests.json" }]]
        : ["default"],
    coverage: { include: ["src/**/*.ts"], exclude: ["src/**/*.test.ts", "src/core/schema/validators.ts"] },
  },
});
