import { type Confidence, confidences, type Given, type Prompt } from '../../model/prompt.ts';
import { promptTitles } from '../../model/promptTitles.ts';
import type { Dialogs } from '../dialogs.ts';
import { confidenceWords } from './confidenceWords.ts';

/** An answer, and how sure the person is of it. */
export interface SureAnswer {
  readonly given: Given;
  readonly confidence: Confidence;
}

/** Asks for the answer to a prompt in VS Code's own boxes; undefined where the person leaves them, and then nothing counts. */
export async function answerInPicks(prompt: Prompt, dialogs: Dialogs): Promise<SureAnswer | undefined> {
  const given = await givenTo(prompt, dialogs);
  if (given === undefined) return undefined;
  const confidence = await dialogs.pick(
    'How sure are you? Picking one answers; the first answer counts.',
    confidences.map((value) => ({ ...confidenceWords[value], value })),
  );
  return confidence && { given, confidence };
}

async function givenTo({ ask, kind, question }: Prompt, dialogs: Dialogs): Promise<Given | undefined> {
  if ('options' in ask) {
    const choices = ask.options.map((label, value) => ({ label, value }));
    if (ask.by === 'one') {
      const option = await dialogs.pick(question, choices);
      return option === undefined ? undefined : { by: 'one', option };
    }
    const options = await dialogs.pickMany(question, choices);
    return options.length === 0 ? undefined : { by: 'several', options: [...options].sort((a, b) => a - b) };
  }
  const least = ask.by === 'words' ? ask.least : 1;
  const { most, by } = ask;
  const text = await dialogs.write({
    title: promptTitles[kind],
    prompt: question,
    problem: (written) => {
      if (written.length < least) return least === 1 ? 'Nothing is written yet.' : `At least ${least} characters.`;
      return written.length > most ? `At most ${most} characters.` : undefined;
    },
  });
  return text === undefined ? undefined : { by, text };
}
