import { setContext } from '../registerCommands.ts';
import { canAnswer } from './canAnswer.ts';
import type { LookedHeads } from './lookedHeads.ts';
import type { OpenReview, ReviewShown } from './openReview.ts';
import type { Read, Reading } from './reading.ts';
import type { ReviewFiles } from './reviewFiles.ts';

interface Followers {
  readonly review: OpenReview;
  readonly reading: Reading;
  readonly files: Pick<ReviewFiles, 'refresh'>;
  readonly looked: LookedHeads;
  /** Draws what is shown anew. */
  readonly draw: () => void;
}

/** Keeps outline, marks, open files, context keys and rows true to the review that is open. */
export function followReview({ review, reading, files, looked, draw }: Followers): { dispose(): void } {
  let before = '';
  const show = () => {
    tellContext(review.shown, reading.now);
    draw();
  };
  const ends = [
    reading.onChange(show),
    review.onChange((shown) => {
      const now = shown === undefined ? '' : `${shown.run} ${shown.item} ${shown.of.status} ${shown.of.change.head}`;
      if (shown !== undefined && now !== before) {
        void files.refresh(shown);
        void looked.follow(shown);
      }
      before = now;
      void reading.follow(shown && { run: shown.run, item: shown.item, head: shown.of.change.head });
      show();
    }),
  ];
  return {
    dispose: () => {
      for (const end of ends) end();
    },
  };
}

function tellContext(shown: ReviewShown | undefined, { marks }: Read): void {
  const looked = marks?.looked;
  setContext('loopwright.reviewOpen', shown !== undefined);
  setContext('loopwright.gateHolds', shown?.gate.holds ?? false);
  setContext('loopwright.canAnswer', shown?.gate.canAnswer ?? false);
  setContext('loopwright.canOverride', shown?.gate.canOverride ?? false);
  setContext('loopwright.deliverAs', shown?.as ?? 'merge');
  setContext('loopwright.canDecide', shown !== undefined && canAnswer(shown.of));
  setContext('loopwright.takesOut', (marks?.decisions.length ?? 0) > 0);
  setContext('loopwright.changedSince', looked !== undefined && looked !== shown?.of.change.head);
}
