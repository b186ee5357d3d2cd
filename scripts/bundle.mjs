/**
 * Builds the package: one file per entry point with its declarations, and chunks that entry points share. Loading some 400 small files took a third
 * of a synthesis. zod and Grafana's builders are bundled, so that only what is used of them is loaded; their licences lie beside the code.
 * Argument: the output folder (default `dist`).
 */
import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import commonjs from '@rollup/plugin-commonjs';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';
import license from 'rollup-plugin-license';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const output = resolve(root, process.argv[2] ?? 'dist');
const modules = join(root, '.cache/bundle', String(process.pid));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** `exports` of package.json, without its extension and folder. */
const publicEntries = Object.values(manifest.exports).flatMap((entry) =>
  typeof entry === 'string' ? [] : [entry.default.replace(/^\.\/dist\/|\.js$/g, '')],
);
/** Loaded by `require` when a dashboard is written, and by the command. */
const LAZY = 'observability/dashboard/dashboard-json';
const entries = [...publicEntries, 'cli/main', LAZY];

/** Bundled, although their types stay a dependency. */
const BUNDLED = /^(zod|@grafana\/grafana-foundation-sdk|@dagrejs\/[a-z]+|tslib)(\/|$)/;
/** Builders of dashboards in newer schemas: those that are used load them beside themselves, and nothing is made with them. */
const UNUSED = /grafana-foundation-sdk\/dist\/dashboardv2(beta1)?\/index\.js$/;
const external = (id) => !/^[./]/.test(id) && !BUNDLED.test(id);

try {
  rmSync(output, { recursive: true, force: true });
  compile();
  await bundleCode();
  await bundleDeclarations();
  cpSync(join(root, 'lib/terraform/objects-chart'), join(output, 'terraform/objects-chart'), { recursive: true });
} finally {
  rmSync(modules, { recursive: true, force: true });
}

/** ES modules with their declarations: the form in which unused code can be found. */
function compile() {
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  const settings = ['--module', 'ES2022', '--moduleResolution', 'bundler', '--noCheck', '--incremental', 'false', '--sourceMap', 'false', '--declarationMap', 'false'];
  execFileSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.json'), '--outDir', modules, ...settings], { stdio: 'inherit' });
}

async function bundleCode() {
  const bundle = await rollup({
    input: Object.fromEntries(entries.map((entry) => [entry, join(modules, `${entry}.js`)])),
    external,
    plugins: [ownPaths(), withoutUnused(), ofAscii(), nodeResolve({ preferBuiltins: true, rootDir: root, modulePaths: [join(root, 'node_modules')] }), commonjs({ transformMixedEsModules: true, ignore: (id) => [`./${LAZY}`, 'yaml'].includes(id) || id.startsWith('@cdktf/') }), licences()],
    onwarn: failOnWarning,
  });
  const chunks = await bundle.write({
    dir: output,
    format: 'cjs',
    exports: 'named',
    esModule: true,
    interop: 'auto',
    hoistTransitiveImports: false,
    entryFileNames: '[name].js',
    chunkFileNames: 'shared-[name].js',
  });
  await bundle.close();
  return chunks;
}

async function bundleDeclarations() {
  const bundle = await rollup({
    input: Object.fromEntries(publicEntries.map((entry) => [entry, join(modules, `${entry}.d.ts`)])),
    external: (id) => !/^[./]/.test(id),
    plugins: [dts()],
    onwarn: failOnWarning,
  });
  await bundle.write({ dir: output, format: 'es', entryFileNames: '[name].d.ts', chunkFileNames: ({ name }) => `shared-${name.replace(/\.d$/, '')}.d.ts` });
  await bundle.close();
}

/** What finds files and modules from its own folder finds them from where it is bundled. */
function ownPaths() {
  return {
    name: 'own-paths',
    transform(code, id) {
      const module = relative(modules, id);
      if (module === join('terraform', 'objects-chart.js')) return { code: replaced(code, '__dirname', "path.join(__dirname, 'terraform')"), map: null };
      if (module === join('observability', 'observability-stack.js')) return { code: replaced(code, "'./dashboard/dashboard-json'", `'./${LAZY}'`), map: null };
      return null;
    },
    renderChunk(code, { fileName }) {
      if (fileName.includes('/') && code.includes("__dirname, 'terraform'")) throw new Error(`${fileName} looks for the chart from a folder of its own`);
      return null;
    },
  };
}

function withoutUnused() {
  return { name: 'without-unused', load: (id) => (UNUSED.test(id) ? 'module.exports = {};' : null) };
}

/** Node keeps a file with one other character in two bytes a character, and reads it twice as long. An escape means the same in texts, patterns and comments. */
function ofAscii() {
  const escaped = (code) => code.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return {
    name: 'of-ascii',
    renderChunk(code, { fileName }) {
      if (/\\[\u0080-\uffff]/.test(code)) throw new Error(`${fileName} has a backslash before a character that needs one itself`);
      return { code: escaped(code), map: null };
    },
  };
}

function replaced(code, from, to) {
  if (!code.includes(from)) throw new Error(`a bundled module no longer holds ${from}`);
  return code.replaceAll(from, to);
}

function licences() {
  return license({
    thirdParty: {
      includeSelf: false,
      output: { file: join(output, 'THIRD-PARTY-LICENSES.txt') },
    },
  });
}

function failOnWarning(warning, log) {
  if (warning.code === 'CIRCULAR_DEPENDENCY' && warning.ids?.every((id) => id.includes('node_modules'))) return;
  if (['THIS_IS_UNDEFINED', 'INVALID_ANNOTATION'].includes(warning.code) && warning.id?.includes('node_modules')) return;
  if (warning.code === 'UNUSED_EXTERNAL_IMPORT') return;
  throw new Error(`${warning.code}: ${warning.message}`);
}
