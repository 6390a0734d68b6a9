import js from "@eslint/js";
import hooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["dist", "dist-connect", "node_modules", "shared/generated", "public"] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    files: ["**/*.{ts,tsx}"],
    plugins: { "react-hooks": hooks },
    rules: {
      ...hooks.configs.recommended.rules,
      "max-lines": ["error", 300],
      "no-console": "error",
      "no-restricted-imports": ["error", { patterns: [{ group: ["@tauri-apps/*"], message: "Only shared/host.ts names Tauri." }] }],
    },
  },
  { files: ["shared/host.ts"], rules: { "no-restricted-imports": "off" } },
);
