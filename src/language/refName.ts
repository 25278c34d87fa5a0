/** The rules of `git check-ref-format --branch`, by what breaks them. Source: git-check-ref-format(1). */
const rules: readonly (readonly [RegExp, string])[] = [
  [/^-/, 'starts with a hyphen'],
  [/(^|\/)\./, 'has a part that starts with a dot'],
  [/\.\./, 'holds two dots in a row'],
  [/[\0-\x20\x7f]/, 'holds a space or a control character'],
  [/[~^:?*[\\]/, 'holds one of ~ ^ : ? * [ \\'],
  [/^\/|\/$|\/\//, 'starts or ends with a slash, or holds two in a row'],
  [/\.$/, 'ends with a dot'],
  [/\.lock(\/|$)/, 'has a part that ends with .lock'],
  [/@\{/, 'holds @{'],
  [/^@$/, 'is @ alone'],
  [/^HEAD$/, 'is HEAD, which is not a branch'],
];

/** Why git would refuse a branch of this name; undefined when it would not. */
export function branchFault(name: string): string | undefined {
  if (name.startsWith('refs/')) return 'starts with refs/; write the short name';
  return rules.find(([rule]) => rule.test(name))?.[1];
}

/** Why a text can name no commit. `HEAD`, `main~2` and object names can; options, ranges and searches cannot. */
export function revisionFault(name: string): string | undefined {
  if (name.startsWith('-')) return 'starts with a hyphen';
  if (/[\0-\x20\x7f]/.test(name)) return 'holds a space or a control character';
  if (name.includes('..')) return 'is a range of commits';
  if (/[:?*[\\]/.test(name)) return 'holds one of : ? * [ \\';
  return undefined;
}
