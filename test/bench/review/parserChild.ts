import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Language, Parser } from '@vscode/tree-sitter-wasm';
import type { ParserAsked, ParserTook } from './parserAlone.ts';

/** Parses the texts that standard input tells of, once, cold, and looks at nothing. */
async function main(): Promise<ParserTook> {
  const { wasm, texts } = JSON.parse(await text(process.stdin)) as ParserAsked;
  const read = (name: string): Promise<Buffer> => readFile(join(wasm, `${name}.wasm`));
  // One of the options of the module, although the type does not tell of it.
  const module = { wasmBinary: await read('tree-sitter'), locateFile: (file: string) => file };
  await Parser.init(module);
  const languages = ['typescript', 'tsx'].map(async (name) =>
    new Parser().setLanguage(await Language.load(await read(`tree-sitter-${name}`))),
  );
  const [typescript, tsx] = await Promise.all(languages);
  const before = process.cpuUsage();
  for (const one of texts) (one.isTsx ? tsx : typescript)?.parse(one.text)?.delete();
  const { user, system } = process.cpuUsage(before);
  return { ms: (user + system) / 1000 };
}

main().then((took) => process.stdout.write(JSON.stringify(took)));
