import { type TranscriptLine, transcriptLineSchema } from '../../src/model/transcript.ts';

/** One thing of a transcript as it is drawn. `seq` is that of its first line. */
export type Entry =
  | { readonly kind: 'said' | 'thought'; readonly seq: number; readonly text: string }
  | Tool
  | { readonly kind: 'asked'; readonly seq: number; readonly text: string }
  | { readonly kind: 'note'; readonly seq: number; readonly icon: string; readonly text: string };

export interface Tool {
  readonly kind: 'tool';
  readonly seq: number;
  readonly id: string;
  readonly name: string;
  /** The file, command or pattern that it is about. */
  readonly target: string;
  readonly input: string;
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly ok?: boolean;
  readonly output?: string;
}

type LineOf<T extends TranscriptLine['type']> = Extract<TranscriptLine, { readonly type: T }>;

/** The names under which tools keep what they are about, the best first. */
const targets = ['command', 'file_path', 'path', 'pattern', 'query', 'url', 'description'] as const;

/** What stands beside the words of an agent, in a line; undefined for what is drawn otherwise, or not at all. */
const notes: { readonly [T in TranscriptLine['type']]?: (line: LineOf<T>) => { icon: string; text: string } } = {
  session: ({ model, version }) => ({
    icon: 'link',
    text: ['Conversation', ...(model === undefined ? [] : [model]), ...(version === undefined ? [] : [version])].join(
      ' · ',
    ),
  }),
  file: ({ path, change }) => ({ icon: 'file', text: `${change} ${path}` }),
  denied: ({ what }) => ({ icon: 'circle-slash', text: `denied: ${what}` }),
  retry: ({ cause, attempt }) => ({ icon: 'refresh', text: `tries again (${attempt}): ${cause}` }),
  note: ({ text }) => ({ icon: 'info', text }),
  cut: ({ text }) => ({ icon: 'ellipsis', text }),
  end: ({ status, cause, detail }) => ({
    icon: status === 'completed' ? 'pass' : 'warning',
    text: [status, cause, detail].filter((part) => part !== undefined && part !== '').join(': '),
  }),
};

/** The entries of a transcript, made of its lines as they come; a line may come in two pieces. */
export class TranscriptEntries {
  #entries: readonly Entry[] = [];
  #rest = '';

  get all(): readonly Entry[] {
    return this.#entries;
  }

  /** @param text more of the transcript, one JSON value a line */
  add(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    const entries = [...this.#entries];
    for (const line of lines) {
      const parsed = lineOf(line);
      if (parsed !== undefined) addLine(entries, parsed);
    }
    this.#entries = entries;
  }
}

function lineOf(text: string): TranscriptLine | undefined {
  try {
    return transcriptLineSchema.safeParse(JSON.parse(text)).data;
  } catch {
    // A driver that was killed leaves half a line.
    return undefined;
  }
}

function addLine(entries: Entry[], line: TranscriptLine): void {
  switch (line.type) {
    case 'text':
      addWords(entries, 'said', line);
      return;
    case 'thinking':
      addWords(entries, 'thought', line);
      return;
    case 'prompt':
      entries.push({ kind: 'asked', seq: line.seq, text: line.text });
      return;
    case 'tool-start':
      entries.push(toolOf(line));
      return;
    case 'tool-end':
      endTool(entries, line);
      return;
    default: {
      const note = (notes[line.type] as ((line: TranscriptLine) => { icon: string; text: string }) | undefined)?.(line);
      if (note !== undefined) entries.push({ kind: 'note', seq: line.seq, ...note });
    }
  }
}

/** Words come in pieces: one after the other they are one text. */
function addWords(entries: Entry[], kind: 'said' | 'thought', { seq, text }: LineOf<'text' | 'thinking'>): void {
  const last = entries.at(-1);
  if (last?.kind === kind) entries[entries.length - 1] = { ...last, text: last.text + text };
  else entries.push({ kind, seq, text });
}

function toolOf({ seq, id, name, input, at }: LineOf<'tool-start'>): Tool {
  const given = typeof input === 'object' && input !== null ? (input as Readonly<Record<string, unknown>>) : {};
  const target = targets.map((key) => given[key]).find((value) => typeof value === 'string');
  const shown = typeof input === 'string' ? input : JSON.stringify(input, undefined, 2);
  return {
    kind: 'tool',
    seq,
    id,
    name,
    target: typeof target === 'string' ? target : '',
    input: shown ?? '',
    startedAt: at,
  };
}

function endTool(entries: Entry[], { id, ok, output, at }: LineOf<'tool-end'>): void {
  const place = entries.findLastIndex((entry) => entry.kind === 'tool' && entry.id === id);
  const tool = entries[place];
  if (tool?.kind === 'tool') entries[place] = { ...tool, endedAt: at, ok, output };
}
