/** A loop file that uses every field and has no problem. */
export const fullLoop = `# Everything a loop may say.
name: keep-tests-green
description: "Finds a failing test, fixes the source and proves it."
on: manual
roles:
  maker:
    agent: command
    prompt: |
      Fix the failing tests: look at the cause.
      Do not edit test files.
    run: node scripts/fix.mjs
checks:
  lint: npm run lint
  tests:
    run: npm test -- --reporter=dot
    timeout-minutes: 10
    env: { CI: "true", NODE_ENV: test }
  types: { run: 'npx tsc -p .', timeout-minutes: 5 }
goal: >-
  checks.tests.passed && checks.lint.passed
  && checks.all(c, c.exit_code == 0 || c.seconds < 60.0)
budget:
  max-iterations: 4
  timeout-minutes: 90
isolation:
  base: main
  branch: loops/\${{ loop.name }}/\${{ run.id }}
  setup:
    - npm ci
    - npm run build
  keep: on-failure
policy:
  allowed-paths: [src/**, "lib/*.js"]
  protected-paths:
    - test/**
    - package.json
  max-diff-lines: 300
gates:
  understand:
    before: deliver
    comprehension: { questions: 2, pass: 1 }
deliver:
  as: merge
  into: main
  squash: true
`;
