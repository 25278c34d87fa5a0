import type { CommandId } from '../commandTable.ts';
import type { ContextKeys } from '../viewTable.ts';

/** Id of the walkthrough, and what VS Code opens it by. */
const id = 'firstLoop';
export const walkthroughId = `loopwright.loopwright#${id}`;

const onCommand = (command: CommandId): string => `onCommand:${command}`;
const onContext = (key: keyof ContextKeys): string => `onContext:${key}`;
const link = (title: string, command: CommandId): string => `[${title}](command:${command})`;

interface Step {
  readonly id: string;
  readonly title: string;
  /** Markdown; a line that is a link becomes a button. */
  readonly description: string;
  /** What really happened, not that somebody looked. */
  readonly completionEvents: readonly string[];
}

const steps: readonly Step[] = [
  {
    id: 'pick',
    title: 'Pick a recipe',
    description: `A loop is a file that says who makes a change, what proves it, and who decides. A recipe writes one for your project and asks only what your files do not say.\n${link('New from Recipe…', 'loopwright.newFromRecipe')}\nOr begin with a small one that needs no model: ${link('Create a Loop', 'loopwright.createLoop')}.`,
    completionEvents: [onContext('loopwright.hasLoops')],
  },
  {
    id: 'read',
    title: 'See the loop',
    description: `Hover over a key to read what it does and what enforces it. Problems are underlined, most with a fix.\n${link('Open Loop File', 'loopwright.openLoop')}\n${link('Validate Loop', 'loopwright.validate')}`,
    completionEvents: [
      onCommand('loopwright.openLoop'),
      onCommand('loopwright.validate'),
      'onContext:editorLangId == loop-yaml',
    ],
  },
  {
    id: 'dryRun',
    title: 'Dry-run it',
    description: `See the life of a run before a token is spent: what starts it, the prompts as they would be sent, the checks, the gates, the worst and the likely spend. Nothing is run.\n${link('Dry Run', 'loopwright.dryRun')}`,
    completionEvents: [onCommand('loopwright.dryRun')],
  },
  {
    id: 'run',
    title: 'Commit it and run it',
    description: `A run reads its loop from a commit, so commit the new files first. It works in a worktree of its own: your files, index and branches are not touched.\n${link('Run Loop', 'loopwright.run')}`,
    completionEvents: [onContext('loopwright.hasRuns')],
  },
  {
    id: 'watch',
    title: 'Watch it',
    description: `The view Runs shows each iteration: what was made, which checks turned, what it used. Close the window if you like: the runner goes on.\n${link('Show Output of a Step', 'loopwright.showOutput')}\nIn a terminal: \`loopwright top\`.`,
    completionEvents: [onContext('loopwright.waits'), onContext('loopwright.hasDelivered')],
  },
  {
    id: 'answer',
    title: 'Read the change and answer',
    description: `The change waits for you. Read it, the riskiest file first, and answer which line it wrote: what nobody understood does not land.\n${link('Go to What Needs You', 'loopwright.attend')}\n${link('Open Review', 'loopwright.openReview')}`,
    completionEvents: [onContext('loopwright.reviewOpen')],
  },
  {
    id: 'land',
    title: 'Land it',
    description: `Landing makes one commit on your branch, once, and only if nothing of yours is in the way. Press **Land** in the review. Rejecting with a reason is as good an end: the next run reads it.`,
    completionEvents: [onContext('loopwright.hasDelivered')],
  },
];

/** `contributes.walkthroughs`. The pictures of the steps are `media/walkthrough/<step>.md`. */
export const walkthroughs = [
  {
    id,
    title: 'From a Loop to a Landed Change',
    description: 'Write a loop, watch it work, and let a change land that you understood.',
    steps: steps.map((step) => ({ ...step, media: { markdown: `media/walkthrough/${step.id}.md` } })),
  },
];
