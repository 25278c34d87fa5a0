import { Disposable, MarkdownString, StatusBarAlignment, ThemeColor, window } from 'vscode';
import { coalesced } from '../coalesced.ts';
import type { CommandId } from '../commandTable.ts';
import type { LoopFiles } from '../loops/loopFiles.ts';
import type { RunStore } from '../runs/runStore.ts';
import { countWaiting } from '../runs/waitingItems.ts';
import type { SpendToday } from './spendToday.ts';
import { statusWords } from './statusWords.ts';

const priority = 50;
const attendCommand: CommandId = 'loopwright.attend';

interface StatusDeps {
  readonly store: RunStore;
  readonly files: LoopFiles;
  readonly spend: SpendToday;
}

/**
 * How many runs are going on, how many changes or questions wait for you, and what was spent today; hidden where there is no loop
 * in the window and nothing goes on.
 */
export function registerStatusBar({ store, files, spend }: StatusDeps): Disposable {
  const item = window.createStatusBarItem('loopwright.runs', StatusBarAlignment.Left, priority);
  item.name = 'Loopwright';
  item.command = attendCommand;
  let shown: string | undefined;
  const show = () => {
    const counts = countRuns(store);
    const isEmpty = files.all().length + counts.running + counts.waiting === 0;
    const words = isEmpty ? undefined : statusWords({ ...counts, today: spend.all() });
    // VS Code draws it anew, tooltip and all, whatever it says; most of what happens in runs does not show here.
    if (shown === JSON.stringify(words)) return;
    shown = JSON.stringify(words);
    if (words === undefined) return item.hide();
    const { text, lines, spoken, isOver } = words;
    item.text = text;
    item.tooltip = asText(lines);
    item.accessibilityInformation = { label: spoken };
    item.backgroundColor = isOver ? new ThemeColor('statusBarItem.warningBackground') : undefined;
    item.show();
  };
  const update = coalesced(show);
  const subscriptions = [store, files, spend].map((one) => ({ dispose: one.onChange(() => update.ask()) }));
  return Disposable.from(item, ...subscriptions, { dispose: update.cancel });
}

/** Names of loops and folders are shown as they are. */
function asText([first = '', ...lines]: readonly string[]): MarkdownString {
  const text = new MarkdownString().appendText(first);
  for (const line of lines) text.appendMarkdown('\n\n').appendText(line);
  return text;
}

function countRuns(store: RunStore): { readonly running: number; readonly waiting: number } {
  const all = store.all();
  return {
    running: all.filter((entry) => entry.summary.status === 'running').length,
    waiting: all.reduce((sum, entry) => sum + countWaiting(entry), 0),
  };
}
