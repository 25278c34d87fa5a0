/**
 * What a goal may speak of, declared once as data: the language checks goals against it and the engine evaluates them
 * with it, each with its own CEL library. Nothing here imports one.
 */

/** What a goal knows of one check. */
export const checkFields = {
  passed: { type: 'bool', description: 'True if the command ended by itself with exit code 0.' },
  exit_code: { type: 'int', description: 'Exit code of the command; -1 if it was stopped or could not start.' },
  seconds: { type: 'double', description: 'How long the command ran, in seconds.' },
} as const;

export type CheckField = keyof typeof checkFields;

/** The one variable of a goal. */
export const checksVariable = 'checks';

/**
 * In CEL a macro over a map ranges over its keys, but a loop author means the checks themselves in
 * `checks.all(c, c.passed)`. So a macro's `checks` is read as this list of the same checks. The two names are equally
 * long, so that every offset into the expression stays true.
 */
export const everyCheck = '_every';

/** Macros that range over a collection, with what they are for. */
export const rangeMacros = {
  all: 'True if the condition holds for every check.',
  exists: 'True if the condition holds for at least one check.',
  exists_one: 'True if the condition holds for exactly one check.',
  filter: 'The checks for which the condition holds, as a list.',
  map: 'A list with one value for each check.',
} as const;

/** Macros inside macros: each level multiplies the work by the number of checks. */
export const maxMacroDepth = 2;

/** Functions that a goal may not call: `matches` runs a regular expression that can take hours (ReDoS). */
export const refusedFunctions: readonly string[] = ['matches', 'dyn'];

/** The part of a CEL environment that declaring a goal needs. */
interface Declares<E> {
  registerType(name: string, definition: { ctor: new (...args: never[]) => object; fields: Record<string, string> }): E;
  registerVariable(name: string, type: string): E;
}

/** One check as a goal sees it. */
export class GoalCheck {
  readonly passed: boolean;
  /** CEL integers are BigInt. */
  readonly exit_code: bigint;
  readonly seconds: number;

  constructor(check: {
    readonly passed: boolean;
    readonly exitCode: number | null;
    readonly seconds: number;
  }) {
    this.passed = check.passed;
    this.exit_code = BigInt(check.exitCode ?? -1);
    this.seconds = check.seconds;
  }
}

/** Declares the names of a goal in a fresh CEL environment and returns it. */
export function declareGoal<E extends Declares<E>>(environment: E): E {
  const fields = Object.fromEntries(Object.entries(checkFields).map(([name, field]) => [name, field.type]));
  return environment
    .registerType('Check', { ctor: GoalCheck, fields })
    .registerVariable(checksVariable, 'map<string, Check>')
    .registerVariable(everyCheck, 'list<Check>');
}
