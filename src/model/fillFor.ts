import type { RunStart } from './event.ts';
import type { Loop } from './loopFile.ts';
import { err, ok, type Result } from './result.ts';
import type { Item } from './steps.ts';
import { fillBranch, fillTemplate, type TemplateContext } from './template.ts';

export interface Filled {
  readonly loop: Loop;
  /** Full name of the item's branch. */
  readonly branch: string;
}

/** What of a run is filled in. */
export interface FilledFrom extends Pick<RunStart, 'run' | 'inputs' | 'branch'> {
  readonly trigger: Pick<RunStart['trigger'], 'kind' | 'about'>;
}

/** The loop with every `${{ … }}` filled in for one item; the error says which name there is not. */
export function fillFor(loop: Loop, start: FilledFrom, item: Item): Result<Filled, string> {
  const context: TemplateContext = {
    item:
      typeof item.data === 'object' && item.data !== null && !Array.isArray(item.data)
        ? { ...item.data, id: item.id }
        : { id: item.id, value: item.data },
    inputs: start.inputs,
    run: { id: start.run },
    loop: { name: loop.name },
    trigger: { kind: start.trigger.kind, about: start.trigger.about },
  };
  try {
    return ok({ loop: filledLoop(loop, context), branch: branchFor(start.branch, context) });
  } catch (error) {
    if (error instanceof NotFilled) return err(error.message);
    throw error;
  }
}

class NotFilled extends Error {}

function fill(text: string, context: TemplateContext, field: string): string {
  const filled = fillTemplate(text, context);
  if (filled.ok) return filled.value;
  throw new NotFilled(`${field} cannot be filled in: ${filled.error}`);
}

interface Fillable {
  readonly prompt?: string | undefined;
  readonly env: Readonly<Record<string, string>>;
}

function filledLoop(loop: Loop, context: TemplateContext): Loop {
  const env = (variables: Readonly<Record<string, string>>, field: string) =>
    Object.fromEntries(
      Object.entries(variables).map(([name, text]) => [name, fill(text, context, `${field}.env.${name}`)]),
    );
  const role = <R extends Fillable>(one: R, name: string): R => ({
    ...one,
    ...(one.prompt === undefined ? {} : { prompt: fill(one.prompt, context, `roles.${name}.prompt`) }),
    env: env(one.env, `roles.${name}`),
  });
  const { explorer, maker, checker, judge } = loop.roles;
  return {
    ...loop,
    roles: {
      ...(explorer === undefined ? {} : { explorer: role(explorer, 'explorer') }),
      ...(maker === undefined ? {} : { maker: role(maker, 'maker') }),
      ...(checker === undefined ? {} : { checker: role(checker, 'checker') }),
      ...(judge === undefined ? {} : { judge: role(judge, 'judge') }),
    },
    checks: loop.checks.map((check) => ({ ...check, env: env(check.env, `checks.${check.id}`) })),
    metrics: loop.metrics.map((metric) => ({ ...metric, env: env(metric.env, `metrics.${metric.id}`) })),
  };
}

const heads = 'refs/heads/';

function branchFor(template: string, context: TemplateContext): string {
  const filled = fillBranch(template.slice(heads.length), context);
  if (filled.ok) return heads + filled.value;
  throw new NotFilled(`isolation.branch cannot be filled in: ${filled.error}`);
}
