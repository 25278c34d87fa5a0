import { type Settings, settingsFileSchema } from '../model/loop/budget.ts';
import { guard } from './guard.ts';
import { settingsJsonSchema } from './jsonSchema.ts';
import { LineIndex } from './lineIndex.ts';
import { hasErrors, type Problem } from './problem.ts';
import { problemsOf } from './problemsOf.ts';
import { read } from './reading.ts';
import { checkShape } from './shape.ts';

export interface ParsedSettings {
  /** Only where no problem is an error. */
  readonly settings?: Settings;
  readonly problems: readonly Problem[];
}

const settingsFile = { schema: settingsFileSchema, json: settingsJsonSchema, name: 'the settings' };

/**
 * Reads `.loops/settings.yaml`, with the same guards and problems as a loop file. Never throws. A text that says nothing
 * is good: nothing has to be set.
 */
export function parseSettings(text: string): ParsedSettings {
  const guarded = guard(text);
  if (!guarded.safe) return { problems: problemsOf(guarded.spots, new LineIndex(text)) };
  const reading = read(
    text,
    guarded.spots.filter(({ code }) => code === 'LW104'),
  );
  const isEmpty = reading.value === null && guarded.spots.length + reading.spots.length === 0;
  const { spots, parsed } = checkShape(isEmpty ? { ...reading, value: {} } : reading, settingsFile);
  const trusted = spots.filter(({ end }) => end <= reading.trustedUntil);
  const problems = problemsOf([...guarded.spots, ...reading.spots, ...trusted], reading.lines);
  return parsed && !hasErrors(problems) ? { settings: parsed, problems } : { problems };
}
