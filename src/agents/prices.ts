import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { type ModelPrice, modelPriceSchema } from './drive/spec.ts';
import type { Used } from './drive/spending.ts';

export type Prices = Readonly<Record<string, ModelPrice>>;

/** The day of the list below. */
export const pricesAsOf = '2025-11-01';

/**
 * Public list prices in dollars for a million tokens, by the beginning of a model's name. They are used only where an agent
 * tells no cost and the loop has no `budget.price`; a model that is not here costs an unknown sum. Sources: the price pages
 * of Anthropic, OpenAI and Google. A file of the user's own goes before (`readPrices`).
 */
export const listPrices: Prices = {
  'claude-opus-4': { input: 15, cachedInput: 1.5, output: 75 },
  'claude-sonnet-4': { input: 3, cachedInput: 0.3, output: 15 },
  'claude-haiku-4': { input: 1, cachedInput: 0.1, output: 5 },
  'claude-3-5-haiku': { input: 0.8, cachedInput: 0.08, output: 4 },
  'gpt-5': { input: 1.25, cachedInput: 0.125, output: 10 },
  'gpt-5-mini': { input: 0.25, cachedInput: 0.025, output: 2 },
  'gpt-5-nano': { input: 0.05, cachedInput: 0.005, output: 0.4 },
  'gpt-4.1': { input: 2, cachedInput: 0.5, output: 8 },
  'gpt-4.1-mini': { input: 0.4, cachedInput: 0.1, output: 1.6 },
  'gemini-2.5-pro': { input: 1.25, cachedInput: 0.125, output: 10 },
  'gemini-2.5-flash': { input: 0.3, cachedInput: 0.03, output: 2.5 },
};

const fileSchema = z.record(z.string().min(1), modelPriceSchema);

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
    return { prices: { ...listPrices, ...fileSchema.parse(JSON.parse(text)) } };
  } catch {
    const form = '{ "<beginning of a model\'s name>": { "input": 3, "cachedInput": 0.3, "output": 15 } }';
    return {
      prices: listPrices,
      problem: `The price file ${file} is not used. Write dollars for a million tokens: ${form}`,
    };
  }
}

/** The price of a model, also where its provider stands before its name; the longest beginning that fits holds. */
export function priceOf(model: string | undefined, prices: Prices): ModelPrice | undefined {
  if (model === undefined) return undefined;
  const names = [model, model.slice(model.lastIndexOf('/') + 1)].map((name) => name.toLowerCase());
  const fitting = Object.keys(prices).filter((start) => names.some((name) => name.startsWith(start.toLowerCase())));
  const [longest] = fitting.sort((a, b) => b.length - a.length);
  return longest === undefined ? undefined : prices[longest];
}

/** Dollars for what was used. */
export function costAt(price: ModelPrice, { inputTokens, cachedTokens, outputTokens }: Used): number {
  const cached = Math.min(cachedTokens, inputTokens);
  const { input, cachedInput = input, output } = price;
  return ((inputTokens - cached) * input + cached * cachedInput + outputTokens * output) / 1e6;
}
