import axe from 'axe-core';
import type { FrameLocator } from 'playwright-core';

/** What axe-core finds that keeps somebody out; it also names what is only untidy. */
const grave = new Set(['serious', 'critical']);

interface Found {
  readonly impact?: string | null;
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[];
}

/**
 * Looks at a webview with axe-core, as it stands and in the theme that it has, and returns what is serious or worse: a line
 * for each place, so that `toEqual([])` says what to mend. The source goes in over the debugger, which no policy of the
 * page forbids.
 */
export async function seriousFindings(view: FrameLocator): Promise<readonly string[]> {
  const body = await view.locator('body').elementHandle();
  const frame = await body?.ownerFrame();
  if (frame === null || frame === undefined) throw new Error('The webview is not there.');
  await frame.evaluate(axe.source);
  const found = (await frame.evaluate('axe.run(document).then(({ violations }) => violations)')) as readonly Found[];
  return found
    .filter(({ impact }) => grave.has(impact ?? ''))
    .flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, failureSummary = '' }) => `${id} (${help}): ${target.join(' ')} ${failureSummary}`),
    );
}
