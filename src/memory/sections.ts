/** The headings of the state document, in order. Each stands once before the notes: what agents wrote cannot make one. */
export const sections = {
  findings: '## Open findings',
  waiting: '## Waiting',
  tried: '## Tried',
  lessons: '## Lessons',
  decisions: '## Decisions',
  notes: '## Notes from people',
} as const;

/** The parts of the lessons. */
export const lessonsOf = { people: '### By people', runs: '### By runs' } as const;

export type Section = keyof typeof sections | 'other';

/** Where a line stands: its section, and the finding whose block it is in. */
export interface Place {
  readonly section: Section;
  readonly finding?: string;
}

const findingHeading = /^#{2,4}\s+\\?`?([0-9a-f]{8})`?(?=\s|$)/;

/** The finding whose block `line` begins. */
export const findingOfHeading = (line: string): string | undefined => findingHeading.exec(line)?.[1];

/**
 * The place of each line. Only `known` findings have blocks; a heading of a person's own begins a place that means nothing
 * (`other`). From the line of the notes' heading on, everything is notes.
 */
export function placesOf(lines: readonly string[], known: ReadonlySet<string> | 'any'): readonly Place[] {
  let place: Place = { section: 'other' };
  return lines.map((line) => {
    if (place.section !== 'notes') place = placeAfter(place, line.trimEnd(), known);
    return place;
  });
}

function placeAfter(place: Place, line: string, known: ReadonlySet<string> | 'any'): Place {
  if (!line.startsWith('#')) return place;
  const section = sectionNames.find((name) => sections[name] === line);
  if (section !== undefined) return { section };
  if (line === lessonsOf.people || line === lessonsOf.runs) return { section: 'lessons' };
  const finding = findingOfHeading(line);
  if (finding !== undefined && (known === 'any' || known.has(finding))) {
    return { section: place.section === 'decisions' ? 'decisions' : 'findings', finding };
  }
  return /^#{1,6}\s/.test(line) ? { section: 'other' } : place;
}

const sectionNames = Object.keys(sections) as readonly (keyof typeof sections)[];
