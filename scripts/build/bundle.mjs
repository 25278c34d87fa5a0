import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../paths.mjs';
import { programs, views } from './entries.mjs';
import { compressGrammars } from './grammars.mjs';
import { hostSuites } from './hostSuites.mjs';
import { lazyOptions } from './lazyPrograms.mjs';
import { pureConstants } from './pureConstants.mjs';

/** @typedef {{ readonly forPackage?: boolean, readonly dist?: string }} BuildOptions */

/**
 * Everything that runs in Node: CommonJS, because VS Code's `require('vscode')` asks for it.
 * @satisfies {import('esbuild').BuildOptions}
 */
const nodeOptions = {
  absWorkingDir: root,
  bundle: true,
  platform: /** @type {const} */ ('node'),
  format: /** @type {const} */ ('cjs'),
  target: 'node20',
  mainFields: ['module', 'main'],
  external: ['vscode', 'mocha'],
  inject: [join(root, 'scripts', 'build', 'importMetaUrl.mjs')],
  define: { 'import.meta.url': 'importMetaUrl' },
  sourcemap: /** @type {const} */ ('linked'),
  logLevel: /** @type {const} */ ('warning'),
};

/**
 * The language server alone: the ES modules of `yaml`, of which only what is used comes along (its package gives those to
 * browsers, and Node one CommonJS file after the other), and letters beyond ASCII as they are.
 * @satisfies {import('esbuild').BuildOptions}
 */
const serverOptions = {
  alias: { yaml: join(root, 'node_modules', 'yaml', 'browser', 'dist', 'index.js') },
  charset: /** @type {const} */ ('utf8'),
};

const { agent, extension, incoming, languageClient, recipes, review, server } = programs;
/** @type {ReadonlySet<string>} */
const editorPrograms = new Set([extension, incoming, languageClient, recipes, review, server]);
/**
 * Those that load the parts which they need later from a file beside them.
 * @type {ReadonlySet<string>}
 */
const loadsOthers = new Set([extension, review, agent]);

/**
 * Builds every program and view.
 * @param {BuildOptions} options `forPackage`: minified, without tests and source maps; `dist`: the folder, absolute
 * @returns {Promise<void>}
 */
export async function bundle({ forPackage: minify = false, dist = join(root, 'dist') } = {}) {
  const esbuild = await import('esbuild');
  await mkdir(dist, { recursive: true });
  // The package is `type: module`; what is built is not.
  await writeFile(join(dist, 'package.json'), '{ "type": "commonjs" }\n');
  await Promise.all([
    ...Object.entries(programs).map(([name, source]) =>
      buildProgram(esbuild, { source, outfile: join(dist, `${name}.js`), minify }),
    ),
    buildViews(esbuild, { outdir: join(dist, 'media'), minify }),
    compressGrammars(dist),
    ...(minify ? [] : [buildHostTests(esbuild, join(dist, 'test', 'host', 'index.js'))]),
  ]);
}

/**
 * The language server alone, as it is packaged.
 * @param {string} outfile absolute
 * @returns {Promise<string[]>} the files that something in it is of, from the top of the checkout
 */
export const bundlePackagedServer = (outfile) => bundlePackaged('server', outfile);

/**
 * One program alone, as it is packaged.
 * @param {keyof typeof programs} name
 * @param {string} outfile absolute
 * @returns {Promise<string[]>} the files that something in it is of, from the top of the checkout
 */
export async function bundlePackaged(name, outfile) {
  const { outputs } = await buildProgram(await import('esbuild'), { source: programs[name], outfile, minify: true });
  return Object.values(outputs).flatMap(({ inputs }) =>
    Object.keys(inputs).filter((file) => inputs[file]?.bytesInOutput),
  );
}

/**
 * @param {typeof import('esbuild')} esbuild
 * @param {{ source: string, outfile: string, minify: boolean }} program
 * @returns {Promise<import('esbuild').Metafile>}
 */
async function buildProgram(esbuild, { source, outfile, minify }) {
  const isCommand = source === programs.cli;
  const hasHashbang = isCommand && (await readFile(join(root, source), 'utf8')).startsWith('#!');
  const banner = isCommand && !hasHashbang ? { banner: { js: '#!/usr/bin/env node' } } : {};
  // Names stay: some libraries read them, stack traces in a report are readable, and loading is no slower for it.
  // But for what the editor waits for: nothing in it reads them, and a third of it are names.
  const isForEditor = editorPrograms.has(source);
  const forPackage = minify
    ? { minifyWhitespace: true, minifySyntax: true, minifyIdentifiers: isForEditor, sourcemap: false }
    : {};
  const { plugins = [], ...lazy } = loadsOthers.has(source) ? lazyOptions() : {};
  const lean = { plugins: isForEditor ? [...plugins, pureConstants()] : plugins };
  const forServer = source === programs.server ? serverOptions : {};
  const how = { ...nodeOptions, ...banner, ...forPackage, ...lazy, ...lean, ...forServer };
  const { metafile } = await esbuild.build({ ...how, entryPoints: [source], outfile, metafile: true });
  if (isCommand) await chmod(outfile, 0o755);
  return metafile;
}

/**
 * @param {typeof import('esbuild')} esbuild
 * @param {{ outdir: string, minify: boolean }} where
 */
async function buildViews(esbuild, { outdir, minify }) {
  const entryPoints = views();
  await rm(outdir, { recursive: true, force: true });
  if (entryPoints.length === 0) return;
  await esbuild.build({
    absWorkingDir: root,
    entryPoints,
    outdir,
    bundle: true,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    // The font of the icons, one file for all views.
    loader: { '.ttf': 'file' },
    assetNames: '[name]',
    sourcemap: minify ? false : 'linked',
    minify,
    plugins: [pureConstants()],
    logLevel: 'warning',
  });
}

/**
 * @param {typeof import('esbuild')} esbuild
 * @param {string} outfile
 */
async function buildHostTests(esbuild, outfile) {
  await esbuild.build({
    ...nodeOptions,
    entryPoints: ['test/host/index.ts'],
    outfile,
    plugins: [hostSuites()],
  });
}
