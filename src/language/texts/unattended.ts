import type { ProblemTexts } from './problemTexts.ts';

const minutes = (count: number): string => (count === 1 ? '1 minute' : `${count} minutes`);

/** The words about loops that start by themselves, and about what bounds them. */
export const unattendedTexts: ProblemTexts<'LW212' | 'LW213' | 'LW311' | 'LW312' | 'LW313' | 'LW318'> = {
  LW212: {
    severity: 'warning',
    title: 'Fires again before a run must end',
    why: 'A firing that comes while a run works waits, and of those that wait only the newest is kept; with `cancel-in-progress` it stops the run. So the loop does not start as often as is written, or never gets to its end. The shortest gap counts: `*/7` fires at minute 56 and again at minute 0, and on the day that the clocks go forward an hour is missing.',
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
    bad: 'on: { schedule: [{ cron: "*/7 * * * *" }] }\nbudget: { timeout-minutes: 5, max-iterations: 2 }\n',
    good: 'on: { schedule: [{ cron: "*/15 * * * *" }] }\nbudget: { timeout-minutes: 5, max-iterations: 2 }\n',
  },
  LW213: {
    severity: 'info',
    title: 'Day of the month or weekday',
    why: 'Where cron is given both a day of the month and a weekday it takes either, which is rarely what is meant. A plus before the weekday (`+MON`) asks for both.',
    say: ({ day, weekday }) =>
      `This fires on every day \`${day}\` of the month and on every weekday \`${weekday}\`, not only where both meet. Write \`*\` for one of them, or \`+${weekday}\` where both are meant.`,
    bad: 'on: { schedule: [{ cron: "0 6 1 * MON" }] }\nbudget: { max-iterations: 2 }\n',
    good: 'on: { schedule: [{ cron: "0 6 1 * +MON" }] }\nbudget: { max-iterations: 2 }\n',
  },
  LW311: {
    severity: 'warning',
    title: 'Nothing says when to stop trying',
    why: 'A loop always stops: after 5 iterations where nothing else is written, and when nothing gets better. In a loop that nobody watches that number should be chosen, and a large one wants a `give-up`, because the twentieth pass over the same failure rarely finds what nineteen did not.',
    say: ({ iterations, written }) =>
      written
        ? `Up to ${iterations} iterations, and no word of when to give up before. Lower it, or add \`goal: { give-up: run.no_progress >= 3 }\`.`
        : `This loop starts by itself and nothing says when to stop trying, so the default of ${iterations} iterations holds. Add \`max-iterations\`, or \`goal: { give-up: run.no_progress >= 3 }\`.`,
    bad: 'on: { schedule: [{ cron: "0 6 * * *" }] }\nbudget: { timeout-minutes: 30 }\n',
    good: 'on: { schedule: [{ cron: "0 6 * * *" }] }\nbudget: { timeout-minutes: 30, max-iterations: 5 }\n',
  },
  LW312: {
    severity: 'warning',
    title: 'Total that pays for few of the items',
    why: 'Each item may use what `per-item` says until the total of the run is used up, and those that come last find nothing left. A total below the worst case is what a total is for; this one does not pay for half of the items at their worst.',
    say: ({ field, total, each, items }) =>
      `${items} items at ${each} each come to more than twice the total of ${total} (\`budget.${field}\`). Raise the total, or lower \`items.max\` or this.`,
    bad: 'items: { from: { file: items.json }, key: item.id, max: 20 }\nroles: { maker: { run: node fix.mjs } }\nbudget: { max-iterations: 10, per-item: { max-iterations: 5 } }\n',
    good: 'items: { from: { file: items.json }, key: item.id, max: 4 }\nroles: { maker: { run: node fix.mjs } }\nbudget: { max-iterations: 10, per-item: { max-iterations: 5 } }\n',
  },
  LW313: {
    severity: 'warning',
    title: 'Starts by itself without a daily cap',
    why: 'The budget of a run holds for each run. What starts many in a day (a busy branch, a loud webhook, a short schedule) spends it many times, and nobody is there to see it.',
    say: ({ trigger }) =>
      `\`on.${trigger}\` can start many runs in a day, each with the whole budget. Add \`per-day: { max-runs: …, max-cost-usd: … }\` to the budget.`,
    bad: 'on: { push: { branches: [main] } }\nroles: { maker: { agent: claude, prompt: Fix the failing tests. } }\nbudget: { max-iterations: 3, max-cost-usd: 2 }\n',
    good: 'on: { push: { branches: [main] } }\nroles: { maker: { agent: claude, prompt: Fix the failing tests. } }\nbudget: { max-iterations: 3, max-cost-usd: 2, per-day: { max-runs: 10 } }\n',
  },
  LW318: {
    severity: 'warning',
    title: 'Starts by itself and nothing bounds what it costs',
    why: 'Iterations and minutes bound how long a model works, not what it uses in that time: one pass can cost more than ten others.',
    say: ({ trigger, agent }) =>
      `\`on.${trigger}\` starts \`${agent}\` while nobody watches, and nothing bounds what it costs. Add \`max-cost-usd\` or \`max-tokens\`.`,
    bad: 'on: { schedule: [{ cron: "0 6 * * *" }] }\nroles: { maker: { agent: claude, prompt: Fix the failing tests. } }\nbudget: { max-iterations: 3 }\n',
    good: 'on: { schedule: [{ cron: "0 6 * * *" }] }\nroles: { maker: { agent: claude, prompt: Fix the failing tests. } }\nbudget: { max-iterations: 3, max-cost-usd: 2 }\n',
  },
};
