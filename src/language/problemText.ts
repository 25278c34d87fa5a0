import { refusedFunctions } from '../model/goalContext.ts';
import { typeWords } from './celFaults.ts';
import type { Eaten, ProblemCode, ProblemData } from './problem.ts';
import { exposureTexts } from './texts/exposure.ts';
import { ignoringTexts } from './texts/ignoring.ts';
import type { ProblemTexts } from './texts/problemTexts.ts';
import { proofTexts } from './texts/proof.ts';
import { repositoryTexts } from './texts/repository.ts';
import { unattendedTexts } from './texts/unattended.ts';

const meant = (near: string | undefined): string => (near === undefined ? '' : ` Did you mean \`${near}\`?`);
const list = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');
const at = (within: string): string => (/^(a|the) /.test(within) ? within : `\`${within}\``);

/** What the parser's error codes mean to an author. */
const syntaxDetails: Readonly<Record<string, string>> = {
  directive: 'lines that start with % are not supported; delete this one',
  BAD_INDENT: 'a bracket is not closed, or a line is indented too little',
  BAD_DQ_ESCAPE: 'unknown escape in double quotes; write two backslashes, or use single quotes',
  BLOCK_AS_IMPLICIT_KEY: 'a second `key: value` on one line; put it on a line of its own, or quote the text',
  BLOCK_IN_FLOW: 'an indented block inside brackets; close the bracket first',
  KEY_OVER_1024_CHARS: 'a key is too long',
  MISSING_CHAR: 'something is not closed: look for a missing quote, comma, colon or bracket',
  MULTILINE_IMPLICIT_KEY: 'a line without a colon, or a key over two lines',
  TAB_AS_INDENT: 'a tab in the indentation; YAML wants spaces',
  UNEXPECTED_TOKEN: 'something that YAML does not expect here; quote the text if it is one',
  RESOURCE_EXHAUSTION: 'nested too deep',
};

const eatenWhy: Readonly<Record<Eaten, string>> = {
  tag: 'A value that starts with `!` is a tag to YAML, and what follows is lost',
  alias: 'A value that starts with `*` is a reference to YAML, and what follows is lost',
  anchor: 'A value with `&` at its start is an anchor to YAML, and what follows is lost',
  comment: 'What follows ` #` is a comment to YAML, and is lost',
  colon: 'A colon and a space start a new key for YAML',
  reserved: 'A value cannot start with this character in YAML',
  bracket: 'A value that starts with a bracket is a list or a map to YAML',
};

const loopName = 'lower-case words with hyphens, such as `keep-tests-green`';
const variableName = 'the name of a variable: letters, digits and _, not starting with a digit';

/** By the last key, unless a whole path is there. */
const formats: Readonly<Record<string, string>> = {
  name: loopName,
  findings: loopName,
  env: variableName,
  secret: variableName,
  id: 'at most 60 lower-case letters, digits and _, starting with a letter',
  debounce: 'a number with `ms`, `s` or `m`, such as `30s`',
  path: 'a path from `/` of letters, digits and . _ ~ - /, such as `/flaky`',
  remote: 'the name of a remote, such as `origin`',
  ignore: 'the code of a problem, such as `LW303`',
  reason: 'a reason in words',
  approvers: 'the email of a git identity, such as `ada@example.com`',
};

const bounds = ({ most, limit, exclusive, unit }: ProblemData['LW109']): string => {
  const size =
    unit === '' ? `${limit}` : `${limit} ${limit === 1 ? unit.replace('entries', 'entry').replace(/s$/, '') : unit}`;
  if (exclusive) return most ? `less than ${size}` : `more than ${size}`;
  return most ? `at most ${size}` : `at least ${size}`;
};

const types: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a map of `key: value` lines',
  record: 'a map of `key: value` lines',
  array: 'a list',
};
/** Where what an expression or a role may name is declared. */
const declaredIn: Readonly<Record<string, string>> = {
  metric: 'metrics',
  input: 'on.manual.inputs',
  connector: 'connectors',
};

const typeName = (type: string): string =>
  type
    .split(' or ')
    .map((one) => types[one] ?? one)
    .join(' or ');

/** The budget that holds where none is written. */
export const budgetLine = ({ iterations, perItem }: ProblemData['LW310']): string =>
  perItem ? `budget: { per-item: { max-iterations: ${iterations} } }` : `budget: { max-iterations: ${iterations} }`;

/** The gate that asks whether anybody understood a change. */
export const understandingLine = 'gates: { understand: { comprehension: { questions: 1 } } }';

/** The wording of every problem. A code that is left out does not compile. */
export const problemTexts: ProblemTexts<ProblemCode> = {
  ...ignoringTexts,
  ...unattendedTexts,
  ...repositoryTexts,
  ...proofTexts,
  ...exposureTexts,
  LW001: {
    severity: 'error',
    title: 'File too large',
    why: 'A loop file is read at every key stroke and pinned to every run. Move long commands to scripts of the repository.',
    say: ({ size, limit, unit }) =>
      unit === 'KB'
        ? `The file has ${size} KB; a loop file may have ${limit} KB. Move long texts to scripts.`
        : `The file has more than ${limit} words and signs, more than a loop file may have. Move long texts to scripts.`,
    sample: { size: 400, limit: 256, unit: 'KB' },
  },
  LW002: {
    severity: 'error',
    title: 'Nested too deep',
    why: 'No loop needs such nesting, and it can bring a parser down. Nothing after it is read.',
    say: ({ limit }) => `Nested deeper than ${limit} levels; nothing after this is read. Flatten it.`,
    sample: { limit: 64 },
  },
  LW003: {
    severity: 'error',
    title: 'Not YAML',
    why: 'The text is not YAML. What follows the first such place is not checked until it is solved.',
    say: ({ detail }) => `Not YAML: ${syntaxDetails[detail] ?? 'this cannot stand here'}.`,
    bad: 'budget: [1\n',
    good: 'budget: { max-iterations: 1 }\n',
  },
  LW004: {
    severity: 'error',
    title: 'Empty file',
    why: 'A loop needs at least name, on and roles; one that makes a change needs checks and goal too.',
    say: () => 'The file is empty. Start with `name:`, `on: manual`, `roles:`, `checks:` and `goal:`.',
    sample: {},
  },
  LW005: {
    severity: 'error',
    title: 'Anchor or alias',
    why: 'Anchors and aliases are not supported: a few lines of them can stand for gigabytes. Write the value again.',
    say: ({ name }) => `\`${name}\`: anchors and aliases are not supported in a loop file. Write the value again.`,
    bad: 'isolation: &place { keep: never }\n',
    good: 'isolation: { keep: never }\n',
  },
  LW006: {
    severity: 'error',
    title: 'Tag',
    why: 'Types follow from the field; YAML tags are not supported.',
    say: ({ tag }) => `\`${tag}\`: tags are not supported in a loop file. Delete it.`,
    bad: 'description: !!str 12\n',
    good: 'description: "12"\n',
  },
  LW007: {
    severity: 'error',
    title: 'Key written twice',
    why: 'Only one of the two could act, so neither is taken.',
    say: ({ key }) => `\`${key}\` is written twice. Delete one of them.`,
    bad: 'on: manual\non: manual\n',
    good: 'on: manual\n',
  },
  LW008: {
    severity: 'error',
    title: 'Several documents',
    why: 'A file holds one loop. What follows `---` would never run.',
    say: () => 'A second document starts here. A file holds one loop; move this to a file of its own.',
    bad: 'on: manual\n---\n',
    good: '---\non: manual\n',
  },
  LW009: {
    severity: 'error',
    title: 'Invisible or broken character',
    why: 'Control characters, marks that reorder text on the screen and broken bytes hide what a command really does. Save the file as UTF-8.',
    say: ({ character }) =>
      `The character ${character} does not belong in a loop file. Delete it, and save the file as UTF-8.`,
    sample: { character: 'U+202E' },
  },
  LW101: {
    severity: 'error',
    title: 'Unknown key',
    why: 'A key that nothing reads would look as if it acted.',
    say: ({ key, within, near, known }) =>
      `Unknown key \`${key}\` in ${at(within)}.${meant(near) || (known.length > 0 ? ` There are: ${list(known)}.` : '')}`,
    bad: 'buget: { max-iterations: 3 }\n',
    good: 'budget: { max-iterations: 3 }\n',
  },
  LW102: {
    severity: 'error',
    title: 'Id is not snake_case',
    why: 'Ids of checks, metrics, gates and inputs are used in expressions, where `unit-tests` would be a subtraction. Lower-case letters, digits and _.',
    say: ({ kind, id, suggestion }) =>
      `The ${kind} \`${id}\` is not in snake_case; in an expression a hyphen would subtract. Write \`${suggestion}\`.`,
    bad: 'checks:\n  unit-tests: npm test\ngoal: checks.all(c, c.passed)\n',
    good: 'checks:\n  unit_tests: npm test\ngoal: checks.all(c, c.passed)\n',
  },
  LW103: {
    severity: 'warning',
    title: 'Name differs from the file',
    why: 'A loop is called by its name or its file, so both should be the same.',
    say: ({ name, file }) =>
      `The loop is named \`${name}\` and its file \`${file}.loop.yaml\`. Give both the same name.`,
    sample: { name: 'fix-tests', file: 'keep-tests-green' },
  },
  LW104: {
    severity: 'error',
    title: 'YAML ate the value',
    why: 'YAML gives a meaning to `!`, `*`, `&`, `#`, `: ` and brackets. Quote the text to keep it.',
    say: ({ how }) => `${eatenWhy[how]}. Quote the text.`,
    bad: 'goal: !checks.tests.passed\n',
    good: 'goal: "!checks.tests.passed"\n',
  },
  LW105: {
    severity: 'error',
    title: 'Not supported yet',
    why: 'A key that is accepted is a key that acts. This one has a meaning elsewhere, or will have one, and nothing enforces it yet.',
    say: ({ what, instead }) => `\`${what}\` is not supported yet: ${instead}.`,
    bad: 'outputs: { cost: run.cost_usd }\n',
    good: 'budget: { max-cost-usd: 2 }\n',
  },
  LW106: {
    severity: 'error',
    title: 'Missing key',
    why: 'The loop cannot run without it.',
    say: ({ key, or, within, because }) => {
      const what = or === undefined ? `\`${key}\`` : `\`${key}\` or \`${or}\``;
      const said = because ? `\`${because}\` needs ${what} in ${at(within)}` : `${what} is missing in ${at(within)}`;
      return `${said}. ${or === undefined ? 'Add it' : 'Add one'}.`;
    },
    bad: 'roles: {}\n',
    good: 'roles: { maker: { agent: repair } }\n',
  },
  LW107: {
    severity: 'error',
    title: 'Wrong type',
    why: 'The field takes another type of value. YAML reads `true`, `12` and `1.5` as something else than text unless quoted.',
    say: ({ expected, got, quoted }) =>
      `Expected ${typeName(expected)}, found ${types[got] ?? got}.${quoted ? ` Write ${quoted}.` : ''}`,
    bad: 'description: 12\n',
    good: 'description: "12"\n',
  },
  LW108: {
    severity: 'error',
    title: 'Value not allowed',
    why: 'The field takes one of a few words.',
    say: ({ value, allowed, near }) => `\`${value}\` is not one of ${list(allowed)}.${meant(near)}`,
    bad: 'deliver: { as: mrge }\n',
    good: 'deliver: { as: merge }\n',
  },
  LW109: {
    severity: 'error',
    title: 'Too much or too little',
    why: 'The value is outside of what makes sense here.',
    say: (data) => `Must ${data.unit === '' ? 'be' : 'have'} ${bounds(data)}.`,
    bad: 'budget: { max-iterations: 0 }\n',
    good: 'budget: { max-iterations: 1 }\n',
  },
  LW110: {
    severity: 'error',
    title: 'Wrong form',
    why: 'The text must have a certain form, because it becomes part of names elsewhere.',
    say: ({ what, rule }) => `\`${what}\` must be ${formats[rule] ?? 'of another form'}.`,
    bad: 'name: Keep Tests Green\n',
    good: 'name: keep-tests-green\n',
  },
  LW111: {
    severity: 'error',
    title: 'Keys that exclude each other',
    why: 'Only one of them could act.',
    say: ({ key, other, within }) =>
      `\`${key}\` and \`${other}\` exclude each other in ${at(within)}. Delete one of them.`,
    bad: 'items: { from: { run: node items.mjs, file: items.json }, key: item.id }\n',
    good: 'items: { from: { run: node items.mjs }, key: item.id }\n',
  },
  LW201: {
    severity: 'error',
    title: 'Not an expression',
    why: 'Goals, gates and choices of items are expressions in CEL, such as `checks.tests.passed && checks.lint.passed`.',
    say: ({ detail }) => `Not an expression (CEL): ${detail}.`,
    bad: 'goal: checks.tests.passed &&\n',
    good: 'goal: checks.tests.passed\n',
  },
  LW202: {
    severity: 'error',
    title: 'Expression of another type',
    why: 'What decides something must be true or false; the key of an item must be a text.',
    say: ({ type, expected = 'bool', field = 'goal' }) => {
      if (expected === 'string')
        return `\`${field}\` must be a text, and this is ${typeWords(type)}. Write \`string(…)\` around it.`;
      const hint = field.startsWith('goal') ? 'Compare it, or add `.passed`' : 'Compare it';
      return `\`${field}\` must be true or false, and this is ${typeWords(type)}. ${hint}.`;
    },
    bad: 'goal: checks.tests\n',
    good: 'goal: checks.tests.passed\n',
  },
  LW203: {
    severity: 'error',
    title: 'Unknown name',
    why: 'An expression or a role may name what the loop declares, and what is known of each.',
    say: ({ kind, name, known, near }) =>
      `There is no ${kind} \`${name}\`.${meant(near) || (known.length > 0 ? ` There are: ${list(known)}.` : ` Add it to \`${declaredIn[kind] ?? 'checks'}\`.`)}`,
    bad: 'checks: { tests: npm test }\ngoal: checks.test.passed\n',
    good: 'checks: { tests: npm test }\ngoal: checks.tests.passed\n',
  },
  LW204: {
    severity: 'error',
    title: 'Function not allowed',
    why: '`matches()` and `duration()` can take hours over texts that somebody else wrote, `bind()` and `json()` can make data of any size, `dyn()` switches the type check off, and macros inside macros inside macros multiply.',
    say: ({ name }) =>
      refusedFunctions.includes(name)
        ? `\`${name}()\` is not allowed. ${name === 'matches' ? 'Use `contains`, `startsWith` or `endsWith`.' : 'Leave it out.'}`
        : `\`${name}()\` is nested too deep. Two levels are enough.`,
    bad: 'goal: checks.tests.passed && "a".matches("a")\n',
    good: 'goal: checks.tests.passed && "a".contains("a")\n',
  },
  LW205: {
    severity: 'error',
    title: 'Not available here',
    why: '`${{ … }}` is filled in in prompts, in variables (`env`) and in isolation.branch, with names of the item, the inputs, the run, the loop and the trigger. An expression has names of its own: the trigger and environment variables are not among them, and a gate before an item or before spending knows no change yet. A name is there only where the loop has what it stands for.',
    say: ({ name, known, needs }) => {
      if (needs !== undefined) return `\`${name}\` is there only with \`${needs}\`. Add it, or use another name.`;
      return known.length > 0
        ? `\`${name === '' ? '${{' : name}\` is not available here. Use one of: ${list(known)}.`
        : `\`\${{ ${name === '' ? '…' : name} }}\` is not filled in here. Write the text itself.`;
    },
    bad: 'isolation: { branch: "loops/${{ item.title }}/${{ run.id }}" }\n',
    good: 'isolation: { branch: "loops/fix/${{ run.id }}" }\n',
  },
  LW206: {
    severity: 'warning',
    title: 'Always the same',
    why: 'A goal that does not depend on the checks says nothing about the work; a condition that is always true or false is none.',
    say: ({ value, field = 'goal' }) =>
      field.startsWith('goal')
        ? `\`${field}\` is always ${value}. Name a check, such as \`checks.tests.passed\`.`
        : `\`${field}\` is always ${value}. ${value ? 'Leave it out, or n' : 'N'}ame what it depends on.`,
    bad: 'goal: "true"\n',
    good: 'goal: checks.tests.passed\n',
  },
  LW207: {
    severity: 'error',
    title: 'Types do not fit',
    why: 'The operator or function does not take values of these types. `passed` is true or false, `exit_code` a whole number, metrics, `seconds` and `cost_usd` numbers with decimals. Numbers of both kinds compare and add up (`metrics.coverage >= 80` is right); whole numbers divide without a rest, and in a list they are not mixed.',
    say: ({ detail }) => `Types do not fit: ${detail}.`,
    bad: 'goal: checks.tests.passed > 1\n',
    good: 'goal: checks.tests.exit_code < 1\n',
  },
  LW210: {
    severity: 'error',
    title: 'Not a schedule',
    why: 'Five fields: minute, hour, day of the month, month, day of the week. A time zone is an IANA name such as `Europe/London`.',
    say: ({ what, why }) => `\`${what}\` ${why}.`,
    bad: 'on: { schedule: [{ cron: "0 25 * * *" }] }\nbudget: { max-iterations: 3 }\n',
    good: 'on: { schedule: [{ cron: "0 5 * * *" }] }\nbudget: { max-iterations: 3 }\n',
  },
  LW211: {
    severity: 'warning',
    title: 'Schedule that never fires',
    why: 'No day is like that, such as 31 February, so nothing would ever start.',
    say: ({ cron }) => `\`${cron}\` never fires: there is no such day. Write another day or month.`,
    bad: 'on: { schedule: [{ cron: "0 6 31 2 *" }] }\nbudget: { max-iterations: 3 }\n',
    good: 'on: { schedule: [{ cron: "0 6 28 2 *" }] }\nbudget: { max-iterations: 3 }\n',
  },
  LW214: {
    severity: 'warning',
    title: 'Starts itself',
    why: 'With `own: true` what this loop lands on a branch that it watches starts it again, and so on.',
    say: ({ branch }) =>
      `This loop lands on \`${branch}\` and watches it with \`own: true\`, so each landing starts it again. Leave \`own\` out.`,
    bad: 'on: { push: { branches: [main], own: true } }\nbudget: { max-iterations: 3 }\ndeliver: { as: merge, into: main }\n',
    good: 'on: { push: { branches: [main] } }\nbudget: { max-iterations: 3 }\ndeliver: { as: merge, into: main }\n',
  },
  LW215: {
    severity: 'error',
    title: 'Input without a default',
    why: 'A run that no person starts has nobody to ask.',
    say: ({ input, trigger }) =>
      `\`on.${trigger}\` starts a run that nobody can give \`${input}\` to. Add a \`default\`.`,
    bad: 'on: { schedule: [{ cron: "0 6 * * *" }], manual: { inputs: { count: { type: number } } } }\nbudget: { max-iterations: 3 }\n',
    good: 'on: { schedule: [{ cron: "0 6 * * *" }], manual: { inputs: { count: { type: number, default: 3 } } } }\nbudget: { max-iterations: 3 }\n',
  },
  LW222: {
    severity: 'warning',
    title: 'The agent ignores this field',
    why: 'What is written here would never act. docs/agents.md says what each agent can do.',
    say: ({ field, agent, able }) => {
      const others = field === 'command' ? ['acp'] : (able ?? ['command']);
      const instead =
        others.length === 0 ? '' : `, or use ${others.length === 1 ? '' : 'one of '}\`agent: ${others.join('`, `')}\``;
      return `Agent \`${agent}\` does not hold to \`${field}\`. Delete it${instead}.`;
    },
    bad: 'roles: { maker: { agent: codex, prompt: Fix it., max-turns: 60 } }\n',
    good: 'roles: { maker: { agent: claude, prompt: Fix it., max-turns: 60 } }\n',
  },
  LW226: {
    severity: 'warning',
    title: 'Limit on what the agent does not tell',
    why: 'What an agent has used is unknown until it says so, and under a limit the unknown ends the work. A list price turns tokens into a cost where the model has one; where not even tokens are told, the limit would end the work after its first pass. An agent that tells only the tokens of its last call has used at least those, so a limit of tokens comes too late.',
    say: ({ agent, field, untold, model = '' }) => {
      if (untold === 'all but the last call')
        return `Agent \`${agent}\` tells the tokens of its last call only, so \`${field}\` counts too few. Add \`max-cost-usd\`, \`max-iterations\` or \`timeout-minutes\` to the budget, or choose an agent that tells each call.`;
      return untold === 'cost'
        ? `Agent \`${agent}\` tells tokens and no cost, and no list has a price of \`${model}\`, so \`${field}\` would end the work after its first pass. Add \`budget.price\`, or a price of your own (docs/agents.md).`
        : `Agent \`${agent}\` tells neither tokens nor cost, so \`${field}\` would end the work after its first pass. Delete it and use \`timeout-minutes\`, or choose another agent.`;
    },
    bad: 'roles: { maker: { agent: codex, model: my-model, prompt: Fix it. } }\nbudget: { max-cost-usd: 2 }\n',
    good: 'roles: { maker: { agent: codex, model: my-model, prompt: Fix it. } }\nbudget: { max-cost-usd: 2, price: { input-per-million: 2, output-per-million: 8 } }\n',
  },
  LW227: {
    severity: 'error',
    title: 'Definition of an agent that has none',
    why: 'Named definitions are read for some agents only, from `.claude/agents/<name>.md` and `.codex/agents/<name>.toml`.',
    say: ({ agent, written, able }) =>
      able.includes(agent)
        ? `\`${written}\` names no definition. Write \`${agent}:reviewer\`: letters, digits, \`.\`, \`_\` and \`-\`.`
        : `Agent \`${agent}\` has no named definitions. Write \`${agent}\` alone, or a definition of ${list(able)}.`,
    bad: 'roles: { maker: { agent: "pi:fixer", prompt: Fix it. } }\n',
    good: 'roles: { maker: { agent: pi, prompt: Fix it. } }\n',
  },
  LW228: {
    severity: 'error',
    title: 'Role that the agent cannot have',
    why: '`vscode` is a language model of the editor without tools: it cannot look into the worktree, run a command or change a file. It can judge the change that it is shown.',
    say: ({ agent, role, roles }) =>
      `Agent \`${agent}\` cannot be the ${role}: it can only be ${list(roles)}. Use \`auto\`, or another coding agent.`,
    bad: 'roles: { maker: { agent: vscode, prompt: Fix the failing tests. } }\n',
    good: 'roles: { maker: { agent: auto, prompt: Fix the failing tests. } }\n',
  },
  LW229: {
    severity: 'error',
    title: 'Agent not supported yet',
    why: 'Only agents that Loopwright can drive and stop are accepted. Any agent that speaks the Agent Client Protocol can be driven with `acp`.',
    say: ({ agent, supported }) =>
      `Agent \`${agent}\` is not supported yet. There are: ${list(supported)}. Use \`acp\` with \`command:\` if it speaks the Agent Client Protocol, else \`command\` with \`run:\`.`,
    bad: 'roles: { maker: { agent: copilot } }\n',
    good: 'roles: { maker: { agent: acp, command: copilot --acp, prompt: Fix the failing tests. } }\n',
  },
  LW301: {
    severity: 'warning',
    title: 'Maker and reviewer are the same',
    why: 'Who is asked the same by the same model tends to repeat its own mistakes, in a session of its own too.',
    say: ({ role, agent }) =>
      `The ${role} and the maker share agent (\`${agent}\`), model and prompt. Give the ${role} another agent, model or prompt.`,
    bad: 'roles: { maker: { agent: claude, prompt: Fix it. }, checker: { agent: claude, prompt: Fix it. } }\n',
    good: 'roles: { maker: { agent: claude, prompt: Fix it. }, checker: { agent: codex, prompt: Break it. } }\n',
  },
  LW302: {
    severity: 'warning',
    title: 'Goal without a check',
    why: 'Only a check proves something; without one the maker would decide by itself.',
    say: () => 'The goal uses no check and no metric. Name one, such as `checks.tests.passed`.',
    bad: 'goal: run.iteration > 3\n',
    good: 'goal: checks.tests.passed\n',
  },
  LW303: {
    severity: 'info',
    title: 'The goal never uses it',
    why: 'It runs after every pass and decides nothing. An unused judge is a warning, because it costs tokens.',
    say: ({ kind, name }) => {
      const use = kind === 'check' ? `checks.${name}.passed` : kind === 'metric' ? `metrics.${name}` : 'judge.passed';
      return `The goal never uses the ${kind}${kind === 'judge' ? '' : ` \`${name}\``}. Add \`${use}\` to it, or delete the ${kind}.`;
    },
    bad: 'checks: { tests: npm test, lint: npm run lint }\ngoal: checks.tests.passed\n',
    good: 'checks: { tests: npm test, lint: npm run lint }\ngoal: checks.all(c, c.passed)\n',
  },
  LW304: {
    severity: 'error',
    title: 'Check that cannot fail',
    why: 'A check that passes whatever happens proves nothing.',
    say: ({ check, because }) => `\`${check}\` cannot fail, because of \`${because}\`. Delete that part.`,
    bad: 'checks: { tests: npm test || true }\n',
    good: 'checks: { tests: npm test }\n',
  },
  LW308: {
    severity: 'warning',
    title: 'Maker may edit its own tests',
    why: 'A maker that may change the tests can make them pass without solving anything. Without `oracles: free` it may add to them and change nothing.',
    say: () =>
      'The maker may edit the tests it is judged by. Delete `oracles: free`, or add `protected-paths: ["test/**"]`.',
    bad: 'roles: { maker: { agent: command, run: node fix.mjs } }\npolicy: { oracles: free }\n',
    good: 'roles: { maker: { agent: command, run: node fix.mjs } }\n',
  },
  LW309: {
    severity: 'warning',
    title: 'Reviewer that cannot be kept from writing',
    why: 'This agent is only asked not to write. Whatever it changes is put back and its pass fails, so a review may come to nothing.',
    say: ({ role, agent }) =>
      `The ${role} may change nothing, and \`${agent}\` cannot be kept from it: an edit is put back and fails its pass. Choose \`claude\`, \`codex\` or \`pi\`.`,
    bad: 'roles: { maker: { agent: claude, prompt: Fix it. }, checker: { agent: gemini } }\n',
    good: 'roles: { maker: { agent: claude, prompt: Fix it. }, checker: { agent: codex } }\n',
  },
  LW310: {
    severity: 'warning',
    title: 'No budget',
    why: 'The defaults hold, which may be more than you want to spend. In a loop that starts by itself that is an error: nobody chose what it may use, and nobody watches.',
    say: (data) =>
      `No budget is written, so ${data.iterations} iterations${data.perItem ? ' of each item' : ''} and ${data.minutes} minutes hold. Add \`${budgetLine(data)}\`.`,
    bad: 'on: manual\n',
    good: 'budget: { max-iterations: 5 }\n',
  },
  LW314: {
    severity: 'info',
    title: 'More at once than there are',
    why: 'A run takes up no more items than `max`, so more can never be worked on at once.',
    say: ({ parallel, max }) =>
      `${parallel} items at once, of ${max} at most. Write \`max-parallel: ${max}\`, or raise \`max\`.`,
    bad: 'items: { from: { file: items.json }, key: item.id, max: 2, max-parallel: 5 }\n',
    good: 'items: { from: { file: items.json }, key: item.id, max: 5, max-parallel: 5 }\n',
  },
  LW315: {
    severity: 'warning',
    title: 'Limit that is never reached',
    why: 'A wider limit inside a narrower one never acts.',
    say: ({ field, limit, over, least }) =>
      `\`${field}: ${limit}\` is never reached, because \`${over}\` is ${least}. Lower it, or delete it.`,
    bad: 'budget: { max-cost-usd: 5, per-item: { max-cost-usd: 10 } }\n',
    good: 'budget: { max-cost-usd: 5, per-item: { max-cost-usd: 2 } }\n',
  },
  LW316: {
    severity: 'error',
    title: 'Iterations limited twice',
    why: 'Without `items` a run has one item, so the limit of the item is the one that holds, also where only its default of 5 is meant.',
    say: ({ iterations }) =>
      `Without \`items\`, \`per-item\` overrides \`budget.max-iterations\`. Write \`per-item: { max-iterations: ${iterations} }\` and delete this, or add \`items\`.`,
    bad: 'budget: { max-iterations: 3, per-item: { timeout-minutes: 5 } }\n',
    good: 'budget: { per-item: { max-iterations: 3, timeout-minutes: 5 } }\n',
  },
  LW317: {
    severity: 'warning',
    title: 'Limit on what costs nothing',
    why: '`repair` is built in and uses no model, and no other role is there.',
    say: ({ field }) => `\`${field}\` limits nothing: \`repair\` uses no tokens. Delete it.`,
    bad: 'roles: { maker: { agent: repair } }\nbudget: { max-cost-usd: 2 }\n',
    good: 'roles: { maker: { agent: repair } }\nbudget: { max-iterations: 3 }\n',
  },
  LW321: {
    severity: 'error',
    title: 'Allowed and protected at once',
    why: 'Protection wins, so the allowance would never act.',
    say: ({ glob }) => `\`${glob}\` is allowed and protected at once, and protection wins. Delete one of them.`,
    bad: 'policy: { allowed-paths: ["src/**"], protected-paths: ["src/**"] }\n',
    good: 'policy: { allowed-paths: ["src/**"], protected-paths: ["test/**"] }\n',
  },
  LW324: {
    severity: 'error',
    title: 'Template in a command',
    why: 'Nothing is filled into a command: a shell would run whatever the text brings along. Use a variable of the environment.',
    say: ({ template }) =>
      `\`${template}\` is not filled in in a command, because a shell would run what it brings. Put it into \`env\` and read the variable.`,
    bad: 'checks: { tests: "npm test -- ${{ item.file }}" }\n',
    good: "checks: { tests: { run: 'npm test -- \"$FILE\"', env: { FILE: '${{ item.id }}' } } }\n",
  },
  LW325: {
    severity: 'error',
    title: 'Secret in the file',
    why: 'A secret in a loop file is in git for good, and in every log of the loop.',
    say: ({ kind }) => `This looks like ${kind}. Take it out of the file, and replace it where it is used.`,
    bad: 'checks: { tests: { run: npm test, env: { API_TOKEN: 9f8e7d6c5b4a3210 } } }\n',
    good: 'checks: { tests: { run: npm test, env: { CI: "true" } } }\n',
  },
  LW326: {
    severity: 'info',
    title: 'Lands without understanding',
    why: 'The loop starts by itself, a person decides to land the change, and nothing asks whether anybody understood it.',
    say: () => `A change may land that nobody understood. Add \`${understandingLine}\`.`,
    bad: 'on: { schedule: [{ cron: "0 6 * * *" }] }\nbudget: { max-iterations: 3 }\ndeliver: { as: merge }\n',
    good: `on: { schedule: [{ cron: "0 6 * * *" }] }\nbudget: { max-iterations: 3 }\ndeliver: { as: merge }\n${understandingLine}\n`,
  },
  LW327: {
    severity: 'warning',
    title: 'Cage that is switched off',
    why: '`network`, `read` and `write` say what the cage lets through, and with `sandbox: off` there is none: everything can be reached, read and written that you can. A limit of the network that nothing holds is an error.',
    say: ({ field }) =>
      `\`${field}\` acts in the cage only, and \`sandbox: off\` takes it away. Write \`sandbox: preferred\`, or delete \`${field}\`.`,
    bad: 'policy: { sandbox: off, read: [~/.npmrc] }\n',
    good: 'policy: { sandbox: preferred, read: [~/.npmrc] }\n',
  },
  LW328: {
    severity: 'error',
    title: 'Agent that cannot reach its model',
    why: 'In a cage with `network: none` an agent reaches no model server, on this machine neither, so its first call would fail.',
    say: ({ role, agent }) =>
      `The ${role} (\`${agent}\`) cannot reach its model with \`network: none\`. Name the host of the model in \`network\`, or write \`network: all\`.`,
    bad: 'roles: { maker: { agent: claude, prompt: Fix it. } }\npolicy: { network: none }\n',
    good: 'roles: { maker: { agent: claude, prompt: Fix it. } }\npolicy: { network: [api.anthropic.com] }\n',
  },
  LW331: {
    severity: 'warning',
    title: 'Gate that is never reached',
    why: 'The gate asks before something that this loop never does, so nobody would be asked.',
    say: ({ before, because }) =>
      `This gate is never reached: \`before: ${before}\`, and ${because}. ${before === 'merge' && because.includes('does not merge') ? 'Write `before: deliver`' : 'Delete the gate'}.`,
    bad: 'deliver: { as: branch }\ngates: { understand: { before: merge } }\n',
    good: 'deliver: { as: branch }\ngates: { understand: { before: deliver } }\n',
  },
  LW332: {
    severity: 'warning',
    title: 'Silence approves',
    why: 'Nobody has to look for the change to go on; waiting long enough is enough.',
    say: () => 'After the time-out the change goes on although nobody looked. Write `on-timeout: reject`.',
    bad: 'gates: { big: { timeout-hours: 24, on-timeout: approve } }\n',
    good: 'gates: { big: { timeout-hours: 24, on-timeout: reject } }\n',
  },
  LW333: {
    severity: 'error',
    title: 'Acts only with something else',
    why: 'Nothing reads the field in a loop like this, and a field that is accepted is one that acts.',
    say: ({ field, needs }) => `\`${field}\` acts only with \`${needs}\`. Delete it, or write \`${needs}\`.`,
    bad: 'deliver: { as: branch, into: main }\n',
    good: 'deliver: { as: merge, into: main }\n',
  },
  LW334: {
    severity: 'error',
    title: 'More right answers than questions',
    why: 'The gate could never open.',
    say: ({ questions, pass }) => `${pass} right answers of ${questions} asked cannot be. Ask more, or let fewer pass.`,
    bad: 'gates: { understand: { comprehension: { questions: 1, pass: 2 } } }\n',
    good: 'gates: { understand: { comprehension: { questions: 2, pass: 2 } } }\n',
  },
  LW335: {
    severity: 'error',
    title: 'Report and roles do not fit',
    why: 'A report is what an explorer found out; there is no change in it. A loop with a maker delivers its change.',
    say: ({ roles }) =>
      ({
        'explorer alone':
          'An explorer alone changes nothing that could be delivered. Write `deliver: { as: report }`, or add a maker.',
        'no explorer':
          '`as: report` delivers what an explorer found out, and there is none. Add `roles.explorer`, or deliver in another way.',
        'a maker': '`as: report` would leave out what the maker changed. Delete the maker, or deliver in another way.',
      })[roles],
    bad: 'deliver: { as: report }\n',
    good: 'deliver: { as: patch }\n',
  },
  LW337: {
    severity: 'error',
    title: 'More approvals than approvers',
    why: 'The gate could never open.',
    say: ({ approvals, approvers }) =>
      `${approvals} approvals of ${approvers} ${approvers === 1 ? 'person' : 'people'} cannot be. Name more, or ask for fewer.`,
    bad: 'gates: { big: { approvers: [ada@example.com], approvals: 2 } }\n',
    good: 'gates: { big: { approvers: [ada@example.com, bob@example.com], approvals: 2 } }\n',
  },
  LW341: {
    severity: 'error',
    title: 'Glob that cannot match',
    why: 'Globs are relative to the top of the repository, with forward slashes.',
    say: ({ glob, why }) => `\`${glob}\` ${why}.`,
    bad: 'policy: { allowed-paths: ["/src/**"] }\n',
    good: 'policy: { allowed-paths: ["src/**"] }\n',
  },
  LW342: {
    severity: 'error',
    title: 'Not a branch name',
    why: 'Git refuses it.',
    say: ({ name, why }) => `Git refuses \`${name}\`: it ${why}.`,
    bad: 'deliver: { as: merge, into: "a..b" }\n',
    good: 'deliver: { as: merge, into: main }\n',
  },
  LW345: {
    severity: 'error',
    title: 'Path that leaves the repository',
    why: 'Files are named from the top of the worktree, with forward slashes.',
    say: ({ path, why }) =>
      `\`${path}\` ${why}. Write a path from the top of the worktree, such as \`reports/junit.xml\`.`,
    bad: 'checks: { tests: { run: npm test, report: { format: junit, file: ../junit.xml } } }\n',
    good: 'checks: { tests: { run: npm test, report: { format: junit, file: junit.xml } } }\n',
  },
  LW351: {
    severity: 'error',
    title: 'Proof against another base',
    why: 'The red-green proof compares the change with the base that the run started from, and with no other commit.',
    say: ({ base, runs }) =>
      runs === undefined
        ? `The proof compares with the base of the run. Write \`isolation: { base: ${base} }\`, or leave \`base\` out here.`
        : `The proof compares with the base of the run, \`${runs}\`, not with \`${base}\`. Name the same base in both, or leave it out here.`,
    bad: 'checks: { tests: { run: npm test, red-green: { tests: [test/**], base: main } } }\n',
    good: 'checks: { tests: { run: npm test, red-green: { tests: [test/**], base: main } } }\nisolation: { base: main }\n',
  },
  LW352: {
    severity: 'error',
    title: 'Version that is not known',
    why: 'The file is written for another version of the format. Of a newer one nothing else is checked: what it means is not known here.',
    say: ({ written, known, newer }) =>
      newer
        ? `This is version ${written} of loop files, and this Loopwright knows version ${known}. Update Loopwright.`
        : `\`${written}\` is no version of loop files. Write \`version: ${known}\`, or leave it out.`,
    bad: 'version: 2\n',
    good: 'version: 1\n',
  },
};
