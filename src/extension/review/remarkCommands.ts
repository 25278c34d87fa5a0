import { randomUUID } from 'node:crypto';
import { type CommentReply, type CommentThread, window, workspace } from 'vscode';
import { mostRemarkText } from '../../model/reviewMarks.ts';
import type { CommandHandlers } from '../commandTable.ts';
import { placeOf } from './cursorAt.ts';
import type { RemarkComments, RemarkDeps } from './remarkComments.ts';
import { openDiff } from './reviewTabs.ts';

type RemarkCommands = Pick<
  CommandHandlers,
  | 'loopwright.addRemark'
  | 'loopwright.replyRemark'
  | 'loopwright.editRemark'
  | 'loopwright.saveRemark'
  | 'loopwright.cancelRemark'
  | 'loopwright.withdrawRemark'
  | 'loopwright.resolveRemark'
  | 'loopwright.reopenRemark'
  | 'loopwright.openAnswer'
>;

/** Making remarks, answering them, taking them back, and settling them; all from the boxes of the comment threads. */
export function remarkCommands(deps: RemarkDeps, shown: RemarkComments): RemarkCommands {
  const { reading } = deps;
  const onRemark = (act: (remark: string) => unknown) => (thread?: CommentThread) => {
    const remark = thread && shown.remarkOf(thread);
    return remark === undefined ? undefined : act(remark);
  };
  const resolve = (on: boolean) => onRemark((remark) => reading.mark({ kind: 'resolve', remark, on }));
  return {
    'loopwright.addRemark': (reply) => reply && addRemark(deps, reply),
    'loopwright.replyRemark': async (reply) => {
      const remark = reply && shown.remarkOf(reply.thread);
      const text = reply && textOf(reply.text);
      if (remark !== undefined && text !== undefined) await reading.mark({ kind: 'reply', remark, text });
    },
    'loopwright.editRemark': (comment) => comment && shown.edit(comment, true),
    'loopwright.cancelRemark': (comment) => comment && shown.edit(comment, false),
    'loopwright.saveRemark': async (comment) => {
      const text = comment && textOf(comment.body);
      if (comment === undefined || text === undefined) return;
      const saved = await reading.mark({ kind: 'reword', remark: comment.remark, text });
      // What was refused stays in its box, so that nobody has to write it again.
      if (saved) shown.edit(comment, false);
    },
    'loopwright.withdrawRemark': (comment) => comment && reading.mark({ kind: 'withdraw', remark: comment.remark }),
    'loopwright.resolveRemark': resolve(true),
    'loopwright.reopenRemark': resolve(false),
    'loopwright.openAnswer': onRemark((remark) => openAnswer(deps, remark)),
  };
}

/** The text of a person as it is sent; undefined where it is not, which they are told. */
function textOf(given: string): string | undefined {
  const text = given.trim();
  if (text.length > mostRemarkText) {
    void window.showWarningMessage(`A remark has at most ${mostRemarkText} characters; this one has ${text.length}.`);
  }
  return text === '' || text.length > mostRemarkText ? undefined : text;
}

/** A remark names lines of the change as it is kept, so that an edit which is not saved would shift them. */
async function addRemark({ review, reading }: RemarkDeps, { thread, text: given }: CommentReply): Promise<void> {
  const { shown } = review;
  const place = placeOf(thread.uri);
  const text = textOf(given);
  if (shown === undefined || place === undefined || text === undefined) return;
  const document = await workspace.openTextDocument(thread.uri);
  if (document.isDirty) {
    void window.showWarningMessage(
      'Save or undo your edit of this file first: a remark names lines of the change as it is saved.',
    );
    return;
  }
  const { path, side } = place;
  const { base, head } = shown.of.change;
  const range = thread.range;
  const lines =
    range === undefined
      ? { first: 1, last: document.lineCount }
      : { first: range.start.line + 1, last: range.end.line + 1 };
  const anchor = { path, side, commit: side === 'base' ? base : head, ...lines };
  if (await reading.mark({ kind: 'remark', id: randomUUID(), anchor, text })) thread.dispose();
}

/** Shows the lines that answer a remark. */
async function openAnswer({ review, reading, files }: RemarkDeps, id: string): Promise<void> {
  const { shown } = review;
  const answer = reading.now.marks?.remarks.find((remark) => remark.id === id)?.answer;
  if (shown === undefined || answer?.status !== 'answered') return;
  await openDiff(files, shown, answer.path, Math.max(1, answer.head.first));
}
