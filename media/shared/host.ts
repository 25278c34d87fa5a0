import type * as z from 'zod';

/** The editor's side of a page. `State` survives the page being hidden and the window being reloaded. */
interface Host<Says, State> {
  postMessage(message: Says): void;
  getState(): State | undefined;
  setState(state: State): void;
}

declare function acquireVsCodeApi(): Host<unknown, unknown>;

/** What a page has of the editor. */
export interface Editor<Says, State> {
  readonly say: (said: Says) => void;
  /** What was kept by an earlier life of this page. The page checks it: another version may have written it. */
  readonly kept: unknown;
  readonly keep: (state: State) => void;
}

/**
 * Connects a page with the editor. `take` gets what the editor says, in its order, once it fits the schema; anything else is not
 * for us. A schema may come later: what is said before it is there waits for it. Call it once a page, and say that the page
 * listens when it does.
 */
export function connect<Page, Says, State = never>(
  schema: z.ZodType<Page> | Promise<z.ZodType<Page>>,
  take: (page: Page) => void,
): Editor<Says, State> {
  const host = acquireVsCodeApi();
  window.addEventListener('message', async ({ data }: MessageEvent<unknown>) => {
    const page = (await schema).safeParse(data);
    if (page.success) take(page.data);
  });
  return {
    say: (said) => host.postMessage(said),
    kept: host.getState(),
    keep: (state) => host.setState(state),
  };
}
