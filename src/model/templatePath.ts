import { err, ok, type Result } from './result.ts';

/**
 * The grammar of `${{ … }}`: a path over a few roots and nothing else, so that filling one in can neither run anything
 * nor take long. The language checks it and the engine fills it in.
 */

/** What each root holds; `fields` where these are all there are. */
export const templateRoots = {
  item: { fields: undefined, description: 'A field of the item that is worked on; `item.id` is its short name.' },
  inputs: { fields: undefined, description: 'A value that the run was started with.' },
  run: { fields: { id: 'Name of the run, never used twice.' }, description: 'The run.' },
  loop: { fields: { name: 'Name of the loop.' }, description: 'The loop.' },
  trigger: {
    fields: {
      kind: 'What started the run: manual, schedule, push, files, workflow_run, webhook or loop.',
      about: 'What the trigger says of its cause, in a few words.',
    },
    description: 'What started the run.',
  },
} as const;

export type TemplateRoot = keyof typeof templateRoots;

/** Of one text; more are refused. */
export const maxTemplates = 200;

/** Steps after the root. */
const maxSteps = 8;

export interface Template {
  /** What stands between the braces, trimmed; undefined where they are not closed. */
  readonly name: string | undefined;
  readonly start: number;
  readonly end: number;
}

/** The `${{ … }}` of a text, closed or not, at most one more than are allowed. Takes time linear in the text. */
export function templatesIn(text: string): readonly Template[] {
  const found: Template[] = [];
  let from = text.indexOf('${{');
  let close = from === -1 ? -1 : text.indexOf('}}', from);
  while (from !== -1 && found.length <= maxTemplates) {
    const next = text.indexOf('${{', from + 3);
    if (close !== -1 && close < from + 3) close = text.indexOf('}}', from + 3);
    const closed = close !== -1 && (next === -1 || close < next);
    found.push({
      name: closed ? text.slice(from + 3, close).trim() : undefined,
      start: from,
      end: closed ? close + 2 : from + 3,
    });
    from = next;
  }
  return found;
}

export interface TemplatePath {
  readonly root: TemplateRoot;
  /** Names of fields and positions in lists, at least one. */
  readonly steps: readonly (string | number)[];
}

/** Why a text is no path; `known` are the names that could stand there. */
export interface TemplateFault {
  readonly kind: 'syntax' | 'root' | 'field';
  readonly name: string;
  readonly known: readonly string[];
}

const pathForm = /^[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*|\[\d{1,4}\])*$/;

/** Reads what stands between the braces: `item.test_id`, `item.tests[0].name`, `run.id`. */
export function templatePath(name: string): Result<TemplatePath, TemplateFault> {
  const roots = Object.keys(templateRoots);
  if (name.length > 256 || !pathForm.test(name)) return err({ kind: 'syntax', name, known: [] });
  const [root = '', ...steps] = [...name.matchAll(/([A-Za-z_][\w-]*)|\[(\d+)\]/g)].map(([, word, index]) =>
    word === undefined ? Number(index) : word,
  );
  if (!isRoot(root)) return err({ kind: 'root', name: String(root), known: roots });
  const known = Object.keys(templateRoots[root].fields ?? {});
  const [field] = steps;
  if (field === undefined || steps.length > maxSteps) return err({ kind: 'syntax', name, known });
  if (known.length > 0 && (steps.length > 1 || !known.includes(String(field)))) {
    return err({ kind: 'field', name: String(field), known });
  }
  return ok({ root, steps });
}

const isRoot = (name: string | number): name is TemplateRoot => Object.hasOwn(templateRoots, name);
