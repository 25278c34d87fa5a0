import type { Usage } from './usage.ts';

export type Api = 'anthropic' | 'responses' | 'chat' | 'gemini';

/** A tool that the agent offers to the model. */
export interface OfferedTool {
  readonly name: string;
  /** Takes text instead of JSON. */
  readonly freeForm?: boolean;
  readonly namespace?: string;
  /** Finds tools that are not offered at once: what it finds is among the tools of the next call. */
  readonly finds?: boolean;
}

/** A request to a model, whatever the API. */
export interface Asked {
  readonly model: string;
  readonly streams: boolean;
  /** How many answers of the model are in the conversation. */
  readonly position: number;
  /** Everything that a user said in it, oldest first; results of tools are not in it. */
  readonly userTexts: readonly string[];
  /** What the tools gave, newest last. */
  readonly toolResults: readonly string[];
  readonly tools: readonly OfferedTool[];
  /** What was looked for among tools that are not offered at once. */
  readonly searched?: readonly string[];
}

/** What the model answers: a text, or one call of a tool (`text` of a free-form one). */
export type Reply =
  | { readonly text: string }
  | { readonly tool: OfferedTool; readonly input: unknown; readonly freeFormText?: string };

/** An answer in pieces: `before`, any number of deltas, `after`. */
export interface Spoken {
  readonly before: string;
  /** Only for a text. */
  readonly delta: (text: string) => string;
  readonly after: string;
}

/** One model API: how a request is read and an answer is written. */
export interface Dialect {
  readonly api: Api;
  /** Whether usage has a part for what was written to a cache. */
  readonly cachesWrites: boolean;
  /** Whether a POST to this path is a model call. */
  isCall(path: string): boolean;
  /** Answers to requests that are no model calls; undefined: 404. */
  aside(method: string, path: string): unknown;
  read(body: Readonly<Record<string, unknown>>, path: string): Asked;
  error(status: number): unknown;
  whole(reply: Reply, asked: Asked, id: string, usage: Usage): unknown;
  spoken(reply: Reply, asked: Asked, id: string, usage: Usage): Spoken;
}

/** JSON of which nobody knows the form, read piece by piece. */
export type Loose = Readonly<Record<string, unknown>>;

export const loose = (value: unknown): Loose => (typeof value === 'object' && value !== null ? (value as Loose) : {});
export const list = (value: unknown): readonly Loose[] => (Array.isArray(value) ? value.map(loose) : []);
export const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');
/** The text of a content that is a string or a list of parts with texts. */
export const textOf = (content: unknown): string =>
  typeof content === 'string'
    ? content
    : list(content)
        .map((part) => textIn(part['text']))
        .join('\n');
