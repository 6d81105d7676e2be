import { copyFileSync, readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { po } from "gettext-parser";
import { defineConfig, type Plugin } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const CATALOGUE = here("../see_mcda/language/locale/th/LC_MESSAGES/see_mcda.po");
const CALL = /\bt\(\s*"((?:[^"\\]|\\.)*)"/g;

/** The Thai of every t("…") in the sources, out of the one catalogue; a word without Thai fails the build. */
function words(): Plugin {
  const name = "virtual:catalogue";
  return {
    name,
    resolveId: (id) => (id === name ? `\0${name}` : null),
    load(id) {
      if (id !== `\0${name}`) return null;
      const messages = po.parse(readFileSync(CATALOGUE)).translations[""] ?? {};
      const found: Record<string, string> = {};
      for (const file of readdirSync(here("src")).filter((each) => each.endsWith(".ts"))) {
        for (const [, quoted] of readFileSync(here(`src/${file}`), "utf8").matchAll(CALL)) {
          const template = JSON.parse(`"${quoted}"`) as string;
          const thai = messages[template]?.msgstr[0];
          if (!thai) this.error(`${file}: no Thai for "${template}" in the catalogue`);
          found[template] = thai;
        }
      }
      return `export default ${JSON.stringify(found)}`;
    },
  };
}

/** Nothing that is built may name a host: pages contact nobody else. */
function noHosts(): Plugin {
  return {
    name: "no-hosts",
    generateBundle(_, bundle) {
      for (const [file, each] of Object.entries(bundle)) {
        if (each.type !== "chunk") continue;
        const named = each.code.match(/https?:\/\/(?!www\.w3\.org\/)[\w.-]+/);
        if (named) this.error(`${file} names ${named[0]}`);
      }
    },
  };
}

const BUILT = here("../api/see_mcda_api/pages/built");
const SWAGGER = here("node_modules/swagger-ui-dist");

/** The page that shows the API's description is served by the service itself. */
function swagger(): Plugin {
  return {
    name: "swagger",
    writeBundle() {
      for (const file of ["swagger-ui-bundle.js", "swagger-ui.css"]) copyFileSync(`${SWAGGER}/${file}`, `${BUILT}/${file}`);
      copyFileSync(`${SWAGGER}/LICENSE`, `${BUILT}/swagger-ui.LICENSE`);
    },
  };
}

export default defineConfig(({ mode }) => ({
  plugins: [words(), noHosts(), swagger()],
  build: {
    outDir: BUILT,
    emptyOutDir: mode !== "iife",
    target: "es2022",
    lib: {
      entry: here("src/main.ts"),
      formats: mode === "iife" ? ["iife"] : ["es"],
      name: "seeMcda",
      fileName: () => (mode === "iife" ? "see.js" : "see.mjs"),
    },
  },
  define: { "process.env.NODE_ENV": '"production"' },
}));
