import type { InputDeclaration } from '../model/loop/triggers.ts';
import { err, ok, type Result } from '../model/result.ts';

export type InputValue = string | number | boolean;
export type Inputs = Readonly<Record<string, InputValue>>;

/**
 * The values of a loop's inputs: those given, as text (from a command line) or typed, else the defaults. The error is one
 * line for each value that is missing, unknown or wrong.
 */
export function inputsOf(
  declared: Readonly<Record<string, InputDeclaration>>,
  given: Readonly<Record<string, InputValue>>,
): Result<Inputs, readonly string[]> {
  const problems = Object.keys(given)
    .filter((name) => !Object.hasOwn(declared, name))
    .map((name) => `There is no input ${name}. ${known(declared)}`);
  const values: Record<string, InputValue> = {};
  for (const [name, declaration] of Object.entries(declared)) {
    const value = Object.hasOwn(given, name) ? given[name] : declaration.default;
    const read = value === undefined ? err('has no value and no default') : readInput(declaration, value);
    if (read.ok) values[name] = read.value;
    else problems.push(`The input ${name} ${read.error}.`);
  }
  return problems.length === 0 ? ok(values) : err(problems);
}

function known(declared: Readonly<Record<string, InputDeclaration>>): string {
  const names = Object.keys(declared);
  return names.length === 0 ? 'This loop has none.' : `This loop has: ${names.join(', ')}.`;
}

function readInput({ type, options }: InputDeclaration, value: InputValue): Result<InputValue, string> {
  switch (type) {
    case 'string':
      return ok(String(value));
    case 'number': {
      const number = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value);
      return typeof value !== 'boolean' && Number.isFinite(number) ? ok(number) : err('must be a number');
    }
    case 'boolean':
      if (typeof value === 'boolean') return ok(value);
      return value === 'true' || value === 'false' ? ok(value === 'true') : err('must be true or false');
    case 'choice': {
      const choices = options ?? [];
      return choices.includes(String(value)) ? ok(String(value)) : err(`must be one of: ${choices.join(', ')}`);
    }
  }
}
