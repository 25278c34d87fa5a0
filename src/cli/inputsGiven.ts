import { err, ok, type Result } from '../model/result.ts';

/** Values of inputs as they are typed, `name=value` each. The runner knows their types. */
export function inputsGiven(typed: readonly string[]): Result<Readonly<Record<string, string>>, string> {
  const values = new Map<string, string>();
  for (const one of typed) {
    const at = one.indexOf('=');
    const name = one.slice(0, at).trim();
    if (at < 0 || name === '') return err(`--input takes name=value, such as --input min_failures=5, not ${one}.`);
    if (values.has(name)) return err(`--input ${name} is given twice. Give one value.`);
    values.set(name, one.slice(at + 1));
  }
  return ok(Object.fromEntries(values));
}
