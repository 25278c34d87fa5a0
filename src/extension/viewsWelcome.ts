/** What a view says while it is empty: what would stand there, and the next step. Links are commands. */

/** What to do about each agent that is installed and not logged in. */
const logIn = {
  claude: 'claude auth login',
  codex: 'codex login',
  pi: 'pi, then /login',
  gemini: 'gemini, then /auth',
  opencode: 'opencode auth login',
} as const;

/**
 * Below the words of the empty view Loops: which agents there are, and what to do. Welcome views show links, and backticks
 * as they are.
 */
const agentsWelcome = [
  ...Object.entries(logIn).flatMap(([agent, how]) => [
    {
      when: `loopwright.agents =~ /${agent}:ready/`,
      contents: `${agent} is installed. Use it with "agent: ${agent}".`,
    },
    { when: `loopwright.agents =~ /${agent}:out/`, contents: `${agent} is installed and not logged in. Run: ${how}` },
  ]),
  {
    when: 'loopwright.agents =~ /vscode:ready/',
    contents: 'VS Code has a language model. A judge uses it with "agent: vscode".',
  },
  {
    when: 'loopwright.agents =~ /none/',
    contents: 'No coding agent was found; "agent: repair" needs none. "loopwright doctor" says how to install one.',
  },
].map(({ when, contents }) => ({
  view: 'loopwright.loops' as const,
  when: `workspaceFolderCount > 0 && ${when}`,
  contents,
}));

const restricted =
  'This folder is in Restricted Mode. Loopwright shows its loops and runs nothing: a loop runs commands of this repository.\n[Manage Workspace Trust](command:workbench.trust.manage)';
const noFolder = 'Loops belong to a git repository. Open its folder first.\n[Open Folder](command:vscode.openFolder)';

const working = 'isWorkspaceTrusted && workspaceFolderCount > 0';

/** Views that show what a runner says: there is none without a folder, nor in Restricted Mode. */
const ofRunner = [
  {
    view: 'loopwright.inbox',
    contents:
      'Nothing waits for you. Changes to review, gates, questions of agents, findings and failures of all loops appear here, the most urgent first.',
  },
  {
    view: 'loopwright.worktrees',
    contents:
      'There is no worktree. Each item of a run works in one of its own, outside of this folder; those that are still there are listed here with their size, and can be given back.',
  },
  {
    view: 'loopwright.understanding',
    contents:
      'Nothing is owed. Lines are owed when a loop wrote them, they landed, and you have not shown to understand them: by answering a prompt right, reading them in a review, or editing them. They are listed here by folder, file and unit, the most owed first, and you can pay some back in five minutes a day.',
  },
] as const;

const runnerViews = [
  'loopwright.inbox',
  'loopwright.runs',
  'loopwright.worktrees',
  'loopwright.understanding',
] as const;

export const viewsWelcome = [
  {
    view: 'loopwright.loops',
    when: 'workspaceFolderCount > 0',
    contents:
      'There is no loop here yet. A loop says who makes a change, what proves it, and who decides.\n[New from Recipe…](command:loopwright.newFromRecipe)\n[Create a Loop](command:loopwright.createLoop)',
  },
  ...agentsWelcome,
  {
    view: 'loopwright.loops',
    when: 'workspaceFolderCount == 0',
    contents: noFolder,
  },
  {
    view: 'loopwright.runs',
    when: `${working} && !loopwright.runsFiltered`,
    contents:
      'Nothing has run yet. Press Run above a loop file, or beside a loop in the view Loops.\n[Show the Loops](command:loopwright.loops.focus)',
  },
  {
    view: 'loopwright.runs',
    when: `${working} && loopwright.runsFiltered`,
    contents: 'No run fits the filter.\n[Clear the Filter](command:loopwright.clearRunFilter)',
  },
  ...ofRunner.map((row) => ({ ...row, when: working })),
  ...runnerViews.map((view) => ({
    view,
    when: '!isWorkspaceTrusted && workspaceFolderCount > 0',
    contents: restricted,
  })),
  ...(['loopwright.inbox', 'loopwright.runs'] as const).map((view) => ({
    view,
    when: 'workspaceFolderCount == 0',
    contents: noFolder,
  })),
];
