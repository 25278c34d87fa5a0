import type { LoopRow } from '../../model/loopsReply.ts';
import { type LoopsParams, loopsChangedMethod, loopsMethod } from '../../model/loopsRequest.ts';
import type { LanguageService } from '../languageClient.ts';
import type { Unsubscribe } from '../listeners.ts';

/** What is in loop files, as the language server reads them. Nothing of the language is in this program. */
export interface LoopService {
  /** The loops in `.loops` of a folder, by its URI; none where the server cannot be asked, which it tells itself. */
  loopsOf(folder: string): Promise<readonly LoopRow[]>;
  /** Told when another answer is to be had, of a folder that was asked about. */
  onChange(listener: () => void): Unsubscribe;
}

export function loopService(language: Pick<LanguageService, 'request' | 'onNotification'>): LoopService {
  return {
    loopsOf: async (folder) => {
      try {
        const params: LoopsParams = { folder };
        const reply = await language.request(loopsMethod, params);
        const { loopsReplySchema } = await import('../incoming.ts');
        return loopsReplySchema.parse(reply).loops;
      } catch {
        return [];
      }
    },
    onChange: (listener) => language.onNotification(loopsChangedMethod, listener),
  };
}
