import { mostPrompts } from '../../model/prompt.ts';
import type { Standing } from '../../protocol/promptView.ts';
import type { Requests } from '../runner/requests.ts';
import type { PromptSource } from './promptSource.ts';

/** Prompts of the person's day about what landed and is owed. */
export function debtPrompts(link: Requests): PromptSource {
  let [asked, before]: [number, number | undefined] = [0, undefined];
  const owed = async (): Promise<number> => {
    const debt = await link.request('debt', { of: 'me' });
    return debt.ok ? debt.value.mine.owed : 0;
  };
  return {
    ask: async (signal) => {
      before ??= await owed();
      return link.request('quiz', {}, signal);
    },
    answer: async (answer) => {
      const graded = await link.request('quizAnswer', answer);
      if (graded.ok) asked += 1;
      return graded;
    },
    standing: async (): Promise<Standing> => {
      const now = await owed();
      return { about: 'debt', before: before ?? now, now };
    },
    progress: () => `Prompt ${asked + 1} · at most ${mostPrompts} a day`,
  };
}
