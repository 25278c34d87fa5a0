import type { PageTexts } from './pageText.ts';

/** The pages about loops that start by themselves, and about what bounds them. */
export const unattendedPages: PageTexts<'LW212' | 'LW213' | 'LW311' | 'LW312' | 'LW313' | 'LW318'> = {
  LW212: {
    title: 'Fires again before a run must end',
    why: 'A firing that comes while a run works waits, and of those that wait only the newest is kept; with `cancel-in-progress` it stops the run. So the loop does not start as often as is written, or never gets to its end. The shortest gap counts: `*/7` fires at minute 56 and again at minute 0, and on the day that the clocks go forward an hour is missing.',
    bad: 'on: { schedule: [{ cron: "*/7 * * * *" }] }\nbudget: { timeout-minutes: 5, max-iterations: 2 }\n',
    good: 'on: { schedule: [{ cron: "*/15 * * * *" }] }\nbudget: { timeout-minutes: 5, max-iterations: 2 }\n',
  },
  LW213: {
    title: 'Day of the month or weekday',
    why: 'Where cron is given both a day of the month and a weekday it takes either, which is rarely what is meant. A plus before the weekday (`+MON`) asks for both.',
    bad: 'on: { schedule: [{ cron: "0 6 1 * MON" }] }\nbudget: { max-iterations: 2 }\n',
    good: 'on: { schedule: [{ cron: "0 6 1 * +MON" }] }\nbudget: { max-iterations: 2 }\n',
  },
  LW311: {
    title: 'Nothing says when to stop trying',
    why: 'A loop always stops: after 5 iterations where nothing else is written, and when nothing gets better. In a loop that nobody watches that number should be chosen, and a large one wants a `give-up`, because the twentieth pass over the same failure rarely finds what nineteen did not.',
    bad: 'on: { schedule: [{ cron: "0 6 * * *" }] }\nbudget: { timeout-minutes: 30 }\n',
    good: 'on: { schedule: [{ cron: "0 6 * * *" }] }\nbudget: { timeout-minutes: 30, max-iterations: 5 }\n',
  },
  LW312: {
    title: 'Total that pays for few of the items',
    why: 'Each item may use what `per-item` says until the total of the run is used up, and those that come last find nothing left. A total below the worst case is what a total is for; this one does not pay for half of the items at their worst.',
    bad: 'items: { from: { file: items.json }, key: item.id, max: 20 }\nroles: { maker: { run: node fix.mjs } }\nbudget: { max-iterations: 10, per-item: { max-iterations: 5 } }\n',
    good: 'items: { from: { file: items.json }, key: item.id, max: 4 }\nroles: { maker: { run: node fix.mjs } }\nbudget: { max-iterations: 10, per-item: { max-iterations: 5 } }\n',
  },
  LW313: {
    title: 'Starts by itself without a daily cap',
    why: 'The budget of a run holds for each run. What starts many in a day (a busy branch, a loud webhook, a short schedule) spends it many times, and nobody is there to see it.',
    bad: 'on: { push: { branches: [main] } }\nroles: { maker: { agent: claude, prompt: Fix the failing tests. } }\nbudget: { max-iterations: 3, max-cost-usd: 2 }\n',
    good: 'on: { push: { branches: [main] } }\nroles: { maker: { agent: claude, prompt: Fix the failing tests. } }\nbudget: { max-iterations: 3, max-cost-usd: 2, per-day: { max-runs: 10 } }\n',
  },
  LW318: {
    title: 'Starts by itself and nothing bounds what it costs',
    why: 'Iterations and minutes bound how long a model works, not what it uses in that time: one pass can cost more than ten others.',
    bad: 'on: { schedule: [{ cron: "0 6 * * *" }] }\nroles: { maker: { agent: claude, prompt: Fix the failing tests. } }\nbudget: { max-iterations: 3 }\n',
    good: 'on: { schedule: [{ cron: "0 6 * * *" }] }\nroles: { maker: { agent: claude, prompt: Fix the failing tests. } }\nbudget: { max-iterations: 3, max-cost-usd: 2 }\n',
  },
};
