import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// The screens that the API serves to an end user: one page of its own, so that none of the window's code reaches it.
// The API serves everything of dist-connect under /screens/assets/, and the page itself under each screen's address.
export default defineConfig({
  base: "/screens/assets/",
  plugins: [react()],
  build: { outDir: "dist-connect", assetsDir: "", target: "es2022", cssTarget: ["chrome123", "safari17.5", "firefox120"], assetsInlineLimit: 0, modulePreload: false, rollupOptions: { input: "connect.html" } },
  server: { host: "127.0.0.1", port: 7291, strictPort: true },
});
