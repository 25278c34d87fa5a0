import type { StepContext, StepHandlers } from '../../../src/engine/durable.ts';
import { type CheckResult, commandPassed, type StepKind, stepKinds } from '../../../src/model/steps.ts';

type Handlers = Partial<StepHandlers>;

/** Handlers that know some kinds and fail loudly for the others. */
export function handlersFor(known: Handlers): StepHandlers {
  const unknown = (kind: StepKind) => async () => {
    throw new Error(`no handler for ${kind} in this test`);
  };
  return { ...Object.fromEntries(stepKinds.map((kind) => [kind, unknown(kind)])), ...known } as StepHandlers;
}

/** A handler of checks that runs their line in the shell, under the wrapper. */
export const checkInShell =
  (env: Readonly<Record<string, string>>) =>
  async (input: { readonly check: { readonly run: string } }, context: StepContext): Promise<CheckResult> => {
    const result = await context.command(async () => ({
      command: { shell: input.check.run },
      cwd: '/',
      env,
      timeoutSeconds: 60,
      outputLimitBytes: 2 ** 20,
      secrets: [],
    }));
    return { ...result, passed: commandPassed(result) };
  };
