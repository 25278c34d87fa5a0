import type { FileChange } from '../../model/change.ts';
import type { FileKind } from '../fileKind.ts';
import { assertionSigns } from './assertions.ts';
import { blanked } from './blanked.ts';
import { conditionSigns } from './conditions.ts';
import { dependencySigns } from './dependencies.ts';
import { errorSigns } from './errorHandling.ts';
import { fileSigns } from './fileSigns.ts';
import { hiddenSigns } from './hidden.ts';
import { languageOf } from './language.ts';
import { limitSigns } from './limits.ts';
import { withoutEqual } from './linePairs.ts';
import { reachSigns } from './reach.ts';
import type { Risk, RiskWorld, UnitSeen } from './seen.ts';
import type { Look, Sign } from './sign.ts';
import { signatureSigns } from './signatures.ts';
import { asideShare, kindWeights, type SignName, signWeights } from './weights.ts';

/** A sign with what it adds. */
interface Weighed {
  readonly name?: SignName;
  readonly reason: string;
  readonly weight: number;
}

/**
 * How much a unit wants a reader's attention: the floor of its file's kind, the signs of the file, what is seen in its
 * lines, and its size. Its reasons tell what was seen in it; those of the file are `fileRisk`'s. Pure; linear in its lines.
 */
export function unitRisk(seen: UnitSeen, world: RiskWorld): Risk {
  const { file } = seen;
  const kind = kindOf(file, seen.kind);
  const ofFile = weighed(fileSigns(file, kind, world), inFull);
  const own = weighed(lineSigns({ ...seen, kind }, world), asideIn(kind));
  const size = sizeSign(seen.removed.filter(isText).length + seen.added.filter(isText).length);
  const all = [...ofFile, ...own, ...size];
  const risk = kindWeights[kind].weight + total([...ofFile, ...own]) + sizeOf(size);
  // A unit that is the whole file (a link, a mode, a binary) has nothing of its own to tell.
  const told = own.length > 0 ? [...own, ...size] : seen.unit.kind === 'file' || size.length === 0 ? all : size;
  const isGrave = all.some(({ name }) => name !== undefined && grave.has(name));
  return { risk, reasons: reasonsOf(told, kind), ...(isGrave ? { isGrave } : {}) };
}

/** A file is as risky as its riskiest unit; its reasons are its own, then that unit's. */
export function fileRisk(file: FileChange, fileKind: FileKind, units: readonly Risk[], world: RiskWorld): Risk {
  const kind = kindOf(file, fileKind);
  const signs = weighed(fileSigns(file, kind, world), inFull);
  const own = kindWeights[kind].weight + total(signs);
  const riskiest = units.reduce<Risk | undefined>(
    (best, unit) => ((best?.risk ?? -1) < unit.risk ? unit : best),
    undefined,
  );
  const size = sizeSign(file.added + file.removed);
  const [heavy, light] = [signs.filter(({ weight }) => weight >= 20), signs.filter(({ weight }) => weight < 20)];
  const ofUnit = (riskiest?.reasons ?? []).filter((reason) => !isSize(reason) && reason !== kindWeights[kind].reason);
  const texts = [...reasonsInOrder(heavy), ...ofUnit, ...reasonsInOrder([...light, ...size])];
  const told = kindIsTold(kind)
    ? [...texts.slice(0, heavy.length), kindWeights[kind].reason, ...texts.slice(heavy.length)]
    : texts;
  return {
    risk: Math.max(own, riskiest?.risk ?? own + sizeOf(size)),
    reasons: told.length > 0 ? [...new Set(told)] : [kindWeights[kind].reason],
  };
}

/** Kinds of which no line is looked at, since they follow from others. */
const isDerived = (kind: FileKind): boolean => kind === 'generated' || kind === 'lockfile';

function* lineSigns(seen: UnitSeen, world: RiskWorld): Iterable<Sign> {
  const { kind, file } = seen;
  if (isDerived(kind)) return;
  const language = languageOf(file.path);
  const [removed, added] = [blanked(seen.removed, language), blanked(seen.added, language)];
  const [gone, fresh] = withoutEqual(removed, added);
  const look: Look = { seen, language, removed, added, gone, fresh };
  yield* hiddenSigns(look);
  if (kind === 'docs') return;
  if (kind === 'test') yield* assertionSigns(look);
  if (kind === 'manifest' || kind === 'pipeline') yield* dependencySigns(look);
  if (kind !== 'manifest' && kind !== 'data') {
    for (const sign of conditionSigns(look)) if (kind !== 'test' || sign.name !== 'new-condition') yield sign;
    yield* errorSigns(look);
    if (kind !== 'test') yield* signatureSigns(look, world);
  }
  yield* limitSigns(look);
  yield* reachSigns(look);
}

/** Signs of tests themselves, and what deceives a reader anywhere: they weigh the same in every kind of file. */
const everywhere: ReadonlySet<SignName> = new Set([
  'assertions-gone',
  'tests-gone',
  'test-skipped',
  'expectation-looser',
  'expectation-changed',
  'tolerance',
  'hidden-characters',
]);

/** What makes a line of it weigh more in the ledger: a path that the policy protects, and tests that ask less. */
const grave: ReadonlySet<SignName> = new Set([
  'protected-path',
  'assertions-gone',
  'tests-gone',
  'test-skipped',
  'test-deleted',
  'expectation-looser',
  'tolerance',
]);

function weighed(signs: Iterable<Sign>, shareOf: (name: SignName) => number): Weighed[] {
  return Array.from(signs, ({ name, reason, times = 1 }) => ({
    name,
    reason,
    weight: weightOf(name, times) * shareOf(name),
  }));
}

const inFull = (): number => 1;
const asideIn =
  (kind: FileKind) =>
  (name: SignName): number =>
    (kind === 'test' || kind === 'data') && !everywhere.has(name) ? asideShare : 1;

/** Each further one adds a tenth, up to half: five lines of one kind are not five times the risk of one. */
function weightOf(name: SignName, times: number): number {
  const { weight } = signWeights[name];
  return times <= 0 ? 0 : weight + Math.min(weight / 2, (weight / 10) * (times - 1));
}

/** The heaviest sign counts in full, each next one half as much as the one before: the gravest thing decides. */
function total(signs: readonly Weighed[]): number {
  const heaviestLast = signs.map(({ weight }) => weight).sort((a, b) => a - b);
  return heaviestLast.reduce((sum, weight) => sum / 2 + weight, 0);
}

/** What has no ending and can be run is a program. */
const kindOf = ({ newMode }: FileChange, kind: FileKind): FileKind =>
  kind === 'data' && newMode === '100755' ? 'code' : kind;

const isText = (line: string): boolean => line.trim() !== '';

/** 1 for a line, 5 for 30, 8 for 200, 12 at most: size sorts within a kind, and a huge file climbs one kind at most. */
function sizeSign(lines: number): Weighed[] {
  if (lines === 0) return [];
  const reason = lines >= 200 ? `large: ${lines} lines` : lines === 1 ? '1 line' : `${lines} lines`;
  return [{ reason, weight: Math.min(12, Math.log2(1 + lines)) }];
}

const sizeOf = (size: readonly Weighed[]): number => size[0]?.weight ?? 0;

const isSize = (reason: string): boolean => /^(?:large: )?\d+ lines?$/.test(reason);

/** What a file is for is said where it is more than code, and where nothing else is to be said. */
const kindIsTold = (kind: FileKind): boolean => kind === 'pipeline' || kind === 'manifest' || isDerived(kind);

function reasonsInOrder(signs: readonly Weighed[]): string[] {
  return [...signs].sort((a, b) => b.weight - a.weight).map(({ reason }) => reason);
}

function reasonsOf(signs: readonly Weighed[], kind: FileKind): string[] {
  const reasons = reasonsInOrder(signs);
  return [...new Set(reasons.length === 0 ? [kindWeights[kind].reason] : reasons)];
}
