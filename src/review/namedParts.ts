import type { LineSpan, Unit } from '../model/reviewOutline.ts';

/** A part of a source that has a name, as a grammar or a heading tells. */
export interface NamedPart {
  /** Its own name, without those of what it stands in. */
  readonly name: string;
  /** Between the name of what it stands in and its own. */
  readonly joint: '.' | ' › ';
  readonly kind: Exclude<Unit['kind'], 'rest' | 'lines' | 'file'>;
  /** All its lines: comments right above it and decorators are its own. */
  readonly lines: LineSpan;
  /** Its declaration up to its body. */
  readonly signature: string;
  /** What in it has a name of its own, in order. Known only of parts that the change touches. */
  readonly parts: readonly NamedPart[];
}

/** Both sides of a file as readable text, and where they differ. A side that the file does not have is absent. */
export interface Source {
  readonly base?: string;
  readonly head?: string;
  readonly hunks: readonly { readonly base: LineSpan; readonly head: LineSpan }[];
}

export interface SourceParts {
  readonly head: readonly NamedPart[];
  /** Left out where the change only adds lines: then the base has the parts of the head, without those lines. */
  readonly base?: readonly NamedPart[];
}

/** Finds the named parts of sources. Contract: never throws; what it cannot read has no parts. */
export interface Syntax {
  /** Undefined where the language of the path is not known, or the text is more than it takes. */
  partsOf(path: string, source: Source): SourceParts | undefined;
}
