/** A loop file that uses every field, but for forms that exclude each other, and has no problem. */
export const fullLoop = `# Everything a loop may say.
version: 1
name: keep-tests-green
description: "Finds flaky tests, removes the cause and proves it."
on:
  schedule:
    - { cron: "0 6 * * 1-5", timezone: Europe/London, missed: run-once }
    - cron: 30 22 * * SUN
  push: { branches: [main, origin/main], paths: [src/**], own: false }
  files: { paths: ["test/**"], debounce: 30s }
  workflow_run:
    workflows: [ci]
    conclusions: [failure, cancelled]
    branches: [main]
    every-minutes: 10
  webhook: { path: /flaky, secret: FLAKY_HOOK_SECRET }
  loop: { name: nightly-triage, conclusion: finding }
  manual:
    inputs:
      min_failures: { type: number, description: Fewest failures to look at, default: 3 }
      where: { type: choice, options: [staging, production], default: staging }
  skip-if:
    run: test -z "$(git log --since=1.day --oneline)"
    timeout-minutes: 1
concurrency: { group: flaky, cancel-in-progress: false }
items:
  from: { run: node scripts/flaky.mjs --json, timeout-minutes: 10 }
  format: json
  key: item.test_id
  where: item.failures >= inputs.min_failures
  max: 10
  max-parallel: 3
  retry: changed
connectors:
  tracker: { mcp: github, tools: [get_issue, add_issue_comment] }
roles:
  explorer:
    agent: claude:test-explorer
    skills: [flaky-tests]
    connectors: [tracker]
    max-turns: 40
    permission-mode: plan
    prompt: Find why \${{ item.test_id }} is flaky. Report cause, file and line.
    root-cause: true
    model: small
    effort: low
    timeout-minutes: 20
    env: { DEPTH: "3" }
  maker:
    agent: claude
    prompt: |
      Fix the cause of the flake in \`\${{ item.file }}\`.
      Do not edit test files; \${{ inputs.where }} is what matters.
    session: continue
    skills: [tdd, flaky-tests]
    connectors: [tracker]
    max-turns: 60
    model: opus
    effort: high
    timeout-minutes: 30
    env: { RUN: "\${{ run.id }}", WHY: "\${{ trigger.about }}" }
  checker:
    agent: codex:reviewer
    skills: [review]
    connectors: [tracker]
    prompt: Try to break this fix.
    blocks: reproduced
    permission-mode: plan
    model: large
    effort: medium
    timeout-minutes: 20
    env: { STRICT: "1" }
  judge:
    run: node scripts/judge.mjs
    agent: command
    permission-mode: plan
    prompt: Prefer the smaller of two changes.
    model: large
    effort: high
    timeout-minutes: 10
    env: { STRICT: "1" }
checks:
  lint: npm run lint
  tests:
    run: npm test -- --reporter=dot
    timeout-minutes: 10
    env: { CI: "true", TEST_FILE: "\${{ item.file }}" }
    repeat: 3
    flaky: quarantine
    report: { format: junit, file: reports/junit.xml }
    red-green: { tests: [test/**], base: main }
  types: { run: 'npx tsc -p .', timeout-minutes: 5 }
metrics:
  coverage:
    run: node scripts/coverage.mjs
    parse: { json: total.lines.pct }
    better: higher
    ratchet: true
    timeout-minutes: 5
    env: { CI: "true" }
goal:
  until: >-
    checks.tests.passed && checks.lint.passed
    && checks.all(c, c.exit_code == 0 || c.seconds < 60.0)
    && metrics.coverage >= 80.0 && judge.passed
  judge:
    role: judge
    rubric: The diff removes the cause, not the symptom.
    min-score: 8
    panel: 3
  give-up: run.no_progress >= 3
  stall: { after: 3 }
  escalate:
    - { model: large, effort: high }
    - { session: fresh }
    - best-of: 3
    - person
budget:
  max-iterations: 40
  timeout-minutes: 90
  max-cost-usd: 20
  max-tokens: 4000000
  price: { input-per-million: 3, output-per-million: 15 }
  per-item: { max-iterations: 6, timeout-minutes: 40, max-cost-usd: 3, max-tokens: 400000 }
  per-day: { max-runs: 4, max-cost-usd: 40, max-tokens: 8000000 }
isolation:
  type: worktree
  base: main
  branch: loops/\${{ loop.name }}/\${{ run.id }}/\${{ item.id }}
  setup:
    - npm ci
    - npm run build
  keep: on-failure
policy:
  allowed-paths: [src/**, "lib/*.js"]
  protected-paths:
    - test/**
    - package.json
  oracles: add
  oracle-paths: ["test/**"]
  max-diff-lines: 300
  sandbox: preferred
  network: [registry.npmjs.org]
  read: [~/.npmrc]
  write: [~/.cache/npm]
  env: [NPM_CONFIG_REGISTRY]
gates:
  big_change:
    before: deliver
    when: diff.lines > 150 || diff.files.exists(f, f.startsWith('src/core/'))
    approvers: [ada@example.com, bob@example.com]
    approvals: 2
    timeout-hours: 24
    on-timeout: reject
  spend: { before: spend, when: run.cost_usd > 10.0 }
  worth_it: { before: item }
  understand:
    comprehension: { questions: 2, pass: 1, enforce: advisory, debt-limit: 300 }
deliver:
  as: pull-request
  into: main
  squash: true
  remote: origin
  draft: true
  labels: [loop]
state:
  carry: [findings, attempts, lessons, verdicts, decisions]
  decisions-from: { run: node scripts/reactions.mjs, timeout-minutes: 2 }
`;

/** The forms that the full loop leaves out; none has a problem. */
export const otherLoops: readonly string[] = [
  `name: from-a-file
on: manual
items: { from: { file: work/items.txt }, format: lines }
roles: { maker: { agent: repair } }
checks: { tests: npm test }
goal: checks.tests.passed
budget: { per-item: { max-iterations: 2 } }
gates: { understand: { before: merge, comprehension: {} } }
deliver: { as: merge }
`,
  `name: from-findings
on: { loop: { name: nightly-triage, conclusion: finding } }
items: { from: { findings: nightly-triage } }
roles: { maker: { agent: command, run: node fix.mjs }, checker: { run: node check.mjs }, judge: { run: node judge.mjs } }
checks: { tests: npm test }
goal: { until: checks.tests.passed && judge.passed, judge: { rubric: The cause is gone. } }
budget: { max-iterations: 3 }
deliver: { as: patch }
`,
  `name: any-agent
on: manual
connectors: { tracker: { mcp: github } }
roles:
  explorer: { agent: command, run: node look.mjs }
  maker: { agent: acp, command: goose acp, prompt: Fix it., session: fresh }
  checker: { agent: claude, max-turns: 30 }
  judge: { agent: claude, max-turns: 9, skills: [taste], connectors: [tracker] }
checks: { tests: npm test }
goal: { until: checks.tests.passed && judge.passed, judge: { rubric: The cause is gone. } }
budget: { timeout-minutes: 30 }
deliver: { as: patch }
`,
  `name: with-an-ignore
on: manual
roles: { maker: { run: node fix.mjs } }
checks: { tests: npm test, size: node size.mjs }
goal: checks.tests.passed
budget: { max-iterations: 3 }
lint: { ignore: { LW303: The size is for the reader only. } }
`,
  `name: only-looks
on: { schedule: [{ cron: 0 6 * * * }] }
roles: { explorer: { run: node look.mjs } }
budget: { timeout-minutes: 5 }
deliver: { as: report }
`,
];

/** Reviewers that are only asked not to write: each is warned of, and there is no other way to write their `command`. */
export const warnedLoop = `name: over-acp
on: manual
roles:
  explorer: { agent: acp, command: goose acp, prompt: Find the cause. }
  maker: { agent: claude, prompt: Fix it. }
  checker: { agent: acp, command: goose acp }
  judge: { agent: acp, command: goose acp }
`;
