import { setTimeout as delay } from 'node:timers/promises';
import { Disposable, window, workspace } from 'vscode';
import { readSetting } from '../readSetting.ts';
import { reportError } from '../report.ts';
import type { RunRequests } from '../repositories/runners.ts';
import type { RunStore } from '../runs/runStore.ts';
import type { SettingId } from '../settings.ts';
import { Notices } from './notices.ts';
import { isQuiet, readQuietHours } from './quietHours.ts';
import { RunProgress } from './runProgress.ts';
import { showNotice } from './showNotice.ts';

interface NoticeDeps {
  readonly store: RunStore;
  readonly runners: RunRequests;
  readonly isReviewed: (run: string) => boolean;
}

const hoursSetting: SettingId = 'loopwright.quietHours';

/** Notifications about runs, as the settings say, and the progress of runs that this window started. */
export function registerNotices({ store, runners, isReviewed }: NoticeDeps) {
  const quietHours = () => readQuietHours(readSetting(hoursSetting));
  const notices = new Notices({
    store,
    isReviewed,
    level: () => readSetting('loopwright.notifications'),
    isQuiet: () => {
      const hours = quietHours();
      return typeof hours === 'object' && isQuiet(hours, new Date());
    },
    isFocused: () => window.state.focused,
    claim: async (run, id) => {
      const claimed = await runners.request('claim', { run, id });
      // Where nobody can be asked it is told: better twice than never.
      return !claimed.ok || claimed.value.first;
    },
    show: showNotice,
    pause: (ms) => delay(ms, undefined, { ref: false }),
  });
  const progress = new RunProgress(store, runners);
  const checkHours = () => {
    if (quietHours() !== 'malformed') return;
    const written = readSetting(hoursSetting);
    void reportError(
      `The setting ${hoursSetting} is ${JSON.stringify(written)}, so there are no quiet hours. Write two times of day, as 22:00-07:00, or nothing.`,
    );
  };
  checkHours();
  const parts = Disposable.from(
    workspace.onDidChangeConfiguration((change) => change.affectsConfiguration(hoursSetting) && checkHours()),
    notices,
    progress,
  );
  return {
    /** This window started it. */
    started: (run: string) => {
      notices.watch(run);
      void progress.follow(run);
    },
    dispose: () => parts.dispose(),
  };
}
