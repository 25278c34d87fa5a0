import { type Language, languageOf } from './language.ts';
import { counted, named } from './quoted.ts';
import type { RiskWorld, UnitSeen } from './seen.ts';
import type { Look, Sign } from './sign.ts';

/** What makes a declaration visible to others, where the language says so on the spot. */
const visible: Readonly<Record<Language, RegExp>> = {
  ecma: /^\s*export\b/,
  python: /^\s*(?:async\s+)?(?:def|class)\s+(?!_)/,
  go: /^\s*(?:func\s+(?:\([^)]*\)\s*)?|type\s+|var\s+|const\s+)[A-Z]/,
  rust: /^\s*pub\b(?!\()/,
  java: /\b(?:public|protected)\b/,
  braces: /\b(?:public|open|export)\b/,
  hashes: /(?!)/,
  plain: /(?!)/,
};

/** Names of one line that others can import, as a whole line or as a list. */
const exporting: readonly RegExp[] = [
  /^\s*export\s+(?:declare\s+)?(?:default\s+)?(?:abstract\s+)?(?:async\s+)?(?:function\s*\*?|class|const|let|var|type|interface|enum|namespace)\s+([\w$]+)/,
  /^\s*(?:module\.)?exports\.([\w$]+)\s*=/,
  /^\s*export\s*(?:type\s*)?\{([^}]*)\}/,
  /^\s*module\.exports\s*=\s*\{([^}]*)\}/,
  /^\s*pub\s+(?:async\s+|unsafe\s+|const\s+)*(?:fn|struct|enum|trait|type|static|mod)\s+(\w+)/,
  /^\s*pub\s+use\s+([\w:{}, ]+);/,
  /^\s*__all__\s*\+?=\s*\[([^\]]*)\]/,
];

/** Names under three letters, and those of the language, stand everywhere and would count what is not a call. */
const isCountable = (name: string): boolean =>
  name.length >= 3 && /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name) && !/^(?:exports|module|default|main)$/.test(name);

const isChanged = ({ signature, unit }: UnitSeen): boolean => {
  const { base, head } = signature ?? {};
  if (base === undefined || head === undefined || plain(base) === plain(head)) return false;
  // What a value is set to is no signature, unless it is a function.
  return unit.kind !== 'value' || [base, head].some((text) => /=>|\bfunction\b|\blambda\b/.test(text));
};

const isGone = ({ signature }: UnitSeen): boolean => signature?.base !== undefined && signature.head === undefined;

/** Without blanks, and without the comma after the last one of a list. */
const plain = (signature: string): string => signature.replace(/\s+/g, '').replace(/,([)\]}])/g, '$1');

/** The last part of a qualified name: what a caller writes. Of a constructor, its class. */
function calledName(name: string): string {
  const parts = name.split('.');
  const last = parts.at(-1) ?? '';
  return (/^(?:constructor|__init__|new)$/.test(last) ? parts.at(-2) : undefined) ?? last;
}

/** The name by which others use a unit; undefined where that would count what does not mean it. */
export function nameOfUses(name: string): string | undefined {
  const called = calledName(name);
  return isCountable(called) ? called : undefined;
}

/** The names whose uses outside the unit are worth counting: of a signature that changed or is gone. */
export function callerNames(seen: UnitSeen): readonly string[] {
  if (seen.kind !== 'code' && seen.kind !== 'settings') return [];
  const own = isChanged(seen) || isGone(seen) ? [calledName(seen.unit.name)] : [];
  const language = languageOf(seen.file.path);
  return [...new Set([...own, ...exportsGone(seen.removed, seen.added, language)])].filter(isCountable);
}

/** A signature that changed, or something exported that is gone, with how many places name it. */
export function* signatureSigns({ seen, language, removed, added }: Look, world: RiskWorld): Iterable<Sign> {
  const callers = (name: string): number | undefined =>
    isCountable(name) ? world.callersOf(seen.file.path, name) : undefined;
  const name = calledName(seen.unit.name);
  const [isOther, isLost] = [isChanged(seen), isGone(seen)];
  const count = isOther || isLost ? callers(name) : undefined;
  const calls =
    count === undefined || count === 0 ? '' : `, ${counted(count, 'place')} ${count === 1 ? 'names' : 'name'} it`;
  // A doubling of the callers adds as much as another sign of the same name.
  const times = count === undefined ? 1 : 1 + Math.log2(1 + count);
  if (isOther) yield { name: 'signature', reason: `its signature changed${calls}`, times };
  const gone = new Set(
    exportsGone(
      removed.map(({ bare }) => bare),
      added.map(({ bare }) => bare),
      language,
    ),
  );
  if (isLost && (gone.has(name) || visible[language].test(seen.signature?.base ?? ''))) {
    yield {
      name: 'export-gone',
      reason: `${named([seen.unit.name])} is gone, and others could call it${calls}`,
      times,
    };
    gone.delete(name);
  }
  if (gone.size > 0) {
    const uses = [...gone].reduce((sum, one) => sum + (callers(one) ?? 0), 0);
    yield {
      name: 'export-gone',
      reason: `no longer exported: ${named([...gone])}${uses > 0 ? `, ${counted(uses, 'place')} ${uses === 1 ? 'names' : 'name'} them` : ''}`,
      times: gone.size + Math.log2(1 + uses),
    };
  }
}

/** Names that lines of the base export and lines of the head do not. */
function exportsGone(removed: readonly string[], added: readonly string[], language: Language): string[] {
  if (language !== 'ecma' && language !== 'rust' && language !== 'python') return [];
  const before = removed.flatMap(exportedBy);
  if (before.length === 0) return [];
  const now = new Set(added.flatMap(exportedBy));
  return [...new Set(before)].filter((name) => !now.has(name));
}

/** What each of the patterns needs; most lines have none of it. */
const mayExport = /export|\bpub\b|__all__/;

function exportedBy(line: string): string[] {
  if (line.length > 2000 || !mayExport.test(line)) return [];
  for (const pattern of exporting) {
    const names = pattern.exec(line)?.[1];
    if (names === undefined) continue;
    return names
      .split(',')
      .map((part) => /([\w$]+)['"\s}]*$/.exec(part.replace(/:.*$/, ''))?.[1] ?? '')
      .filter((name) => name !== '');
  }
  return [];
}
