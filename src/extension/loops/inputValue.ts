import type { InputDeclaration } from '../../model/loop/triggers.ts';

export type InputValue = string | number | boolean;
export type DeclaredInputs = Readonly<Record<string, InputDeclaration>>;

type Typed = Pick<InputDeclaration, 'type'>;

/** What is wrong with a text as the value of an input; undefined where nothing is. The runner looks again. */
export function inputProblem({ type }: Typed, given: string): string | undefined {
  if (type !== 'number') return undefined;
  return given.trim() !== '' && Number.isFinite(Number(given)) ? undefined : 'A number is needed.';
}

/** The value that a text without a problem stands for. */
export const readInput = ({ type }: Typed, given: string): InputValue => (type === 'number' ? Number(given) : given);
