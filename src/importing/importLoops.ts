import { freeName } from '../model/freeName.ts';
import { slug } from '../model/loop/words.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { Draft } from './draft.ts';
import { entryDraft } from './entry.ts';
import { loopMarkdownDrafts } from './loopMarkdown.ts';
import { type ReadPrompt, ralphDraft } from './ralph.ts';
import { registryDrafts } from './registry.ts';
import { writeDraft } from './writeDraft.ts';

/** A loop file that was made of somebody else's. */
export interface ImportedLoop {
  readonly name: string;
  /** Of the loop file, with what was not taken over in comments. */
  readonly text: string;
  readonly notes: readonly string[];
}

export interface ImportOrder {
  /** Path of the source, for its kind and for a name. */
  readonly file: string;
  readonly text: string;
  /** Names of loops that are there already. */
  readonly taken: readonly string[];
  /** Reads a prompt that a script names, from beside it; undefined where there is none. */
  readonly read: ReadPrompt;
  /** Of several loops only this, by its name in the source; absent: all. */
  readonly only?: string;
}

/** Characters of a source: a list of loops, not a book. */
const mostSource = 256 * 1024;

/**
 * Makes loop files of what people wrote for other tools: a pattern registry, a LOOP.md, an entry of a loop library, a Ralph
 * script. Nothing of it is run. The error says what the text was taken for and what can be read.
 */
export function importLoops(order: ImportOrder): Result<readonly ImportedLoop[], string> {
  const { file, text, only } = order;
  if (text.length > mostSource)
    return err(`${file} is too large: ${mostSource / 1024} KB are the most. Name one loop's own file.`);
  const drafts = draftsOf(order);
  if (drafts.length === 0) {
    return err(
      `${file} is no loop that can be read: a registry of patterns (patterns/registry.yaml), a LOOP.md, an entry with trigger, steps and check, or a shell script with an agent in a loop.`,
    );
  }
  const wanted = only === undefined ? drafts : drafts.filter(({ title }) => nameOf(title) === nameOf(only));
  if (wanted.length === 0) {
    const known = drafts.map(({ title }) => nameOf(title)).join(', ');
    return err(`${file} has no loop “${only}”. It has: ${known}.`);
  }
  const taken = [...order.taken];
  return ok(
    wanted.map((draft) => {
      const name = freeName(taken, nameOf(draft.title));
      taken.push(name);
      return { name, text: writeDraft(draft, name), notes: draft.notes };
    }),
  );
}

function draftsOf({ file, text, read }: ImportOrder): readonly Draft[] {
  const name = file.replace(/^.*[/\\]/, '').replace(/\.[^.]*$/, '');
  if (/\.(sh|bash|zsh)$/.test(file) || /^#!.*\b(ba|z|da)?sh\b/.test(text)) {
    const script = ralphDraft(text, name, read);
    return script === undefined ? [] : [script];
  }
  const registry = registryDrafts(text);
  if (registry !== undefined) return registry.drafts;
  const entry = entryDraft(text);
  const sections = loopMarkdownDrafts(text);
  // An entry has one trigger; a LOOP.md has a cadence for each of its loops.
  if (entry !== undefined && sections.length < 2)
    return [entry.title === 'imported' ? { ...entry, title: name } : entry];
  if (sections.length > 0) return sections;
  const script = ralphDraft(text, name, read);
  return script === undefined ? [] : [script];
}

/** `PR Babysitter` → `pr-babysitter`. */
export function nameOf(title: string): string {
  const plain = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '');
  return slug.test(plain) ? plain : 'imported';
}
