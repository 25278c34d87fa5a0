import { Disposable, StatusBarAlignment, window } from 'vscode';
import { coalesced } from './coalesced.ts';
import type { CommandId } from './commandTable.ts';
import type { RunStore } from './runs/runStore.ts';
import { countWaiting } from './runs/waitingItems.ts';

const priority = 50;
const attendCommand: CommandId = 'loopwright.attend';

/** How many runs are going on and how many changes or questions wait for you; hidden while there is neither. */
export function registerStatusBar(store: RunStore): Disposable {
  const item = window.createStatusBarItem('loopwright.runs', StatusBarAlignment.Left, priority);
  item.name = 'Loopwright';
  const attend = 'Go to What Needs You';
  item.command = attendCommand;
  const show = () => {
    const { running, waiting } = countRuns(store);
    const parts = [
      ...(running === 0 ? [] : [`$(loading~spin) ${running} running`]),
      ...(waiting === 0 ? [] : [`$(bell-dot) ${waiting} waiting`]),
    ];
    if (parts.length === 0) return item.hide();
    item.text = parts.join('  ');
    item.tooltip = waiting > 0 ? 'Loopwright: go to what waits for you' : 'Loopwright: show the runs';
    item.accessibilityInformation = { label: `Loopwright: ${running} running, ${waiting} waiting for you. ${attend}` };
    item.show();
  };
  const update = coalesced(show);
  return Disposable.from(item, { dispose: store.onChange(() => update.ask()) }, { dispose: update.cancel });
}

function countRuns(store: RunStore): { readonly running: number; readonly waiting: number } {
  const all = store.all();
  return {
    running: all.filter((entry) => entry.summary.status === 'running').length,
    waiting: all.reduce((sum, entry) => sum + countWaiting(entry), 0),
  };
}
