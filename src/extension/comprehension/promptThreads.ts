import {
  CommentMode,
  type CommentThread,
  CommentThreadCollapsibleState,
  CommentThreadState,
  comments,
  Range,
  type Uri,
} from 'vscode';
import type { PromptPageOf } from '../../protocol/promptView.ts';
import type { ItemRef } from '../itemRef.ts';
import { askedThread, gradedThread, type PromptThread } from './promptThread.ts';

export const promptController = 'loopwright.prompt';

/** Where a file of a change is shown. */
export type UriOf = (place: ItemRef & Pick<PromptThread, 'path' | 'side'>) => Uri;

interface Shown {
  readonly thread: CommentThread;
  readonly prompt: string;
}

/** The prompts that are asked in the diff of a review, as comment threads at their lines. */
export class PromptThreads {
  readonly #uriOf: UriOf;
  readonly #controller = comments.createCommentController(promptController, 'Prompt');
  #shown: readonly Shown[] = [];

  constructor(uriOf: UriOf) {
    this.#uriOf = uriOf;
  }

  has(prompt: string): boolean {
    return this.#shown.some((one) => one.prompt === prompt);
  }

  ask({ run, item }: ItemRef, page: PromptPageOf<'question'>): void {
    if (this.has(page.prompt.id)) return;
    // Not before: VS Code folds a thread when it is resolved, and what came of the answer is to be read first.
    for (const { thread } of this.#shown) thread.state = CommentThreadState.Resolved;
    const asked = askedThread(page);
    const { path, side, first, last } = asked;
    const uri = this.#uriOf({ run, item, path, side });
    const thread = this.#controller.createCommentThread(uri, new Range(first - 1, 0, last - 1, 0), []);
    thread.canReply = false;
    thread.state = CommentThreadState.Unresolved;
    thread.collapsibleState = CommentThreadCollapsibleState.Expanded;
    draw(thread, asked);
    this.#shown = [...this.#shown, { thread, prompt: page.prompt.id }];
  }

  grade(page: PromptPageOf<'graded'>): void {
    const shown = this.#shown.find(({ prompt }) => prompt === page.prompt.id);
    if (shown === undefined) return;
    draw(shown.thread, gradedThread(page));
    shown.thread.collapsibleState = CommentThreadCollapsibleState.Expanded;
  }

  /** Takes every thread away: the review is closed, or its content is another. */
  clear(): void {
    for (const { thread } of this.#shown) thread.dispose();
    this.#shown = [];
  }

  dispose(): void {
    this.clear();
    this.#controller.dispose();
  }
}

function draw(thread: CommentThread, { label, said, context }: PromptThread): void {
  thread.label = label;
  thread.contextValue = context;
  thread.comments = said.map(({ author, text }) => ({
    body: text,
    mode: CommentMode.Preview,
    author: { name: author },
  }));
}
