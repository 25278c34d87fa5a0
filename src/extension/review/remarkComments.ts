import {
  type Comment,
  CommentMode,
  type CommentThread,
  CommentThreadCollapsibleState,
  CommentThreadState,
  comments,
  Disposable,
  Range,
  workspace,
} from 'vscode';
import { isSameItem } from '../itemRef.ts';
import { canAnswer } from './canAnswer.ts';
import { placeOf } from './cursorAt.ts';
import type { OpenReview, ReviewShown } from './openReview.ts';
import type { Reading } from './reading.ts';
import { type RemarkSaid, type RemarkThread, remarkThreads } from './remarkThreads.ts';
import type { ReviewFiles } from './reviewFiles.ts';

export const remarkController = 'loopwright.review';

/** A comment of a thread; its body is plain text, of which VS Code makes no markup. */
export interface SaidComment extends Comment {
  readonly remark: string;
  body: string;
  /** As it stands at the runner. */
  readonly said: RemarkSaid;
}

interface Shown {
  readonly thread: CommentThread;
  /** As text, so that what is the same is left alone. */
  drawn: string;
}

export interface RemarkDeps {
  readonly review: OpenReview;
  readonly reading: Reading;
  readonly files: ReviewFiles;
}

/** The remarks of the open review as comment threads on both sides of its diffs. */
export class RemarkComments {
  readonly #deps: RemarkDeps;
  readonly #controller = comments.createCommentController(remarkController, 'Review of a change');
  readonly #threads = new Map<string, Shown>();
  readonly #subscriptions: Disposable;

  constructor(deps: RemarkDeps) {
    this.#deps = deps;
    this.#controller.options = { prompt: 'Remark on these lines', placeHolder: 'What should be different, and why?' };
    this.#controller.commentingRangeProvider = {
      provideCommentingRanges: ({ uri, lineCount }) => {
        const place = placeOf(uri);
        const { shown } = deps.review;
        if (place === undefined || shown === undefined || !isSameItem(place, shown)) return undefined;
        if (!canAnswer(shown.of)) return undefined;
        return { enableFileComments: true, ranges: [new Range(0, 0, lineCount - 1, 0)] };
      },
    };
    this.#subscriptions = Disposable.from(
      this.#controller,
      { dispose: deps.reading.onChange(() => this.#show()) },
      { dispose: deps.review.onChange(() => this.#show()) },
      // Whether a remark is on the whole file can be told once its lines can be counted.
      workspace.onDidOpenTextDocument(({ uri }) => placeOf(uri) && this.#show()),
    );
  }

  /** The remark of a thread; undefined for one that was just begun. */
  remarkOf(thread: CommentThread): string | undefined {
    return [...this.#threads].find(([, shown]) => shown.thread === thread)?.[0];
  }

  /** Lets a comment be written anew, or shows it as it was. */
  edit(comment: SaidComment, isEditing: boolean): void {
    const thread = this.#threads.get(comment.remark)?.thread;
    if (thread === undefined) return;
    const mode = isEditing ? CommentMode.Editing : CommentMode.Preview;
    const body = comment.said.text;
    thread.comments = thread.comments.map((one) => (one === comment ? { ...one, mode, body } : one));
    if (!isEditing) this.#redraw(comment.remark);
  }

  dispose(): void {
    this.#subscriptions.dispose();
    for (const { thread } of this.#threads.values()) thread.dispose();
  }

  #redraw(remark: string): void {
    const shown = this.#threads.get(remark);
    if (shown !== undefined) shown.drawn = '';
    this.#show();
  }

  #show(): void {
    const { shown } = this.#deps.review;
    const { marks } = this.#deps.reading.now;
    const all = shown === undefined || marks === undefined ? [] : remarkThreads(marks, canAnswer(shown.of));
    const kept = new Set(all.map(({ id }) => id));
    for (const [id, { thread }] of this.#threads) {
      if (kept.has(id)) continue;
      thread.dispose();
      this.#threads.delete(id);
    }
    if (shown !== undefined) for (const remark of all) this.#draw(shown, remark);
  }

  #draw(shown: ReviewShown, remark: RemarkThread): void {
    const { run, item } = shown;
    const uri = this.#deps.files.uriOf({ run, item, side: remark.side, path: remark.path });
    const range = this.#rangeOf(remark, uri.toString());
    const drawn = JSON.stringify([remark, range, run, item]);
    const known = this.#threads.get(remark.id);
    if (known?.drawn === drawn || known?.thread.comments.some(({ mode }) => mode === CommentMode.Editing)) return;
    const thread = known?.thread ?? this.#controller.createCommentThread(uri, range ?? new Range(0, 0, 0, 0), []);
    if (known === undefined) {
      const { Collapsed, Expanded } = CommentThreadCollapsibleState;
      thread.collapsibleState = remark.isResolved ? Collapsed : Expanded;
    }
    thread.range = range;
    thread.label = remark.label;
    thread.contextValue = remark.context;
    thread.canReply = remark.canReply;
    thread.state = remark.isResolved ? CommentThreadState.Resolved : CommentThreadState.Unresolved;
    thread.comments = remark.said.map((said) => commentOf(remark.id, said));
    this.#threads.set(remark.id, { thread, drawn });
  }

  /** Undefined puts the thread at its file: where its lines are gone, and where they are all of it. */
  #rangeOf({ lines }: RemarkThread, uri: string): Range | undefined {
    if (lines === undefined) return undefined;
    const open = workspace.textDocuments.find((document) => document.uri.toString() === uri);
    const isWhole = lines.first === 1 && lines.last > 1 && lines.last >= (open?.lineCount ?? Number.POSITIVE_INFINITY);
    return isWhole ? undefined : new Range(lines.first - 1, 0, lines.last - 1, 0);
  }
}

function commentOf(remark: string, said: RemarkSaid): SaidComment {
  const { author, at, text, quote, context } = said;
  const body = quote === undefined ? text : `${['Said of:', ...quote].join('\n')}\n\n${text}`;
  return {
    ...{ remark, said, body, contextValue: context, mode: CommentMode.Preview },
    author: { name: author },
    timestamp: new Date(at),
  };
}
