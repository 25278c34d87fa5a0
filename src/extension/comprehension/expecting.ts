import type { Surprises } from '../../model/expectation.ts';
import { mostExpectationText } from '../../model/expectation.ts';
import type { Dialogs } from '../dialogs.ts';
import type { ItemRef } from '../itemRef.ts';
import { plainLine } from '../plainText.ts';
import type { RunRequests } from '../repositories/runners.ts';
import type { ExpectedHeads } from './expectedHeads.ts';

export interface ExpectDeps {
  readonly link: RunRequests;
  readonly dialogs: Dialogs;
  readonly expected: ExpectedHeads;
}

/**
 * Asks what a person expects of a change before any of it is shown, once a head, and then tells what is other. Who skips it is
 * not asked again. What cannot be asked (a runner that is gone, say) keeps nobody from reading.
 */
export async function expectFirst({ link, dialogs, expected }: ExpectDeps, of: ItemRef, head: string): Promise<void> {
  if (expected.has(of, head)) return;
  const { run, item } = of;
  const choices = await link.request('expectChoices', { run, item });
  if (!choices.ok || choices.value.paths.length === 0) return;
  const paths = await dialogs.pickMany(
    'Before you see it: which of these files do you expect it to touch? Pick none to skip.',
    choices.value.paths.map((path) => ({ label: path, value: path })),
  );
  await expected.add(of, head);
  if (paths.length === 0) return;
  const words = await dialogs.write({
    title: 'What do you expect it to do?',
    prompt: 'In a line, for yourself: nobody grades it. It may be empty.',
    problem: (text) => (text.length > mostExpectationText ? `At most ${mostExpectationText} characters.` : undefined),
  });
  const told = await link.request('expect', { run, item, paths: [...paths], words: words ?? '' });
  if (!told.ok) return dialogs.refused(told.error);
  const { message, detail } = surpriseWords(told.value);
  await dialogs.show(message, detail);
}

/** What was other than expected, in words. */
export function surpriseWords({ unexpected, untouched, foreseen }: Surprises): {
  readonly message: string;
  readonly detail: string;
} {
  const isAsExpected = unexpected.length === 0 && untouched.length === 0;
  const message = isAsExpected
    ? 'It touches what you expected, and nothing else.'
    : [surprise(unexpected, 'touched and not expected'), surprise(untouched, 'expected and not touched')]
        .filter(Boolean)
        .join('; ')
        .concat('.');
  const lists = [
    listed('It touches, and you did not expect:', unexpected),
    listed('You expected, and it leaves as they are:', untouched),
    listed('As you expected:', foreseen),
  ];
  return { message, detail: lists.filter(Boolean).join('\n\n') };
}

const listed = (title: string, paths: readonly string[]): string =>
  paths.length === 0 ? '' : [title, ...paths.map((path) => `  ${plainLine(path)}`)].join('\n');

const surprise = (paths: readonly string[], what: string): string =>
  paths.length === 0 ? '' : `${paths.length === 1 ? '1 file' : `${paths.length} files`} ${what}`;
