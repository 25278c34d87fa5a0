import { Uri } from 'vscode';
import type { Meeting } from '../../client/meeting.ts';
import { err } from '../../model/result.ts';
import type { LazyIncoming } from '../lazyIncoming.ts';
import { noFolder } from '../repositories/runners.ts';
import type { Handover } from './handover.ts';
import type { Connect } from './runnerLink.ts';

/** Connects to the runner of a folder's repository; whatever goes wrong comes back as a refusal. `handover` hears of another version. */
export function connectFor(
  folder: string | undefined,
  extension: Uri,
  incoming: LazyIncoming,
  handover: () => Pick<Handover, 'mayReplace' | 'met'>,
): Connect {
  if (folder === undefined) return async () => err(noFolder);
  const programs = Uri.joinPath(extension, 'dist').fsPath;
  return async (start, signal) => {
    try {
      const { connectRunner } = await incoming.load();
      const keepOlder = !handover().mayReplace;
      const met = (meeting: Meeting) => handover().met(meeting);
      return await connectRunner({ folder, programs, start, signal, keepOlder, met });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return err({ code: 'runner-did-not-start', message: `The runner could not be started: ${why}` });
    }
  };
}
