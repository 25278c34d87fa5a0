import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { listPrices } from '../model/listPrices.ts';
import { type Prices, priceOf } from '../model/modelPrice.ts';

const fileSchema = z.record(
  z.string().min(1),
  z.strictObject({
    input: z.number().nonnegative(),
    cachedInput: z.number().nonnegative().optional(),
    output: z.number().nonnegative(),
  }),
);

type Environment = Readonly<Record<string, string | undefined>>;

/** The user's own price file: `LOOPWRIGHT_PRICES`, else `loopwright/prices.json` in the folder for configurations. */
export function pricesFile(env: Environment, platform: NodeJS.Platform = process.platform, home = homedir()): string {
  const named = env['LOOPWRIGHT_PRICES'];
  if (named !== undefined && named !== '') return named;
  const configured = env['XDG_CONFIG_HOME'];
  if (platform === 'win32')
    return join(env['APPDATA'] || join(home, 'AppData', 'Roaming'), 'loopwright', 'prices.json');
  if (configured?.startsWith('/')) return join(configured, 'loopwright', 'prices.json');
  return join(home, '.config', 'loopwright', 'prices.json');
}

/** The list with the user's file over it. A file that is not there is none; one that is wrong is said in `problem`. */
export async function readPrices(file: string): Promise<{ readonly prices: Prices; readonly problem?: string }> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { prices: listPrices };
    return { prices: listPrices, problem: `The price file ${file} cannot be read.` };
  }
  try {
    const own = fileSchema.parse(JSON.parse(text));
    const others = Object.entries(listPrices).filter(([model]) => priceOf(model, own) === undefined);
    return { prices: { ...Object.fromEntries(others), ...own } };
  } catch {
    const form = '{ "<model, or the beginning of names and *>": { "input": 3, "cachedInput": 0.3, "output": 15 } }';
    return {
      prices: listPrices,
      problem: `The price file ${file} is not used. Write dollars for a million tokens: ${form}`,
    };
  }
}
