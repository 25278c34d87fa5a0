import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../paths.mjs';
import { importSource } from './importSource.mjs';

/**
 * A file of the checkout that is made from source; `make` returns its whole text.
 * @typedef {{ readonly file: string, readonly source: string, readonly make: () => Promise<string> }} Generator
 */

/** @param {unknown} value */
const jsonText = (value) => `${JSON.stringify(value, null, 2)}\n`;

/**
 * `contributes` of package.json, from the table of commands, views and settings.
 * @type {Generator}
 */
const contributes = {
  file: 'package.json',
  source: 'src/extension/contributes.ts',
  async make() {
    const module = await importSource(this.source);
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    return jsonText({ ...manifest, contributes: exported(module, 'contributes', this.source) });
  },
};

/**
 * The JSON Schema of loop files, for editors without our language server.
 * @type {Generator}
 */
const loopSchema = {
  file: 'schemas/loop.v1.json',
  source: 'src/language/jsonSchema.ts',
  async make() {
    const module = await importSource(this.source);
    const make = exported(module, 'loopJsonSchema', this.source);
    if (typeof make !== 'function') throw new Error(`${this.source}: loopJsonSchema must be a function`);
    return jsonText(make());
  },
};

/**
 * The TextMate grammar, whose embedded languages the schema names.
 * @type {Generator}
 */
const grammar = {
  file: 'syntaxes/loop-yaml.tmLanguage.json',
  source: 'src/language/grammar/loopGrammar.ts',
  async make() {
    const module = await importSource(this.source);
    const make = exported(module, 'loopGrammar', this.source);
    if (typeof make !== 'function') throw new Error(`${this.source}: loopGrammar must be a function`);
    return jsonText(make());
  },
};

/**
 * A document that `src/language/documents.ts` writes.
 * @param {string} file
 * @param {string} name of the function that makes its text
 * @returns {Generator}
 */
const languageDocument = (file, name) => ({
  file,
  source: 'src/language/documents.ts',
  async make() {
    const module = await importSource(this.source);
    const make = exported(module, name, this.source);
    if (typeof make !== 'function') throw new Error(`${this.source}: ${name} must be a function`);
    return String(make());
  },
});

/**
 * The table of what each agent can do, within a document that people write.
 * @type {Generator}
 */
const agentsDocument = {
  file: 'docs/agents.md',
  source: 'src/model/capabilityRows.ts',
  async make() {
    const module = await importSource(this.source);
    const make = exported(module, 'capabilityMarkdown', this.source);
    const mark = String(exported(module, 'capabilityMark', this.source));
    if (typeof make !== 'function') throw new Error(`${this.source}: capabilityMarkdown must be a function`);
    const text = readFileSync(join(root, this.file), 'utf8');
    const start = text.indexOf(mark) + mark.length;
    if (start < mark.length) throw new Error(`${this.file} must have the line ${mark}`);
    const after = text.slice(start).replace(/^\n*(\|.*\n)*/, '');
    return text.slice(0, start) + String(make()) + after;
  },
};

/**
 * @param {Record<string, unknown>} module
 * @param {string} name
 * @param {string} source
 */
function exported(module, name, source) {
  if (!(name in module)) throw new Error(`${source} must export ${name}`);
  return module[name];
}

/** @type {readonly Generator[]} */
export const generators = [
  contributes,
  loopSchema,
  grammar,
  languageDocument('docs/loop-file.md', 'loopFileDocument'),
  agentsDocument,
];
