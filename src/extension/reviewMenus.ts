import type { CommandId } from './commandTable.ts';

/** Buttons and menus of the diffs and the comment threads of a review, for `contributes` in package.json. */

interface MenuRow {
  readonly command: CommandId;
  readonly when: string;
  readonly group: string;
}

const inReview = 'loopwright.reviewOpen && resourceScheme == loopwright';
const deciding = `${inReview} && loopwright.canDecide`;

/** Above a diff: back, on, and viewed and on. */
export const diffTitle: readonly MenuRow[] = [
  { command: 'loopwright.previousUnit', when: inReview, group: 'navigation@-13' },
  { command: 'loopwright.nextUnit', when: inReview, group: 'navigation@-12' },
  { command: 'loopwright.viewedAndNext', when: inReview, group: 'navigation@-11' },
];

/** On the piece under the cursor. */
export const inDiffs: readonly MenuRow[] = [
  { command: 'loopwright.takeOutPiece', when: deciding, group: '1_loopwright@1' },
  { command: 'loopwright.takeOutPieceWhy', when: deciding, group: '1_loopwright@2' },
  { command: 'loopwright.keepPiece', when: deciding, group: '1_loopwright@3' },
  { command: 'loopwright.viewedAndNext', when: inReview, group: '1_loopwright@4' },
];

const ours = 'commentController == loopwright.review';
const prompts = 'commentController == loopwright.prompt';
const inThread = (ability: string): string => `${ours} && commentThread =~ /\\+${ability}\\b/`;

/** The boxes of remarks: their titles, and the buttons below a text that is being written. */
export const remarkMenus: { readonly [place: string]: readonly MenuRow[] } = {
  'comments/commentThread/title': [
    {
      command: 'loopwright.answerInDiff',
      when: `${prompts} && commentThread =~ /\\+answer\\b/`,
      group: 'navigation@1',
    },
    { command: 'loopwright.nextPrompt', when: `${prompts} && commentThread =~ /\\+next\\b/`, group: 'navigation@1' },
    { command: 'loopwright.openAnswer', when: inThread('answer'), group: 'navigation@1' },
    { command: 'loopwright.resolveRemark', when: inThread('resolve'), group: 'navigation@2' },
    { command: 'loopwright.reopenRemark', when: inThread('reopen'), group: 'navigation@2' },
  ],
  'comments/commentThread/context': [
    { command: 'loopwright.addRemark', when: `${ours} && commentThreadIsEmpty`, group: 'inline@1' },
    { command: 'loopwright.replyRemark', when: `${ours} && !commentThreadIsEmpty`, group: 'inline@1' },
  ],
  'comments/comment/title': [
    { command: 'loopwright.editRemark', when: `${ours} && comment =~ /\\+edit\\b/`, group: 'inline@1' },
    { command: 'loopwright.withdrawRemark', when: `${ours} && comment =~ /\\+edit\\b/`, group: 'inline@2' },
  ],
  'comments/comment/context': [
    { command: 'loopwright.cancelRemark', when: ours, group: 'inline@1' },
    { command: 'loopwright.saveRemark', when: ours, group: 'inline@2' },
  ],
};
