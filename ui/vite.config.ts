import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// Relative addresses, no preload shim and no inlined assets: the page's policy allows scripts and fonts from itself only.
export default defineConfig({
  base: "./",
  plugins: [react()],
  build: { outDir: "dist", target: "es2022", assetsInlineLimit: 0, modulePreload: false, chunkSizeWarningLimit: 900 },
  server: { host: "127.0.0.1", port: 7290, strictPort: true },
});
