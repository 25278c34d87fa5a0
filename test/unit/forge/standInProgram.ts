import { readFileSync, writeFileSync } from 'node:fs';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { ForgeState } from './standIn.ts';

/** What both stand-ins do: note the call, keep the state, be strict about arguments. */
const file = process.env['STAND_IN_STATE'] ?? '';

export const readState = (): ForgeState => JSON.parse(readFileSync(file, 'utf8')) as ForgeState;
export const writeState = (change: Partial<ForgeState>): void =>
  writeFileSync(file, JSON.stringify({ ...readState(), ...change }));

/** Ends the program as the real ones do: one line on standard error. */
export function fail(message: string, exitCode = 1): never {
  process.stderr.write(`${message}\n`);
  process.exit(exitCode);
}

export function answer(output: string): never {
  process.stdout.write(output);
  process.exit(0);
}

/** An unknown flag or argument ends the program, as cobra does. */
export function flags<T extends NonNullable<ParseArgsConfig['options']>>(args: string[], options: T) {
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: true });
  } catch (error) {
    return fail(`unknown flag: ${String(error)}`);
  }
}

/** Notes the call and does what makes a server a bad one. */
export function begin(program: 'gh' | 'glab'): ForgeState {
  const state = readState();
  const args = process.argv.slice(2);
  writeState({ calls: [...state.calls, { program, args, cwd: process.cwd() }] });
  for (const name of ['GH_PROMPT_DISABLED', 'NO_COLOR', 'GIT_TERMINAL_PROMPT']) {
    if (process.env[name] === undefined) fail(`${name} is not set, so this would wait for somebody`);
  }
  return state;
}

export const readInput = (): string => readFileSync(0, 'utf8');

export const hang = (): Promise<never> => new Promise(() => setInterval(() => undefined, 1000));
