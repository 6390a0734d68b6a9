import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [react()],
  test: { testTimeout: 30_000, environment: "jsdom", include: ["**/*.test.{ts,tsx}"], setupFiles: ["./test/setup.ts"], css: { modules: { classNameStrategy: "non-scoped" } } },
});
