import { describe, expect, it } from 'vitest';
import { importLoops } from '../../../src/importing/importLoops.ts';
import { parseLoop } from '../../../src/language/parseLoop.ts';

const prompts: Readonly<Record<string, string>> = { 'PROMPT.md': 'Study the specs.\nDo the next task.\n' };

function imported(file: string, text: string, only?: string) {
  const made = importLoops({
    file,
    text,
    taken: ['daily-triage'],
    read: (path) => prompts[path],
    ...(only === undefined ? {} : { only }),
  });
  if (!made.ok) throw new Error(made.error);
  return made.value;
}

/** The loop that a text becomes, with what is wrong with it as code and pointed text. */
function one(file: string, text: string) {
  const [loop] = imported(file, text);
  const parsed = parseLoop(loop?.text ?? '', { path: `.loops/${loop?.name}.loop.yaml` });
  return {
    name: loop?.name,
    text: loop?.text ?? '',
    notes: loop?.notes.join('\n') ?? '',
    loop: parsed.loop,
    errors: parsed.problems.filter(({ severity }) => severity === 'error').map(({ code }) => code),
  };
}

describe('a pattern registry', () => {
  const registry = `patterns:
  - id: ci-sweeper
    name: CI Sweeper
    goal: React to failing CI with minimal fixes
    cadence: 5m-15m
    risk: medium
    tools: [grok, claude-code]
    skills: [ci-triage]
    state: ci-sweeper-state.md
    phases: [detect, fix, verify]
    human_gates: [infra-failures]
    week_one_mode: L2
    cost: { suggested_daily_cap: 1000000 }
  - id: daily-triage
    name: Daily Triage
    goal: Prioritized morning scan of CI and issues
    cadence: 1d
    tools: [codex]
    skills: [loop-triage]
    phases: [report]
    human_gates: []
    week_one_mode: L1
  - nonsense: true
`;

  it('gives a loop for each pattern, under a free name', () => {
    expect(imported('patterns/registry.yaml', registry).map(({ name }) => name)).toEqual([
      'ci-sweeper',
      'daily-triage-2',
    ]);
    expect(imported('r.yaml', registry, 'CI Sweeper').map(({ name }) => name)).toEqual(['ci-sweeper']);
  });

  it('takes over cadence, agent, skills and daily cap, and leaves the check as a gap that is a problem', () => {
    const { text, notes, errors } = one('registry.yaml', registry);
    expect(errors).toEqual(['LW106']);
    expect(text).toContain('cron: "*/15 * * * *"');
    expect(text).toContain('agent: claude');
    expect(text).toMatch(/skills:\s+- ci-triage/);
    expect(text).toContain('max-tokens: 1000000');
    expect(text).toContain('# - A person was asked about: infra-failures.');
    expect(notes).toContain('slower end');
    expect(notes).toContain('ci-sweeper-state.md');
  });

  it('makes a loop that only reports of one that begins so, and that has no error', () => {
    const [, triage] = imported('registry.yaml', registry);
    const { loop, problems } = parseLoop(triage?.text ?? '');
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(loop?.roles.explorer).toMatchObject({ agent: 'codex', skills: ['loop-triage'] });
    expect(loop?.deliver.as).toBe('report');
  });
});

describe('a LOOP.md', () => {
  const text = `# Loops of this repository

## Active Loops

### Dependency Sweeper (L2 — patch only)
- Cadence: 6h–1d
- Skill: \`dependency-triage\`
- Verifier = full \`npm ci && npm test\` in a worktree
- Handoff: majors
- Patch updates only for the first month

### Daily Triage (L1 — report)
- Cadence: 1d weekdays
- State: STATE.md

## Budget
- Token caps: loop-budget.md
`;

  it('gives a loop for each section with a cadence', () => {
    expect(imported('LOOP.md', text).map(({ name }) => name)).toEqual(['dependency-sweeper', 'daily-triage-2']);
  });

  it('takes over what proves it, and has no error then', () => {
    const { loop, errors, text: written } = one('LOOP.md', text);
    expect(errors).toEqual([]);
    expect(loop?.checks.map(({ run }) => run)).toEqual(['npm ci && npm test']);
    expect(loop?.on.schedule?.[0]?.cron).toBe('0 6 * * *');
    expect(loop?.roles.maker?.skills).toEqual(['dependency-triage']);
    expect(written).toContain('A person was asked about: majors');
  });

  it('keeps weekdays', () => {
    const [, triage] = imported('LOOP.md', text);
    expect(parseLoop(triage?.text ?? '').loop?.on.schedule?.[0]?.cron).toBe('0 6 * * 1-5');
  });
});

describe('an entry of a loop library', () => {
  it.each([
    [
      'yaml',
      `title: Flaky test hunter
trigger: every 30 minutes
steps:
  - Find a test that fails now and then.
  - Remove the cause.
check: npm test
exit_condition: All tests pass ten times
max_iterations: 8
guardrails: [Do not skip tests]
`,
    ],
    [
      'markdown',
      `# Flaky test hunter

**Trigger:** every 30 minutes
## Steps
1. Find a test that fails now and then.
2. Remove the cause.

**Check:** \`npm test\`
**Exit condition:** All tests pass ten times
**Max iterations:** 8
**Guardrails:**
- Do not skip tests
`,
    ],
    [
      'json',
      JSON.stringify({
        name: 'Flaky test hunter',
        trigger: 'every 30 minutes',
        steps: ['Find a test that fails now and then.', 'Remove the cause.'],
        check: 'npm test',
        'exit condition': 'All tests pass ten times',
        'max iterations': 8,
        guardrails: ['Do not skip tests'],
      }),
    ],
  ])('in %s', (form, text) => {
    const { name, loop, errors, notes } = one(`entry.${form}`, text);
    expect({ name, errors }).toEqual({ name: 'flaky-test-hunter', errors: [] });
    expect(loop?.on.schedule?.[0]?.cron).toBe('*/30 * * * *');
    expect(loop?.checks.map(({ id, run }) => [id, run])).toEqual([['test', 'npm test']]);
    expect(loop?.budget['max-iterations']).toBe(8);
    expect(loop?.roles.maker?.prompt).toContain('Remove the cause.');
    expect(loop?.roles.maker?.prompt).toContain('- Do not skip tests');
    expect(notes).toContain('All tests pass ten times');
    expect(notes).toContain('nothing enforces them');
  });

  it('without a command says what its check was', () => {
    const { errors, notes } = one('entry.yaml', 'name: Tidy\nsteps: Tidy the code.\ncheck: The code is clean.\n');
    expect(errors).toEqual(['LW106']);
    expect(notes).toContain('“The code is clean.”; write the command that tells.');
  });
});

describe('a Ralph script', () => {
  it('without an end gets one', () => {
    const { name, errors, loop, text, notes } = one(
      'tools/ralph.sh',
      '#!/bin/sh\nwhile :; do\n  cat PROMPT.md | claude -p --dangerously-skip-permissions\n  git add -A && git commit -m wip\ndone\n',
    );
    expect({ name, errors }).toEqual({ name: 'ralph', errors: ['LW106'] });
    expect(loop).toBeUndefined();
    expect(text).toContain('Study the specs.\n');
    expect(text).toContain('max-iterations: 5');
    for (const said of ['It had no end', 'taken from PROMPT.md', 'let the agent do everything', 'committed by itself'])
      expect(notes).toContain(said);
  });

  it('with a count and a test that ends it is whole', () => {
    const { loop, errors } = one(
      'fix.sh',
      'MAX=${1:-12}\ni=0\nwhile [ $i -lt $MAX ]; do\n  codex exec --model gpt-5.5 "Make the \\"room\\" tests pass."\n  if npm test > log 2>&1; then\n    break\n  fi\n  i=$((i+1))\ndone\n',
    );
    expect(errors).toEqual([]);
    expect(loop?.budget['max-iterations']).toBe(12);
    expect(loop?.roles.maker).toMatchObject({
      agent: 'codex',
      model: 'gpt-5.5',
      prompt: 'Make the "room" tests pass.',
    });
    expect(loop?.checks.map(({ run }) => run)).toEqual(['npm test']);
  });

  it('reads its prompt wherever it comes from, and says when it is not there', () => {
    const prompt = (call: string) =>
      one('x.sh', `for i in {1..3}; do ${call}; npm test && break; done\n`).loop?.roles.maker?.prompt;
    expect(prompt('claude -p "$(cat PROMPT.md)"')).toContain('Study the specs.');
    expect(prompt('claude -p < ./PROMPT.md')).toContain('Study the specs.');
    expect(prompt("gemini -p 'Do it.'")).toBe('Do it.');
    expect(one('x.sh', 'while :; do cat gone.md | claude -p; done').notes).toContain('gone.md, which was not found');
  });

  it('that calls no agent in a loop is refused, with what can be read', () => {
    const refused = importLoops({ file: 'build.sh', text: '#!/bin/sh\nmake all\n', taken: [], read: () => undefined });
    expect(refused).toMatchObject({
      ok: false,
      error: expect.stringContaining('a shell script with an agent in a loop'),
    });
  });
});

describe('whatever is there', () => {
  it.each([
    [
      'an alias bomb',
      `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\npatterns: [*b,*b,*b,*b]\nsteps: *b\n`,
    ],
    ['brackets', '['.repeat(5000)],
    ['nothing', ''],
    ['noise', '\u0000\u2028\u001b[31m# x\n'.repeat(500)],
    ['loops without an end', 'while :; do '.repeat(3000)],
    ['ifs without an end', `while :; do claude -p x; ${'if a; then '.repeat(2000)} done`],
    ['labels without an end', '**a'.repeat(20_000)],
    ['a large text', 'x'.repeat(300_000)],
  ])('%s neither throws nor takes long', (_, text) => {
    const startedAt = performance.now();
    for (const file of ['a.yaml', 'LOOP.md', 'a.sh', 'a']) {
      const made = importLoops({ file, text, taken: [], read: () => undefined });
      if (made.ok) for (const loop of made.value) expect(() => parseLoop(loop.text)).not.toThrow();
    }
    expect(performance.now() - startedAt).toBeLessThan(20_000);
  });

  it('keeps forged lines out of comments', () => {
    const { text } = one(
      'e.yaml',
      'name: "x"\ntrigger: "a\\u2028deliver: x\\nroles: {}"\nsteps: Do it.\ncheck: "bad\\nname: y"\n',
    );
    expect(parseLoop(text).problems.map(({ code }) => code)).not.toContain('LW007');
    expect(text.split('\n').filter((line) => line.startsWith('#')).length).toBeGreaterThan(1);
  });

  it('names what a source has when another is asked for', () => {
    const made = importLoops({
      file: 'r.yaml',
      text: 'patterns: [{ id: a-b, goal: Do it now }]',
      taken: [],
      read: () => undefined,
      only: 'c',
    });
    expect(made).toEqual({ ok: false, error: 'r.yaml has no loop “c”. It has: a-b.' });
  });
});
