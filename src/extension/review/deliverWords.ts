import type { RunStart } from '../../model/event.ts';

export type DeliverAs = RunStart['deliver']['as'];

interface DeliverWords {
  /** What the button that delivers says. */
  readonly button: string;
  /** Of a change that was not delivered. */
  readonly not: string;
  /** What may or may not be: `landing is closed`. */
  readonly name: string;
}

const delivery = { not: 'Not delivered.', name: 'delivery' };

/** Every way a change is delivered, in words. It imports nothing of VS Code. */
export const deliverWords = {
  merge: { button: 'Land', not: 'Not landed.', name: 'landing' },
  branch: { button: 'Deliver as Branch', ...delivery },
  patch: { button: 'Deliver as Patch', ...delivery },
  'pull-request': { button: 'Deliver as Pull Request', ...delivery },
  report: { button: 'Deliver as Report', ...delivery },
} as const satisfies { readonly [A in DeliverAs]: DeliverWords };
