import { defineConfig } from "vitest/config";

export default defineConfig({
  esbuild: { jsx: "automatic" },
  test: { environment: "jsdom", include: ["**/*.test.{ts,tsx}"], setupFiles: ["./test/setup.ts"], css: { modules: { classNameStrategy: "non-scoped" } } },
});
