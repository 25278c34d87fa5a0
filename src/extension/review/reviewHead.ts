import type { ChangeHead } from './changeView.ts';
import { deliverWords } from './deliverWords.ts';
import type { ReviewShown } from './openReview.ts';
import { countOf, pendingOf } from './pending.ts';
import { progressOf, progressWords, readWords } from './progress.ts';
import type { Read } from './reading.ts';

const nothing: ChangeHead = { description: '', message: '', pending: 0 };

/** What stands above the rows of a change: how far reading has come, why the gate is closed, what is amiss. */
export function reviewHead(shown: ReviewShown | undefined, { outline, marks, trouble }: Read): ChangeHead {
  if (shown === undefined) return nothing;
  const { title, gate, as, of } = shown;
  const name = deliverWords[as].name;
  const closed = gate.holds ? [] : [`${name.charAt(0).toUpperCase()}${name.slice(1)} is closed. ${gate.reason}`];
  const pending = countOf(pendingOf(marks));
  if (outline === undefined) {
    const message = [...closed, trouble ?? 'The change is being taken apart…'].join('\n');
    return { description: title, message, pending };
  }
  const progress = progressOf(outline, marks?.viewed ?? []);
  const isOld = outline.head !== of.change.head;
  const words =
    outline.files.length === 0 ? 'The change is empty: head and base are the same.' : `${progressWords(progress)}.`;
  return {
    description: `${title} · ${readWords(progress)}`,
    message: [words, ...closed, ...(isOld ? ['A newer head is being taken apart…'] : []), trouble ?? '']
      .filter(Boolean)
      .join('\n'),
    pending,
  };
}
