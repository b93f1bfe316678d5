import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "bench/**/*.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    coverage: { include: ["src/**/*.ts"], exclude: ["src/**/*.test.ts", "src/core/schema/*.ts"] },
  },
});
