import type { ProblemTexts } from './problemTexts.ts';

/** The words about what commands and agents can reach. */
export const exposureTexts: ProblemTexts<'LW320' | 'LW323' | 'LW336'> = {
  LW320: {
    severity: 'warning',
    say: ({ what, parallel }) =>
      `${parallel} items at once share \`${what}\`. Give each its own, by \`\${{ item.id }}\`, or write \`max-parallel: 1\`.`,
  },
  LW323: {
    severity: 'error',
    say: ({ agent }) =>
      `\`${agent}\` may run any command here, and with \`sandbox: off\` nothing keeps it in the worktree. Write \`sandbox: preferred\`, or \`required\`.`,
  },
  LW336: {
    severity: 'warning',
    say: ({ template, variable }) =>
      `\`${template}\` puts words of others into the prompt, while \`${variable}\` is in the environment and the network is open. Limit \`policy.network\` to the hosts that are needed, or take \`${variable}\` away.`,
  },
};
