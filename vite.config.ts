import { defineConfig } from "vitest/config";

// One script and one sheet under fixed names: Django's manifest storage adds the hashes, and a page can
// name them without knowing the build. One file also means one copy of lib/socket.ts, so one socket a page.
export default defineConfig({
  root: "frontend",
  base: "./",
  publicDir: false,
  build: {
    outDir: "../src/yunchuang/web/common/static/yunchuang/dist",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    modulePreload: false,
    target: ["es2021", "chrome87", "safari14", "firefox88"],
    rolldownOptions: {
      input: new URL("./frontend/src/main.ts", import.meta.url).pathname,
      output: {
        entryFileNames: "main.js",
        chunkFileNames: "chunks/[name]-[hash].js", // named in main.js, so that no storage has to rewrite it
        assetFileNames: (asset) => (asset.names.some((name) => name.endsWith(".css")) ? "main.css" : "icons/[name][extname]"),
      },
    },
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.ts"],
    restoreMocks: true,
  },
});
