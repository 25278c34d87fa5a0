import { deliverWords } from './review/deliverWords.ts';

const trusted = 'isWorkspaceTrusted';
const reviewing = 'loopwright.reviewOpen';
const gateHolds = 'loopwright.gateHolds';
const deciding = 'loopwright.canDecide';
/** Where the cursor can be on a piece. */
const inDiff = `${reviewing} && resourceScheme == loopwright`;

/** Commands of a review; rows of `commandTable`. All of them are done by the review's own program file. */
export const reviewCommandTable = {
  'loopwright.attend': { title: 'Go to What Needs You', icon: '$(bell)', palette: trusted },
  'loopwright.openReview': { title: 'Open Review', icon: '$(open-preview)', enablement: trusted, palette: trusted },
  'loopwright.closeReview': { title: 'Close Review', icon: '$(close)', palette: reviewing },
  'loopwright.readAgain': { title: 'Read the Change Again', icon: '$(refresh)', palette: reviewing },
  'loopwright.openDiff': { title: 'Open Changes of a File', icon: '$(diff)', palette: false },
  'loopwright.openUnit': { title: 'Open Changes of a Unit', icon: '$(diff)', palette: false },
  'loopwright.nextUnit': { title: 'Next Unit', icon: '$(arrow-down)', palette: reviewing },
  'loopwright.previousUnit': { title: 'Previous Unit', icon: '$(arrow-up)', palette: reviewing },
  'loopwright.nextUnitNotViewed': { title: 'Next Unit Not Viewed', icon: '$(arrow-right)', palette: reviewing },
  'loopwright.viewedAndNext': { title: 'Mark Unit as Viewed and Go On', icon: '$(check)', palette: reviewing },
  'loopwright.openAllChanges': { title: 'Open All Changes', icon: '$(diff-multiple)', palette: reviewing },
  'loopwright.changesSinceLooked': {
    title: 'Changes Since I Last Looked',
    icon: '$(history)',
    enablement: 'loopwright.changedSince',
    palette: reviewing,
  },
  'loopwright.openReviewWorktree': {
    title: 'Open Its Worktree in New Window…',
    icon: '$(empty-window)',
    enablement: deciding,
    palette: reviewing,
  },
  'loopwright.takeOutPiece': { title: 'Take Out', icon: '$(remove)', enablement: deciding, palette: inDiff },
  'loopwright.takeOutPieceWhy': {
    title: 'Take Out and Say Why…',
    icon: '$(feedback)',
    enablement: deciding,
    palette: inDiff,
  },
  'loopwright.keepPiece': { title: 'Keep It', icon: '$(add)', enablement: deciding, palette: inDiff },
  'loopwright.takeOut': {
    title: 'Take Out and Check Again',
    icon: '$(debug-rerun)',
    enablement: `${deciding} && loopwright.takesOut`,
    palette: reviewing,
  },
  'loopwright.requestChanges': {
    title: 'Request Changes…',
    icon: '$(request-changes)',
    enablement: deciding,
    palette: reviewing,
  },
  'loopwright.addRemark': { title: 'Add Remark', palette: false },
  'loopwright.replyRemark': { title: 'Reply', palette: false },
  'loopwright.editRemark': { title: 'Edit', icon: '$(edit)', palette: false },
  'loopwright.saveRemark': { title: 'Save', palette: false },
  'loopwright.cancelRemark': { title: 'Cancel', palette: false },
  'loopwright.withdrawRemark': { title: 'Withdraw', icon: '$(trash)', palette: false },
  'loopwright.resolveRemark': { title: 'Resolve', icon: '$(pass)', palette: false },
  'loopwright.reopenRemark': { title: 'Reopen', icon: '$(issue-reopened)', palette: false },
  'loopwright.openAnswer': { title: 'Go to the Lines That Answer', icon: '$(go-to-file)', palette: false },
  'loopwright.answerPrompt': {
    title: 'Answer the Prompt',
    icon: '$(comment-discussion)',
    enablement: 'loopwright.canAnswer',
    palette: reviewing,
  },
  'loopwright.answerInDiff': { title: 'Answer…', palette: false },
  'loopwright.nextPrompt': { title: 'Next Prompt', palette: false },
  'loopwright.landWithoutUnderstanding': {
    title: 'Land Without Understanding…',
    icon: '$(warning)',
    enablement: 'loopwright.canOverride',
    palette: reviewing,
  },
  'loopwright.land': {
    title: deliverWords.merge.button,
    icon: '$(git-merge)',
    enablement: gateHolds,
    palette: `${reviewing} && loopwright.deliverAs == 'merge'`,
  },
  'loopwright.deliverBranch': {
    title: deliverWords.branch.button,
    icon: '$(git-branch)',
    enablement: gateHolds,
    palette: `${reviewing} && loopwright.deliverAs == 'branch'`,
  },
  'loopwright.deliverPatch': {
    title: deliverWords.patch.button,
    icon: '$(file-code)',
    enablement: gateHolds,
    palette: `${reviewing} && loopwright.deliverAs == 'patch'`,
  },
  'loopwright.deliverPullRequest': {
    title: deliverWords['pull-request'].button,
    icon: '$(git-pull-request)',
    enablement: gateHolds,
    palette: `${reviewing} && loopwright.deliverAs == 'pull-request'`,
  },
  'loopwright.reject': { title: 'Reject…', icon: '$(discard)', enablement: trusted, palette: trusted },
} as const;

export type ReviewCommandId = keyof typeof reviewCommandTable;
