/** A loop file of fifty lines that has every section and every kind of value, and no problem: for what is done to each character. */
export const denseLoop = `version: 1
name: keep-green # every night
description: "Removes the cause."
on:
  schedule: [{ cron: "0 6 * * 1-5", timezone: Europe/London }]
  files: { paths: ["test/**"], debounce: 30s }
  manual: { inputs: { least: { type: number, default: 3 } } }
concurrency: { group: flaky }
items:
  from: { run: node flaky.mjs }
  format: json
  key: item.id
  where: item.failures >= inputs.least
  max: 10
connectors: { tracker: { mcp: github } }
roles:
  explorer: { agent: claude:explorer, skills: [tdd], connectors: [tracker], permission-mode: plan, prompt: Find it. }
  maker:
    agent: claude
    max-turns: 9
    env: { RUN: "\${{ run.id }}" }
    prompt: |
      Fix \`\${{ item.file }}\`.
      Keep it small.
  judge: { run: node judge.mjs }
checks:
  lint: npm run lint
  tests: { run: 'npm test', timeout-minutes: 5 }
metrics:
  coverage: { run: node cov.mjs, parse: { json: pct }, better: higher }
  speed: { run: node speed.mjs, parse: { json: ms }, better: lower }
goal:
  until: >-
    checks.all(c, c.passed) && metrics.coverage >= 80.0
    && checks.tests.passed && checks.lint.passed && judge.passed
  judge: { rubric: The cause is gone., min-score: 8 }
  give-up: run.no_progress >= 3
  escalate: [{ model: large }, person]
budget:
  max-iterations: 4
  timeout-minutes: 90
  max-cost-usd: 20
  per-day: { max-runs: 4, max-cost-usd: 40 }
isolation: { base: main, setup: [npm ci], branch: "loops/\${{ run.id }}/\${{ item.id }}" }
policy:
  allowed-paths: [src/**]
  protected-paths:
    - test/**
  network: [registry.npmjs.org]
gates:
  big: { before: deliver, when: diff.lines > 150, approvers: [ada@example.com] }
deliver: { as: pull-request, into: main }
state: { carry: [findings, lessons] }
lint: { ignore: { LW303: For the reader. } }
`;
