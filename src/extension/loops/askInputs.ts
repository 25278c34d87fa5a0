import { type QuickPickItem, window } from 'vscode';
import type { InputDeclaration } from '../../model/loop/triggers.ts';
import { type DeclaredInputs, type InputValue, inputProblem, readInput } from './inputValue.ts';

export type InputValues = Readonly<Record<string, InputValue>>;

/** Asks for each input, its default filled in. Undefined when the person left. */
export async function askInputs(loop: string, declared: DeclaredInputs): Promise<InputValues | undefined> {
  const all = Object.entries(declared);
  const values: Record<string, InputValue> = {};
  for (const [index, [name, declaration]] of all.entries()) {
    const step = all.length === 1 ? '' : ` (${index + 1} of ${all.length})`;
    const value = await askOne(`Run ${loop}: ${name}${step}`, name, declaration);
    if (value === undefined) return undefined;
    values[name] = value;
  }
  return values;
}

async function askOne(title: string, name: string, declaration: InputDeclaration): Promise<InputValue | undefined> {
  const { type, description, default: preset, options = [] } = declaration;
  if (type === 'choice') return pickOne(title, description ?? name, options, preset);
  if (type === 'boolean') {
    const usual = preset === undefined ? undefined : String(preset);
    const picked = await pickOne(title, description ?? name, ['true', 'false'], usual);
    return picked === undefined ? undefined : picked === 'true';
  }
  const text = await window.showInputBox({
    title,
    prompt: description ?? `The value of ${name}`,
    value: preset === undefined ? '' : String(preset),
    ignoreFocusOut: true,
    validateInput: (given) => inputProblem(declaration, given),
  });
  return text === undefined ? undefined : readInput(declaration, text);
}

/** The default stands first, so that Enter takes it. */
async function pickOne(
  title: string,
  placeHolder: string,
  options: readonly string[],
  preset: InputValue | undefined,
): Promise<string | undefined> {
  const sorted = options.toSorted((a, b) => Number(b === preset) - Number(a === preset));
  const rows: QuickPickItem[] = sorted.map((label) => ({ label, ...(label === preset && { description: 'default' }) }));
  return (await window.showQuickPick(rows, { title, placeHolder, ignoreFocusOut: true }))?.label;
}
