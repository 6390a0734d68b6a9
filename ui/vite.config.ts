import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// Relative addresses, no preload shim and no inlined assets: the page's policy allows scripts and fonts from itself only.
// Colours are written with `light-dark()`, which every webview of today knows: it is left as it is, because only so does
// an element's own colour scheme decide.
export default defineConfig({
  base: "./",
  plugins: [react()],
  build: { outDir: "dist", target: "es2022", cssTarget: ["chrome123", "safari17.5", "firefox120"], assetsInlineLimit: 0, modulePreload: false, chunkSizeWarningLimit: 1100 },
  server: { host: "127.0.0.1", port: 7290, strictPort: true },
});
