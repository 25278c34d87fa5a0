import type { ProblemData, Spot } from './problem.ts';

type Found<C extends Spot['code']> = Extract<Spot, { readonly code: C }>;

const isA =
  <C extends Spot['code']>(code: C) =>
  (spot: Spot): spot is Found<C> =>
    spot.code === code;

/** One cause, one problem: what would be gone as soon as another problem is solved is left out. */
export function withoutCascades(spots: readonly Spot[]): readonly Spot[] {
  const causes = causesIn(spots);
  return spots.filter((spot) => !isEffect(spot, causes));
}

/** What may have others in its wake. */
interface Causes {
  readonly misspelt: readonly ProblemData['LW101'][];
  /** Ids that are not in snake_case, and the words that an expression takes them for. */
  readonly torn: ReadonlySet<string>;
  /** Names that an expression nearly names. */
  readonly nearly: ReadonlySet<string>;
  /** What is missing, by its path. */
  readonly lost: ReadonlySet<string>;
  /** Whether the goal comes out the same whatever happens. */
  readonly isAlways: boolean;
  /** Where a text has the wrong form. */
  readonly malformed: ReadonlySet<number>;
}

function causesIn(spots: readonly Spot[]): Causes {
  const of = <C extends Spot['code']>(code: C): readonly Found<C>[] => spots.filter(isA(code));
  const lost = of('LW106').map(({ data }) => `${data.within}.${data.key}`);
  const isJudgeLost = of('LW306').some(({ data }) => data.missing === 'rubric');
  return {
    misspelt: of('LW101').map(({ data }) => data),
    torn: new Set(of('LW102').flatMap(({ data: { id } }) => [id, ...id.split(/[^A-Za-z0-9_]+/)])),
    nearly: new Set(of('LW203').flatMap(({ data }) => data.near ?? [])),
    lost: new Set(isJudgeLost ? [...lost, 'goal.judge'] : lost),
    isAlways: of('LW206').some(({ data }) => (data.field ?? 'goal').startsWith('goal')),
    malformed: new Set([...of('LW110'), ...of('LW210')].map(({ start }) => start)),
  };
}

function isEffect(spot: Spot, { misspelt, torn, nearly, lost, isAlways, malformed }: Causes): boolean {
  switch (spot.code) {
    case 'LW103':
    case 'LW109':
      return malformed.has(spot.start);
    case 'LW106':
      return misspelt.some((key) => isMeant(key, spot.data));
    case 'LW203':
      return (
        torn.has(spot.data.name) ||
        misspelt.some(({ near }) => near !== undefined && near === declaredBy[spot.data.kind])
      );
    case 'LW205':
      return spot.data.needs !== undefined && lost.has(spot.data.needs);
    case 'LW302':
      return isAlways;
    case 'LW303':
      return torn.has(spot.data.name) || nearly.has(spot.data.name);
    case 'LW310':
      return misspelt.some(({ near, within }) => near === 'budget' && within === 'a loop');
    default:
      return false;
  }
}

/** Whether a misspelt key is the one that is missing. Of the sources of items any one would do. */
const isMeant = ({ near, within }: ProblemData['LW101'], missing: ProblemData['LW106']): boolean =>
  near !== undefined &&
  within === missing.within &&
  (near === missing.key || near === missing.or || within === 'items.from');

/** The key under which what an expression or a role may name is declared. */
const declaredBy: Readonly<Partial<Record<ProblemData['LW203']['kind'], string>>> = {
  check: 'checks',
  metric: 'metrics',
  connector: 'connectors',
  input: 'inputs',
};
