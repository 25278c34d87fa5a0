import type { CheckOutcome, Facts, Verdict } from './steps.ts';

/**
 * What the expressions of a loop may speak of, declared once as data: the language checks them against it and the engine
 * evaluates them with it, each with its own CEL library. Nothing here imports one.
 */

interface Field {
  readonly type: 'bool' | 'int' | 'double' | 'list<string>';
  readonly description: string;
}

/** What an expression knows of one check. */
export const checkFields = {
  passed: {
    type: 'bool',
    description: 'True if the check passed: its command exited with 0, its report agrees, and its proof holds.',
  },
  exit_code: { type: 'int', description: 'Exit code of the command; -1 if it was stopped or could not start.' },
  seconds: { type: 'double', description: 'How long the command ran, in seconds.' },
  failed: {
    type: 'int',
    description: 'How many tests failed. Without a report that tells: 0 if the check passed, else 1.',
  },
  regressed: { type: 'bool', description: 'True if something fails that did not fail before the change.' },
  flaky: { type: 'bool', description: 'True if something passed in one run and failed in another of the same files.' },
} as const satisfies Readonly<Record<string, Field>>;

/** What the judges came to. */
export const judgeFields = {
  passed: { type: 'bool', description: 'True if most judges gave at least `goal.judge.min-score`.' },
  score: { type: 'double', description: 'The median of their scores, from 0 to 10.' },
} as const satisfies Readonly<Record<string, Field>>;

/** What is known of the run; tokens and cost are an error where an agent did not report them. */
export const runFields = {
  iteration: { type: 'int', description: 'Number of the pass, from 1; 0 before the first.' },
  no_progress: { type: 'int', description: 'Passes in a row in which nothing got better.' },
  tokens: { type: 'int', description: 'Tokens that the run has used. Not known where an agent does not report them.' },
  cost_usd: { type: 'double', description: 'Dollars that the run has cost. Not known where nobody reports it.' },
  minutes: { type: 'double', description: 'Minutes since the run began.' },
} as const satisfies Readonly<Record<string, Field>>;

export const diffFields = {
  lines: { type: 'int', description: 'Lines added and removed over all files.' },
  files: { type: 'list<string>', description: 'Paths of the files that the change touches.' },
} as const satisfies Readonly<Record<string, Field>>;

export interface Variable {
  readonly description: string;
  /** `checks`: a map of checks by id; `numbers`: by the id of a metric; `fields`: these and no others; `data`: whatever is there. */
  readonly holds: 'checks' | 'numbers' | 'fields' | 'data';
  readonly type: string;
  readonly fields?: Readonly<Record<string, Field>>;
  /** What the loop file must have, as paths into it, for the variable to hold anything. */
  readonly needs?: readonly (readonly string[])[];
}

export const variables = {
  checks: {
    description: 'All checks of this loop, by id.',
    holds: 'checks',
    type: 'map<string, Check>',
    fields: checkFields,
    needs: [['checks']],
  },
  metrics: {
    description: 'All metrics of this loop, by id, as they are now.',
    holds: 'numbers',
    type: 'map<string, double>',
    needs: [['metrics']],
  },
  baseline: {
    description: 'The metrics as they were before anything was changed.',
    holds: 'numbers',
    type: 'map<string, double>',
    needs: [['metrics']],
  },
  best: {
    description: 'The best value of each metric so far.',
    holds: 'numbers',
    type: 'map<string, double>',
    needs: [['metrics']],
  },
  judge: {
    description: 'What the judge came to. It is asked only where the rest of the goal holds.',
    holds: 'fields',
    type: 'Judge',
    fields: judgeFields,
    needs: [
      ['roles', 'judge'],
      ['goal', 'judge'],
    ],
  },
  run: { description: 'How the run goes.', holds: 'fields', type: 'Run', fields: runFields },
  diff: { description: 'What was changed so far.', holds: 'fields', type: 'Diff', fields: diffFields },
  item: { description: 'The item that is worked on, as it was found.', holds: 'data', type: 'dyn', needs: [['items']] },
  inputs: {
    description: 'The values that the run was started with.',
    holds: 'data',
    type: 'map<string, dyn>',
    needs: [['on', 'manual', 'inputs']],
  },
} as const satisfies Readonly<Record<string, Variable>>;

export type VariableName = keyof typeof variables;

const everything = Object.keys(variables) as readonly VariableName[];

/** Which variables each kind of expression has. The names are those in the schema's `x-loop.context`. */
export const contextVariables = {
  goal: everything,
  'give-up': everything,
  gate: everything,
  items: ['item', 'inputs'],
} as const satisfies Readonly<Record<string, readonly VariableName[]>>;

export type ExpressionContext = keyof typeof contextVariables;

export const isExpressionContext = (name: string): name is ExpressionContext => Object.hasOwn(contextVariables, name);

/** What a gate knows that asks before there is a change to judge (`noFacts` in the engine); every other gate knows all. */
const gateVariables: Readonly<Record<string, readonly VariableName[]>> = {
  item: ['item', 'inputs'],
  spend: ['checks', 'baseline', 'best', 'run', 'item', 'inputs'],
};

/** The variables of an expression; of a gate by when it asks (`before`). */
export const variablesOf = (context: ExpressionContext, before?: string): readonly VariableName[] =>
  (context === 'gate' && before !== undefined && Object.hasOwn(gateVariables, before)
    ? gateVariables[before]
    : undefined) ?? contextVariables[context];

export const isVariable = (name: string): name is VariableName => Object.hasOwn(variables, name);

export const hasVariable = (context: ExpressionContext, name: string): boolean =>
  (contextVariables[context] as readonly string[]).includes(name);

/** The variable of a goal that macros range over. */
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

/** The longest expression that is looked at; the schema refuses longer ones. */
export const maxExpression = 4096;

/**
 * Functions that no expression may call, because data decides how long they take: `matches` runs a regular expression
 * that can take hours, so does `duration` inside; `bind` can double a value sixty times over; `json` makes data of texts.
 * `dyn` switches the type check off.
 */
export const refusedFunctions: readonly string[] = ['matches', 'dyn', 'duration', 'bind', 'json'];

/** The part of a CEL environment that declaring the variables needs. */
interface Declares<E> {
  registerType(name: string, definition: { ctor: new (...args: never[]) => object; fields: Record<string, string> }): E;
  registerVariable(name: string, type: string): E;
  registerOperator(signature: string, handler: (a: unknown, b: unknown) => boolean | number): E;
}

/** Whole numbers are BigInt in CEL. */
const whole = (value: number): bigint => BigInt(Math.trunc(value));

/** One check as an expression sees it. */
export class GoalCheck {
  readonly passed: boolean;
  readonly exit_code: bigint;
  readonly seconds: number;
  readonly failed: bigint;
  readonly regressed: boolean;
  readonly flaky: boolean;

  constructor(
    check: Pick<CheckOutcome, 'passed' | 'exitCode' | 'seconds'> &
      Partial<Pick<CheckOutcome, 'failing' | 'failedTests' | 'regressions' | 'flaky'>>,
  ) {
    this.passed = check.passed;
    this.exit_code = whole(check.exitCode ?? -1);
    this.seconds = check.seconds;
    // What failed without a test that failed (it broke before, or proves nothing) is no success.
    const counted = check.failedTests ?? check.failing?.length ?? 0;
    this.failed = whole(check.passed ? counted : Math.max(1, counted));
    this.regressed = (check.regressions?.length ?? 0) > 0;
    this.flaky = (check.flaky?.length ?? 0) > 0;
  }
}

export class GoalJudge {
  readonly passed: boolean;
  readonly score: number;

  constructor({ passed, score }: Pick<Verdict, 'passed' | 'score'>) {
    this.passed = passed;
    this.score = score;
  }
}

export class GoalRun {
  readonly iteration: bigint;
  readonly no_progress: bigint;
  readonly minutes: number;
  readonly #run: Facts['run'];

  constructor(run: Facts['run']) {
    this.#run = run;
    this.iteration = whole(run.iteration);
    this.no_progress = whole(run.noProgress);
    this.minutes = run.minutes;
  }

  get tokens(): bigint {
    return whole(known(this.#run.tokens, 'run.tokens'));
  }

  get cost_usd(): number {
    return known(this.#run.costUsd, 'run.cost_usd');
  }
}

/** Unknown is never zero: comparing it is an error, and the expression has no answer. */
function known(value: number | null, name: string): number {
  if (value === null) throw new Error(`${name} is not known: an agent of this run did not report it`);
  return value;
}

export class GoalDiff {
  readonly lines: bigint;
  readonly files: readonly string[];

  constructor({ lines, files }: Facts['diff']) {
    this.lines = whole(lines);
    this.files = files;
  }
}

const types = [
  ['Check', GoalCheck, checkFields],
  ['Judge', GoalJudge, judgeFields],
  ['Run', GoalRun, runFields],
  ['Diff', GoalDiff, diffFields],
] as const;

/** Gives the CEL environment of each kind of expression, made when it is first asked for. */
export function environmentsBy<E extends Declares<E>>(fresh: () => E): (context: ExpressionContext) => E {
  const environments = new Map<ExpressionContext, E>();
  return (context) => {
    const environment = environments.get(context) ?? declareContext(fresh(), context);
    environments.set(context, environment);
    return environment;
  };
}

const mixedArithmetic: Readonly<Record<string, (a: unknown, b: unknown) => number>> = {
  '+': (a, b) => Number(a) + Number(b),
  '-': (a, b) => Number(a) - Number(b),
  '*': (a, b) => Number(a) * Number(b),
  '/': (a, b) => Number(a) / Number(b),
};

/** Declares the names of one kind of expression in a fresh CEL environment and returns it. */
function declareContext<E extends Declares<E>>(environment: E, context: ExpressionContext): E {
  let declared = environment;
  for (const [name, ctor, fields] of types) {
    const typed = Object.fromEntries(Object.entries(fields).map(([field, { type }]) => [field, type]));
    declared = declared.registerType(name, { ctor, fields: typed });
  }
  // `<` and `>=` compare whole numbers with others already; without this `metrics.failures == 0` would be refused.
  declared = declared.registerOperator('double == int', (a, b) => Number(a) === Number(b));
  // In CEL a number with decimals and a whole one do not add up: `metrics.coverage + 5` and `item.failures * 2` would be
  // refused, the second only when the run is on its way, because data of items are numbers with decimals.
  for (const [operator, handler] of Object.entries(mixedArithmetic)) {
    declared = declared.registerOperator(`double ${operator} int: double`, handler);
    declared = declared.registerOperator(`int ${operator} double: double`, handler);
  }
  for (const name of contextVariables[context]) declared = declared.registerVariable(name, variables[name].type);
  return hasVariable(context, checksVariable) ? declared.registerVariable(everyCheck, 'list<Check>') : declared;
}
