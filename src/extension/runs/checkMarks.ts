import type { IterationView } from '../../model/runView.ts';

const mostNamed = 4;

/** How the checks of a pass stand, failing ones first: `✗ types  ✓ tests`; of many, only those that fail are named. */
export function checkMarks({ checks }: Pick<IterationView, 'checks'>): readonly string[] {
  if (checks.length === 0) return [];
  const failed = checks.filter(({ passed }) => !passed);
  const passed = checks.filter((check) => check.passed);
  const named = (sign: string, some: typeof checks) => some.map(({ id }) => `${sign} ${id}`);
  const counted = passed.length === 0 ? [] : [`✓ ${passed.length} checks`];
  const most = failed.slice(0, mostNamed);
  const more = failed.length > mostNamed ? [`✗ ${failed.length - mostNamed} more`] : [];
  return [[...named('✗', most), ...more, ...(checks.length <= mostNamed ? named('✓', passed) : counted)].join('  ')];
}

/** The signs as words, for whoever hears them. */
export const spokenMarks = (text: string): string =>
  text
    .replaceAll('✓ ', 'passed ')
    .replaceAll('✗ ', 'failed ')
    .replaceAll(/[▰▱]+ /g, 'used ');
