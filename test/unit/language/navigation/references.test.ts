import { describe, expect, it } from 'vitest';
import { definitionAt } from '../../../../src/language/navigation/definition.ts';
import { linksIn } from '../../../../src/language/navigation/links.ts';
import { highlightsAt, referencesAt } from '../../../../src/language/navigation/references.ts';
import { workspaceSymbols } from '../../../../src/language/navigation/workspaceSymbols.ts';
import { cursorMark } from '../cursorMark.ts';
import { fullLoop } from '../fullLoop.ts';
import { marked, ownRanges, repository } from './scene.ts';

const index = repository({
  triage: 'name: nightly-triage\n',
  nameless: 'on: manual\n',
  fix: 'name: fix\non: { loop: { name: nightly-triage } }\nroles: { maker: { skills: [tdd] } }\n',
  own: 'name: own\n',
});
const file = '.loops/own.loop.yaml';

/** Each text has its cursor as `|`, and `«…»` around every place that names the same. */
const named: readonly (readonly [string, string])[] = [
  [
    'a check, from the goal',
    'checks: { «tests»: npm test }\ngoal: checks.«te|sts».passed && checks["«tests»"].seconds < 9.0\n',
  ],
  [
    'a check, at its end',
    'checks: { «tests|»: tests }\ngoal: { until: checks.«tests».passed, give-up: checks.«tests».failed > 3 }\n',
  ],
  [
    'a check, not what is like it',
    'checks: { «t|»: t, tt: t }\ngoal: checks.«t».passed && checks.tt.passed && t.passed\nmetrics: { t: { run: t } }\n',
  ],
  [
    'a check, in a macro that binds its name',
    'checks: { «c|»: x }\ngoal: checks.all(c, c.passed) && checks.«c».passed\n',
  ],
  ['a check, in single quotes of both languages', "checks: { '«tests»': x }\ngoal: 'checks[''«te|sts»''].passed'\n"],
  [
    'a check, through escapes',
    'checks: { "«tests»": x }\ngoal: "checks[\\"«te|sts»\\"].passed \\u0026\\u0026 checks.«tests».passed"\n',
  ],
  [
    'a check, over the lines of a folded block',
    'checks:\n  «tests»: x\ngoal: >-\n  checks.«tests».passed\n  && checks\n  .«te|sts».seconds < 3.0\n',
  ],
  [
    'a check, in a literal block with CR LF',
    'checks:\r\n  «tests»: x\r\ngoal: |2-\r\n    checks.«tests».passed\r\n    && checks.«tes|ts».failed == 0\r\n',
  ],
  [
    'a check, not in the comments of an expression',
    'checks: { «tests»: x }\ngoal: |-\n  checks.«te|sts».passed // checks.tests.passed\n',
  ],
  [
    'a check, not in the texts of an expression',
    'checks: { «te|sts»: x }\ngoal: checks.«tests».passed && "checks.tests" != ""\n',
  ],
  [
    'a check, in an expression that does not parse',
    'checks: { «te|sts»: x }\ngoal: checks.«tests».passed && checks["«tests»"] && (checks.all( "checks.tests"\n',
  ],
  [
    'a check with hyphens',
    'checks: { «unit-tests»: x, unit-tests-2: y }\ngoal: checks.«unit-tests».passed && checks.unit-tests-2.passed || checks["«unit-te|sts»"].passed\n',
  ],
  ['a check that is a word of CEL', 'checks: { «i|n»: x }\ngoal: checks.«in».passed\n'],
  [
    'a check, in gates, not in commands and prompts',
    'checks: { «te|sts»: echo checks.tests }\nroles: { maker: { run: checks.tests, prompt: "checks.tests ${{ checks.tests }}" } }\ngates: { big: { when: "!checks.«tests».passed" } }\n',
  ],
  ['a check that is written twice', 'checks:\n  «tests»: x\n  «tests»: y\ngoal: checks.«tes|ts».passed\n'],
  [
    'a metric, before, best and now',
    'metrics: { «cov|»: { run: x } }\ngoal: metrics.«cov» > baseline.«cov» && metrics["«cov»"] >= best.«cov»\n',
  ],
  [
    'an input, in expressions and templates',
    'on: { manual: { inputs: { «least»: { type: number } } } }\nitems: { where: item.n > inputs.«le|ast» }\nroles: { maker: { prompt: "At ${{ inputs.«least» }}, ${{inputs.«least»}} or ${{ inputs.leastest }}" } }\nchecks: { t: { run: "echo ${{ inputs.least }}", env: { A: "${{ inputs.«least» }}" } } }\n',
  ],
  [
    'an input, in a prompt of many lines',
    'on:\n  manual:\n    inputs:\n      «where»: {}\nroles:\n  maker:\n    prompt: |\n      Look.\n\n        In ${{ inputs.«where» }}.\n    env:\n      W: >-\n        ${{\n        inputs.«wh|ere» }}\n',
  ],
  [
    'a connector',
    'connectors: { «tracker»: { mcp: tracker } }\nroles: { maker: { connectors: [a, "«tra|cker»"], skills: [tracker] }, judge: { connectors: [«tracker»] } }\n',
  ],
  ['a gate', 'gates: { «big|»: { when: diff.lines > 3 } }\nchecks: { big: x }\n'],
  [
    'a role',
    'roles: { maker: { run: x }, «judge»: { run: y } }\ngoal: { until: ju|«dge».passed && «judge».score > 8.0, «judge»: { rubric: x } }\n'.replace(
      'ju|«dge»',
      '«ju|dge»',
    ),
  ],
  ['a skill', 'roles: { maker: { skills: [«td|d», tdd2] }, judge: { skills: ["«tdd»"] } }\nchecks: { tdd: tdd }\n'],
  [
    'a definition',
    'roles: { maker: { agent: "«claude:rev|iewer»" }, judge: { agent: «claude:reviewer» }, checker: { agent: codex:reviewer } }\n',
  ],
  ['a server', 'connectors: { github: { mcp: «git|hub» }, b: { mcp: «github» } }\n'],
  ['a loop', 'name: «fix|»\non: { loop: { name: «fix» } }\nitems: { from: { findings: «fix» } }\ndescription: fix\n'],
];

describe('what is named', () => {
  it.each(named)('%s', (_, expected) => {
    const { text, offset } = cursorMark(expected.replaceAll(/[«»]/g, ''));
    const plain = expected.slice(0, expected.lastIndexOf('|')) + expected.slice(expected.lastIndexOf('|') + 1);
    const places = referencesAt(text, offset, { declaration: true });
    const found = highlightsAt(text, offset).map(({ range }) => range);
    expect(marked(text, found)).toBe(plain);
    const isOutside = /skill|definition|server/.test(_);
    if (!isOutside) expect(marked(text, ownRanges(places))).toBe(plain);
  });

  it.each([
    'checks: { tests: npm |test }\n',
    'checks: { tests: x } # te|sts\n',
    'roles: { maker: { agent: cla|ude } }\n',
    'goal: checks.all(c, c.pas|sed)\n',
    'goal: item.te|sts\n',
    '|',
  ])('nothing at %s', (given) => {
    const { text, offset } = cursorMark(given);
    expect(highlightsAt(text, offset)).toEqual([]);
    expect(definitionAt(text, offset, { index })).toBeUndefined();
  });
});

describe('a definition', () => {
  it.each([
    ['an id', 'checks:\n  tests: x\ngoal: checks.tes|ts.passed\n', [{ line: 1, character: 2 }]],
    [
      'an id that is given twice',
      'checks:\n  t: x\n  t: y\ngoal: checks.t|.passed\n',
      [
        { line: 1, character: 2 },
        { line: 2, character: 2 },
      ],
    ],
    ['the judge', 'goal: jud|ge.passed\nroles:\n  judge: {}\n', [{ line: 2, character: 2 }]],
  ])('of %s is its key', (_, given, starts) => {
    const { text, offset } = cursorMark(given);
    const found = definitionAt(text, offset, { index });
    expect(found?.places.map(({ file, range }) => [file, range.start])).toEqual(
      starts.map((each) => [undefined, each]),
    );
  });

  it.each([
    ['a skill', 'roles: { maker: { skills: [td|d] } }\n', '.claude/skills/tdd/SKILL.md', 0],
    ['a definition', 'roles: { maker: { agent: claude:re|viewer } }\n', '.claude/agents/reviewer.md', 0],
    ['a server', 'connectors: { tracker: { mcp: git|hub } }\n', '.mcp.json', 2],
    ['a loop', 'on: { loop: { name: nightly|-triage } }\n', '.loops/triage.loop.yaml', 0],
    ['a loop that says no name', 'items: { from: { findings: name|less } }\n', '.loops/nameless.loop.yaml', 0],
  ])('of %s is in another file', (_, given, where, line) => {
    const { text, offset } = cursorMark(given);
    const found = definitionAt(text, offset, { index, file });
    expect(found?.places.map((place) => [place.file, place.range.start.line])).toEqual([[where, line]]);
    expect(definitionAt(text, offset)).toBeUndefined();
  });

  it('of a loop itself is in its own text, not in what is on disk of it', () => {
    const { text, offset } = cursorMark('description: x\nname: ow|n\n');
    const found = definitionAt(text, offset, { index, file });
    expect(found?.places).toEqual([{ range: { start: { line: 1, character: 6 }, end: { line: 1, character: 9 } } }]);
  });

  it('says what it is of, quotes aside', () => {
    const { text, offset } = cursorMark('roles: { maker: { agent: "claude:re|viewer" } }\n');
    expect(definitionAt(text, offset, { index })?.origin).toEqual({
      start: { line: 0, character: 26 },
      end: { line: 0, character: 41 },
    });
  });
});

describe('references over all loops', () => {
  it('has a loop, where it is named and where it is started from', () => {
    const { text, offset } = cursorMark('name: own\non: { loop: { name: nightly-tri|age } }\n');
    const files = (declaration: boolean) =>
      referencesAt(text, offset, { index, file, declaration }).map((place) => place.file);
    expect(files(true)).toEqual(['.loops/triage.loop.yaml', undefined, '.loops/fix.loop.yaml']);
    expect(files(false)).toEqual([undefined, '.loops/fix.loop.yaml']);
  });

  it('has a skill, with its file', () => {
    const { text, offset } = cursorMark('roles: { judge: { skills: [td|d] } }\n');
    expect(referencesAt(text, offset, { index, file, declaration: true }).map((place) => place.file)).toEqual([
      '.claude/skills/tdd/SKILL.md',
      undefined,
      '.loops/fix.loop.yaml',
    ]);
  });
});

describe('links', () => {
  it('lead to every file that a loop names', () => {
    const text = `name: own
on: { loop: { name: nightly-triage } }
items: { from: { file: work/items.json } }
connectors: { tracker: { mcp: github } }
roles:
  maker: { agent: "claude:reviewer", skills: [tdd, unknown] }
checks:
  a: { run: x, report: { format: junit, file: 'reports/a.xml' } }
  b: { run: x, report: { format: junit, file: ../outside.xml } }
  c: { run: x, report: { format: junit, file: /etc/passwd } }
`;
    const links = linksIn(text, { index, file });
    expect(links.map(({ range, file: to, isThere }) => [range.start.line, to, isThere])).toEqual([
      [1, '.loops/triage.loop.yaml', true],
      [3, '.mcp.json', true],
      [5, '.claude/agents/reviewer.md', true],
      [5, '.claude/skills/tdd/SKILL.md', true],
      [2, 'work/items.json', false],
      [7, 'reports/a.xml', false],
    ]);
    expect(
      marked(text, [links[5]?.range ?? { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }]),
    ).toContain("'«reports/a.xml»'");
  });
});

describe('symbols of the workspace', () => {
  const loops = repository({
    full: fullLoop,
    broken: 'name: broken\nchecks: { tests: [\n',
    huge: '['.repeat(2000),
    twice: 'checks: { big-one: x }\n',
  });

  it('are loops and their ids', () => {
    const all = workspaceSymbols(loops, '');
    expect(all.filter(({ kind }) => kind === 'loop').map(({ name }) => name)).toEqual([
      'keep-tests-green',
      'broken',
      'huge',
      'twice',
    ]);
    expect(all.filter(({ loop }) => loop === 'keep-tests-green').map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'check lint',
      'check tests',
      'check types',
      'metric coverage',
      'connector tracker',
      'gate big_change',
      'gate spend',
      'gate worth_it',
      'gate understand',
      'input min_failures',
      'input where',
    ]);
  });

  it.each([
    ['tests', ['tests', 'tests']],
    ['BCH', ['big_change']],
    ['keep green', ['keep-tests-green']],
    ['xyz', []],
  ])('with the letters of %s in their order', (query, names) => {
    const found = workspaceSymbols(loops, query).map(({ name }) => name);
    expect(found.filter((name) => names.includes(name) || names.length === 0)).toEqual(names);
    expect(workspaceSymbols(loops, query).every(({ name }) => name.length >= query.replace(' ', '').length)).toBe(true);
  });

  it('stand where they are declared', () => {
    const [coverage] = workspaceSymbols(loops, 'coverage');
    expect(marked(fullLoop, coverage ? [coverage.range] : [])).toContain('\n  «coverage»:\n');
  });
});
