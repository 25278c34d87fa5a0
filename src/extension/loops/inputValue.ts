import type { InputDeclaration } from '../../model/loop/triggers.ts';

export type InputValue = string | number | boolean;
export type DeclaredInputs = Readonly<Record<string, InputDeclaration>>;

/**
 * The inputs that a loop file declares; none where it cannot be read: the runner says then what is wrong. The language's
 * parser is loaded when it is first of use.
 */
export async function declaredInputs(text: string, file: string): Promise<DeclaredInputs> {
  const { parseLoop } = await import('../../language/parseLoop.ts');
  return parseLoop(text, { path: file }).loop?.on.manual?.inputs ?? {};
}

type Typed = Pick<InputDeclaration, 'type'>;

/** What is wrong with a text as the value of an input; undefined where nothing is. The runner looks again. */
export function inputProblem({ type }: Typed, given: string): string | undefined {
  if (type !== 'number') return undefined;
  return given.trim() !== '' && Number.isFinite(Number(given)) ? undefined : 'A number is needed.';
}

/** The value that a text without a problem stands for. */
export const readInput = ({ type }: Typed, given: string): InputValue => (type === 'number' ? Number(given) : given);
