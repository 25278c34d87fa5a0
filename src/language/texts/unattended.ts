import type { ProblemTexts } from './problemTexts.ts';

const minutes = (count: number): string => (count === 1 ? '1 minute' : `${count} minutes`);
/** The words about loops that start by themselves, and about what bounds them. */
export const unattendedTexts: ProblemTexts<'LW212' | 'LW213' | 'LW311' | 'LW312' | 'LW313' | 'LW318'> = {
  LW212: {
    severity: 'warning',
    say: ({ gapMinutes, timeoutMinutes, shift, other }) => {
      const when = shift ? ' on the day that the clocks change' : '';
      const what =
        other === undefined
          ? `Two firings are ${minutes(gapMinutes)} apart${when}`
          : gapMinutes === 0
            ? `This fires at the same time as \`${other}\``
            : `This fires within ${minutes(gapMinutes)} of \`${other}\``;
      return `${what}, and a run may take ${minutes(timeoutMinutes)}. Fire less often, lower \`budget.timeout-minutes\`, or end idle runs with \`on.skip-if\`.`;
    },
  },
  LW213: {
    severity: 'info',
    say: ({ day, weekday }) =>
      `This fires on every day \`${day}\` of the month and on every weekday \`${weekday}\`, not only where both meet. Write \`*\` for one of them, or \`+${weekday}\` where both are meant.`,
  },
  LW311: {
    severity: 'warning',
    say: ({ iterations, written }) =>
      written
        ? `Up to ${iterations} iterations, and no word of when to give up before. Lower it, or add \`goal: { give-up: run.no_progress >= 3 }\`.`
        : `This loop starts by itself and nothing says when to stop trying, so the default of ${iterations} iterations holds. Add \`max-iterations\`, or \`goal: { give-up: run.no_progress >= 3 }\`.`,
  },
  LW312: {
    severity: 'warning',
    say: ({ field, total, each, items }) =>
      `${items} items at ${each} each come to more than twice the total of ${total} (\`budget.${field}\`). Raise the total, or lower \`items.max\` or this.`,
  },
  LW313: {
    severity: 'warning',
    say: ({ trigger }) =>
      `\`on.${trigger}\` can start many runs in a day, each with the whole budget. Add \`per-day: { max-runs: …, max-cost-usd: … }\` to the budget.`,
  },
  LW318: {
    severity: 'warning',
    say: ({ trigger, agent }) =>
      `\`on.${trigger}\` starts \`${agent}\` while nobody watches, and nothing bounds what it costs. Add \`max-cost-usd\` or \`max-tokens\`.`,
  },
};
