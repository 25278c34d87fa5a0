import type { Eaten, ProblemCode, ProblemData, Severity } from './problem.ts';

/** All the words about one kind of problem. `bad` shows it in YAML and `good` the cure; tests hold both to it. */
export interface ProblemText<C extends ProblemCode> {
  readonly severity: Severity;
  readonly title: string;
  /** Why it is a problem, and what to do. */
  readonly why: string;
  /** The message: what is wrong here and what to do next. */
  readonly say: (data: ProblemData[C]) => string;
  readonly bad?: string;
  readonly good?: string;
}

const meant = (near: string | undefined): string => (near === undefined ? '' : ` Did you mean \`${near}\`?`);
const list = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');
const at = (within: string): string => (within === '' ? 'a loop' : `\`${within}\``);

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

const formats: Readonly<Record<string, string>> = {
  name: 'lower-case words with hyphens, such as `keep-tests-green`',
  'checks.*.env': 'the name of a variable: letters, digits and _, not starting with a digit',
  'checks.*': 'at most 60 lower-case letters, digits and _, starting with a letter',
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
const typeName = (type: string): string =>
  type
    .split(' or ')
    .map((one) => types[one] ?? one)
    .join(' or ');

/** The wording of every problem. A code that is left out does not compile. */
export const problemTexts: { readonly [C in ProblemCode]: ProblemText<C> } = {
  LW001: {
    severity: 'error',
    title: 'File too large',
    why: 'A loop file is read at every key stroke and pinned to every run. Move long commands to scripts of the repository.',
    say: ({ size, limit, unit }) =>
      unit === 'KB'
        ? `The file has ${size} KB; a loop file may have ${limit} KB. Move long texts to scripts.`
        : `The file has more than ${limit} words and signs, more than a loop file may have. Move long texts to scripts.`,
  },
  LW002: {
    severity: 'error',
    title: 'Nested too deep',
    why: 'No loop needs such nesting, and it can bring a parser down. Nothing after it is read.',
    say: ({ limit }) => `Nested deeper than ${limit} levels; nothing after this is read. Flatten it.`,
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
    why: 'A loop needs at least name, on, roles, checks and goal.',
    say: () => 'The file is empty. Start with `name:`, `on: manual`, `roles:`, `checks:` and `goal:`.',
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
    title: 'Check id is not snake_case',
    why: 'Ids are used in the goal, where `unit-tests` would be a subtraction. Lower-case letters, digits and _.',
    say: ({ id, suggestion }) =>
      `\`${id}\` is not in snake_case; in the goal a hyphen would subtract. Write \`${suggestion}\`.`,
    bad: 'checks:\n  unit-tests: npm test\ngoal: checks.all(c, c.passed)\n',
    good: 'checks:\n  unit_tests: npm test\ngoal: checks.all(c, c.passed)\n',
  },
  LW103: {
    severity: 'warning',
    title: 'Name differs from the file',
    why: 'A loop is called by its name or its file, so both should be the same.',
    say: ({ name, file }) =>
      `The loop is named \`${name}\` and its file \`${file}.loop.yaml\`. Give both the same name.`,
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
    bad: 'budget: { max-cost-usd: 2 }\n',
    good: 'budget: { max-iterations: 3 }\n',
  },
  LW106: {
    severity: 'error',
    title: 'Missing key',
    why: 'The loop cannot run without it.',
    say: ({ key, within, because }) =>
      `${because ? `\`${because}\` needs \`${key}\` in ${at(within)}` : `\`${key}\` is missing in ${at(within)}`}. Add it.`,
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
  LW201: {
    severity: 'error',
    title: 'Not an expression',
    why: 'The goal is an expression in CEL, such as `checks.tests.passed && checks.lint.passed`.',
    say: ({ detail }) => `Not an expression (CEL): ${detail}.`,
    bad: 'goal: checks.tests.passed &&\n',
    good: 'goal: checks.tests.passed\n',
  },
  LW202: {
    severity: 'error',
    title: 'Neither true nor false',
    why: 'The goal decides whether the work is done, so it must be true or false.',
    say: ({ type }) => `The goal must be true or false, and this is a ${type}. Compare it, or add \`.passed\`.`,
    bad: 'goal: checks.tests\n',
    good: 'goal: checks.tests.passed\n',
  },
  LW203: {
    severity: 'error',
    title: 'Unknown name in the goal',
    why: 'The goal may name the checks of this loop and what is known of each.',
    say: ({ kind, name, known, near }) =>
      `There is no ${kind} \`${name}\`.${meant(near) || (known.length > 0 ? ` There are: ${list(known)}.` : ' Add it to `checks`.')}`,
    bad: 'checks: { tests: npm test }\ngoal: checks.test.passed\n',
    good: 'checks: { tests: npm test }\ngoal: checks.tests.passed\n',
  },
  LW204: {
    severity: 'error',
    title: 'Function not allowed',
    why: '`matches()` runs a regular expression that can take hours, `dyn()` switches the type check off, and macros inside macros inside macros multiply.',
    say: ({ name }) =>
      name === 'matches' || name === 'dyn'
        ? `\`${name}()\` is not allowed in a goal. ${name === 'matches' ? 'Use `contains`, `startsWith` or `endsWith`.' : 'Leave it out.'}`
        : `\`${name}()\` is nested too deep. Two levels are enough for any goal.`,
    bad: 'goal: checks.tests.passed && "a".matches("a")\n',
    good: 'goal: checks.tests.passed && "a".contains("a")\n',
  },
  LW205: {
    severity: 'error',
    title: 'Not available here',
    why: '`${{ … }}` is filled in only in isolation.branch, with `run.id` and `loop.name`.',
    say: ({ name, known }) =>
      known.length > 0
        ? `\`${name}\` is not available here. There are: ${list(known)}.`
        : `\`\${{ ${name === '' ? '…' : name} }}\` is not filled in here. Write the text itself.`,
    bad: 'isolation: { branch: "loops/${{ item.id }}/${{ run.id }}" }\n',
    good: 'isolation: { branch: "loops/fix/${{ run.id }}" }\n',
  },
  LW206: {
    severity: 'warning',
    title: 'Goal is always the same',
    why: 'A goal that does not depend on the checks says nothing about the work.',
    say: ({ value }) => `The goal is always ${value}. Name a check, such as \`checks.tests.passed\`.`,
    bad: 'goal: "true"\n',
    good: 'goal: checks.tests.passed\n',
  },
  LW207: {
    severity: 'error',
    title: 'Types do not fit',
    why: 'The operator or function does not take values of these types. `passed` is true or false, `exit_code` a whole number, `seconds` a number with decimals.',
    say: ({ detail }) => `Types do not fit: ${detail}.`,
    bad: 'goal: checks.tests.passed > 1\n',
    good: 'goal: checks.tests.exit_code < 1\n',
  },
  LW220: {
    severity: 'error',
    title: 'Agent not supported yet',
    why: 'Only agents that Loopwright can drive and stop are accepted.',
    say: ({ agent, supported }) =>
      `Agent \`${agent}\` is not supported yet. There are: ${list(supported)}; \`command\` with \`run:\` can call any program.`,
    bad: 'roles: { maker: { agent: claude } }\n',
    good: 'roles: { maker: { agent: repair } }\n',
  },
  LW222: {
    severity: 'warning',
    title: 'The agent ignores this field',
    why: 'What is written here would never be read.',
    say: ({ field, agent }) => `Agent \`${agent}\` never reads \`${field}\`. Delete it, or use \`agent: command\`.`,
    bad: 'roles: { maker: { agent: repair, run: node fix.mjs } }\n',
    good: 'roles: { maker: { agent: command, run: node fix.mjs } }\n',
  },
  LW302: {
    severity: 'warning',
    title: 'Goal without a check',
    why: 'Only a check proves something; without one the maker would decide by itself.',
    say: () => 'The goal uses no check. Name one, such as `checks.tests.passed`.',
    bad: 'goal: "1 == 1"\n',
    good: 'goal: checks.tests.passed\n',
  },
  LW303: {
    severity: 'info',
    title: 'Check the goal never uses',
    why: 'It runs after every pass and decides nothing.',
    say: ({ check }) => `The goal never uses \`${check}\`. Add \`checks.${check}.passed\` to it, or delete the check.`,
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
    why: 'A maker that may change the tests can make them pass without solving anything.',
    say: () => 'The maker may edit the tests it is judged by. Add `policy: { protected-paths: ["test/**"] }`.',
    bad: 'roles: { maker: { agent: command, run: node fix.mjs } }\n',
    good: 'roles: { maker: { agent: command, run: node fix.mjs } }\npolicy: { protected-paths: ["test/**"] }\n',
  },
  LW310: {
    severity: 'warning',
    title: 'No budget',
    why: 'The defaults hold, which may be more than you want to spend.',
    say: ({ iterations, minutes }) =>
      `No budget is written, so ${iterations} iterations and ${minutes} minutes hold. Add \`budget: { max-iterations: ${iterations} }\`.`,
    bad: 'on: manual\n',
    good: 'budget: { max-iterations: 5 }\n',
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
    say: ({ template }) => `\`${template}\` is not filled in in a command. Read a variable of the environment instead.`,
    bad: 'checks: { tests: "npm test -- ${{ item.file }}" }\n',
    good: 'checks: { tests: npm test }\n',
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
    why: 'A person decides to land the change, and nothing asks whether anybody understood it.',
    say: () => 'A change may land that nobody understood. Add `gates: { understand: {} }`.',
    bad: 'deliver: { as: merge }\n',
    good: 'deliver: { as: merge }\ngates: { understand: {} }\n',
  },
  LW331: {
    severity: 'error',
    title: 'Gate that is never reached',
    why: 'The gate asks before a merge, and this loop never merges.',
    say: () => 'This gate is never reached: `deliver.as: branch` does not merge. Write `before: deliver`.',
    bad: 'deliver: { as: branch }\ngates: { understand: { before: merge } }\n',
    good: 'deliver: { as: branch }\ngates: { understand: { before: deliver } }\n',
  },
  LW333: {
    severity: 'error',
    title: 'Only for a merge',
    why: 'A loop that leaves its work on its own branch does not read where a merge would land.',
    say: ({ field }) => `\`${field}\` acts only with \`as: merge\`. Delete it, or write \`as: merge\`.`,
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
  LW343: {
    severity: 'warning',
    title: 'Branch name that works once',
    why: 'A run stops when its branch exists already, so every run needs a name of its own.',
    say: () => 'A second run would stop, because the branch exists already. Add `${{ run.id }}` to the name.',
    bad: 'isolation: { branch: loops/fix }\n',
    good: 'isolation: { branch: "loops/fix/${{ run.id }}" }\n',
  },
};
