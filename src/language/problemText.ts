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
    say: ({ size, limit, unit }) =>
      unit === 'KB'
        ? `The file has ${size} KB; a loop file may have ${limit} KB. Move long texts to scripts.`
        : `The file has more than ${limit} words and signs, more than a loop file may have. Move long texts to scripts.`,
  },
  LW002: {
    severity: 'error',
    say: ({ limit }) => `Nested deeper than ${limit} levels; nothing after this is read. Flatten it.`,
  },
  LW003: {
    severity: 'error',
    say: ({ detail }) => `Not YAML: ${syntaxDetails[detail] ?? 'this cannot stand here'}.`,
  },
  LW004: {
    severity: 'error',
    say: () =>
      'The file is empty. Start with `name:`, `on: manual`, `roles:`, `checks:` and `goal:`, or take a whole loop from completion.',
  },
  LW005: {
    severity: 'error',
    say: ({ name }) => `\`${name}\`: anchors and aliases are not supported in a loop file. Write the value again.`,
  },
  LW006: {
    severity: 'error',
    say: ({ tag }) => `\`${tag}\`: tags are not supported in a loop file. Delete it.`,
  },
  LW007: {
    severity: 'error',
    say: ({ key }) => `\`${key}\` is written twice. Delete one of them.`,
  },
  LW008: {
    severity: 'error',
    say: () => 'A second document starts here. A file holds one loop; move this to a file of its own.',
  },
  LW009: {
    severity: 'error',
    say: ({ character }) =>
      `The character ${character} does not belong in a loop file. Delete it, and save the file as UTF-8.`,
  },
  LW101: {
    severity: 'error',
    say: ({ key, within, near, known }) =>
      `Unknown key \`${key}\` in ${at(within)}.${meant(near) || (known.length > 0 ? ` There are: ${list(known)}.` : '')}`,
  },
  LW102: {
    severity: 'error',
    say: ({ kind, id, suggestion }) =>
      `The ${kind} \`${id}\` is not in snake_case; in an expression a hyphen would subtract. Write \`${suggestion}\`.`,
  },
  LW103: {
    severity: 'warning',
    say: ({ name, file }) =>
      `The loop is named \`${name}\` and its file \`${file}.loop.yaml\`. Give both the same name.`,
  },
  LW104: {
    severity: 'error',
    say: ({ how }) => `${eatenWhy[how]}. Quote the text.`,
  },
  LW105: {
    severity: 'error',
    say: ({ what, instead }) => `\`${what}\` is not supported yet: ${instead}.`,
  },
  LW106: {
    severity: 'error',
    say: ({ key, or, within, because }) => {
      const what = or === undefined ? `\`${key}\`` : `\`${key}\` or \`${or}\``;
      const said = because ? `\`${because}\` needs ${what} in ${at(within)}` : `${what} is missing in ${at(within)}`;
      return `${said}. ${or === undefined ? 'Add it' : 'Add one'}.`;
    },
  },
  LW107: {
    severity: 'error',
    say: ({ expected, got, quoted }) =>
      `Expected ${typeName(expected)}, found ${types[got] ?? got}.${quoted ? ` Write ${quoted}.` : ''}`,
  },
  LW108: {
    severity: 'error',
    say: ({ value, allowed, near }) => `\`${value}\` is not one of ${list(allowed)}.${meant(near)}`,
  },
  LW109: {
    severity: 'error',
    say: (data) => `Must ${data.unit === '' ? 'be' : 'have'} ${bounds(data)}.`,
  },
  LW110: {
    severity: 'error',
    say: ({ what, rule }) => `\`${what}\` must be ${formats[rule] ?? 'of another form'}.`,
  },
  LW111: {
    severity: 'error',
    say: ({ key, other, within }) =>
      `\`${key}\` and \`${other}\` exclude each other in ${at(within)}. Delete one of them.`,
  },
  LW201: {
    severity: 'error',
    say: ({ detail }) => `Not an expression (CEL): ${detail}.`,
  },
  LW202: {
    severity: 'error',
    say: ({ type, expected = 'bool', field = 'goal' }) => {
      if (expected === 'string')
        return `\`${field}\` must be a text, and this is ${typeWords(type)}. Write \`string(…)\` around it.`;
      const hint = field.startsWith('goal') ? 'Compare it, or add `.passed`' : 'Compare it';
      return `\`${field}\` must be true or false, and this is ${typeWords(type)}. ${hint}.`;
    },
  },
  LW203: {
    severity: 'error',
    say: ({ kind, name, known, near }) =>
      `There is no ${kind} \`${name}\`.${meant(near) || (known.length > 0 ? ` There are: ${list(known)}.` : ` Add it to \`${declaredIn[kind] ?? 'checks'}\`.`)}`,
  },
  LW204: {
    severity: 'error',
    say: ({ name }) =>
      refusedFunctions.includes(name)
        ? `\`${name}()\` is not allowed. ${name === 'matches' ? 'Use `contains`, `startsWith` or `endsWith`.' : 'Leave it out.'}`
        : `\`${name}()\` is nested too deep. Two levels are enough.`,
  },
  LW205: {
    severity: 'error',
    say: ({ name, known, needs }) => {
      if (needs !== undefined) return `\`${name}\` is there only with \`${needs}\`. Add it, or use another name.`;
      return known.length > 0
        ? `\`${name === '' ? '${{' : name}\` is not available here. Use one of: ${list(known)}.`
        : `\`\${{ ${name === '' ? '…' : name} }}\` is not filled in here. Write the text itself.`;
    },
  },
  LW206: {
    severity: 'warning',
    say: ({ value, field = 'goal' }) =>
      field.startsWith('goal')
        ? `\`${field}\` is always ${value}. Name a check, such as \`checks.tests.passed\`.`
        : `\`${field}\` is always ${value}. ${value ? 'Leave it out, or n' : 'N'}ame what it depends on.`,
  },
  LW207: {
    severity: 'error',
    say: ({ detail }) => `Types do not fit: ${detail}.`,
  },
  LW210: {
    severity: 'error',
    say: ({ what, why }) => `\`${what}\` ${why}.`,
  },
  LW211: {
    severity: 'warning',
    say: ({ cron }) => `\`${cron}\` never fires: there is no such day. Write another day or month.`,
  },
  LW214: {
    severity: 'warning',
    say: ({ branch }) =>
      `This loop lands on \`${branch}\` and watches it with \`own: true\`, so each landing starts it again. Leave \`own\` out.`,
  },
  LW215: {
    severity: 'error',
    say: ({ input, trigger }) =>
      `\`on.${trigger}\` starts a run that nobody can give \`${input}\` to. Add a \`default\`.`,
  },
  LW222: {
    severity: 'warning',
    say: ({ field, agent, able }) => {
      const others = field === 'command' ? ['acp'] : (able ?? ['command']);
      const instead =
        others.length === 0 ? '' : `, or use ${others.length === 1 ? '' : 'one of '}\`agent: ${others.join('`, `')}\``;
      return `Agent \`${agent}\` does not hold to \`${field}\`. Delete it${instead}.`;
    },
  },
  LW226: {
    severity: 'warning',
    say: ({ agent, field, untold, model = '' }) => {
      if (untold === 'all but the last call')
        return `Agent \`${agent}\` tells the tokens of its last call only, so \`${field}\` counts too few. Add \`max-cost-usd\`, \`max-iterations\` or \`timeout-minutes\` to the budget, or choose an agent that tells each call.`;
      return untold === 'cost'
        ? `Agent \`${agent}\` tells tokens and no cost, and no list has a price of \`${model}\`, so \`${field}\` would end the work after its first pass. Add \`budget.price\`, or a price of your own (docs/agents.md).`
        : `Agent \`${agent}\` tells neither tokens nor cost, so \`${field}\` would end the work after its first pass. Delete it and use \`timeout-minutes\`, or choose another agent.`;
    },
  },
  LW227: {
    severity: 'error',
    say: ({ agent, written, able }) =>
      able.includes(agent)
        ? `\`${written}\` names no definition. Write \`${agent}:reviewer\`: letters, digits, \`.\`, \`_\` and \`-\`.`
        : `Agent \`${agent}\` has no named definitions. Write \`${agent}\` alone, or a definition of ${list(able)}.`,
  },
  LW228: {
    severity: 'error',
    say: ({ agent, role, roles }) =>
      `Agent \`${agent}\` cannot be the ${role}: it can only be ${list(roles)}. Use \`auto\`, or another coding agent.`,
  },
  LW229: {
    severity: 'error',
    say: ({ agent, supported }) =>
      `Agent \`${agent}\` is not supported yet. There are: ${list(supported)}. Use \`acp\` with \`command:\` if it speaks the Agent Client Protocol, else \`command\` with \`run:\`.`,
  },
  LW301: {
    severity: 'warning',
    say: ({ role, agent }) =>
      `The ${role} and the maker share agent (\`${agent}\`), model and prompt. Give the ${role} another agent, model or prompt.`,
  },
  LW302: {
    severity: 'warning',
    say: () => 'The goal uses no check and no metric. Name one, such as `checks.tests.passed`.',
  },
  LW303: {
    severity: 'info',
    say: ({ kind, name }) => {
      const use = kind === 'check' ? `checks.${name}.passed` : kind === 'metric' ? `metrics.${name}` : 'judge.passed';
      return `The goal never uses the ${kind}${kind === 'judge' ? '' : ` \`${name}\``}. Add \`${use}\` to it, or delete the ${kind}.`;
    },
  },
  LW304: {
    severity: 'error',
    say: ({ check, because }) => `\`${check}\` cannot fail, because of \`${because}\`. Delete that part.`,
  },
  LW308: {
    severity: 'warning',
    say: () =>
      'The maker may edit the tests it is judged by. Delete `oracles: free`, or add `protected-paths: ["test/**"]`.',
  },
  LW309: {
    severity: 'warning',
    say: ({ role, agent }) =>
      `The ${role} may change nothing, and \`${agent}\` cannot be kept from it: an edit is put back and fails its pass. Choose \`claude\`, \`codex\` or \`pi\`.`,
  },
  LW310: {
    severity: 'warning',
    say: (data) =>
      `No budget is written, so ${data.iterations} iterations${data.perItem ? ' of each item' : ''} and ${data.minutes} minutes hold. Add \`${budgetLine(data)}\`.`,
  },
  LW314: {
    severity: 'info',
    say: ({ parallel, max }) =>
      `${parallel} items at once, of ${max} at most. Write \`max-parallel: ${max}\`, or raise \`max\`.`,
  },
  LW315: {
    severity: 'warning',
    say: ({ field, limit, over, least }) =>
      `\`${field}: ${limit}\` is never reached, because \`${over}\` is ${least}. Lower it, or delete it.`,
  },
  LW316: {
    severity: 'error',
    say: ({ iterations }) =>
      `Without \`items\`, \`per-item\` overrides \`budget.max-iterations\`. Write \`per-item: { max-iterations: ${iterations} }\` and delete this, or add \`items\`.`,
  },
  LW317: {
    severity: 'warning',
    say: ({ field }) => `\`${field}\` limits nothing: \`repair\` uses no tokens. Delete it.`,
  },
  LW321: {
    severity: 'error',
    say: ({ glob }) => `\`${glob}\` is allowed and protected at once, and protection wins. Delete one of them.`,
  },
  LW324: {
    severity: 'error',
    say: ({ template }) =>
      `\`${template}\` is not filled in in a command, because a shell would run what it brings. Put it into \`env\` and read the variable.`,
  },
  LW325: {
    severity: 'error',
    say: ({ kind }) => `This looks like ${kind}. Take it out of the file, and replace it where it is used.`,
  },
  LW326: {
    severity: 'info',
    say: () => `A change may land that nobody understood. Add \`${understandingLine}\`.`,
  },
  LW327: {
    severity: 'warning',
    say: ({ field }) =>
      `\`${field}\` acts in the cage only, and \`sandbox: off\` takes it away. Write \`sandbox: preferred\`, or delete \`${field}\`.`,
  },
  LW328: {
    severity: 'error',
    say: ({ role, agent }) =>
      `The ${role} (\`${agent}\`) cannot reach its model with \`network: none\`. Name the host of the model in \`network\`, or write \`network: all\`.`,
  },
  LW331: {
    severity: 'warning',
    say: ({ before, because }) =>
      `This gate is never reached: \`before: ${before}\`, and ${because}. ${before === 'merge' && because.includes('does not merge') ? 'Write `before: deliver`' : 'Delete the gate'}.`,
  },
  LW332: {
    severity: 'warning',
    say: () => 'After the time-out the change goes on although nobody looked. Write `on-timeout: reject`.',
  },
  LW333: {
    severity: 'error',
    say: ({ field, needs }) => `\`${field}\` acts only with \`${needs}\`. Delete it, or write \`${needs}\`.`,
  },
  LW334: {
    severity: 'error',
    say: ({ questions, pass }) => `${pass} right answers of ${questions} asked cannot be. Ask more, or let fewer pass.`,
  },
  LW335: {
    severity: 'error',
    say: ({ roles }) =>
      ({
        'explorer alone':
          'An explorer alone changes nothing that could be delivered. Write `deliver: { as: report }`, or add a maker.',
        'no explorer':
          '`as: report` delivers what an explorer found out, and there is none. Add `roles.explorer`, or deliver in another way.',
        'a maker': '`as: report` would leave out what the maker changed. Delete the maker, or deliver in another way.',
      })[roles],
  },
  LW337: {
    severity: 'error',
    say: ({ approvals, approvers }) =>
      `${approvals} approvals of ${approvers} ${approvers === 1 ? 'person' : 'people'} cannot be. Name more, or ask for fewer.`,
  },
  LW341: {
    severity: 'error',
    say: ({ glob, why }) => `\`${glob}\` ${why}.`,
  },
  LW342: {
    severity: 'error',
    say: ({ name, why }) => `Git refuses \`${name}\`: it ${why}.`,
  },
  LW345: {
    severity: 'error',
    say: ({ path, why }) =>
      `\`${path}\` ${why}. Write a path from the top of the worktree, such as \`reports/junit.xml\`.`,
  },
  LW351: {
    severity: 'error',
    say: ({ base, runs }) =>
      runs === undefined
        ? `The proof compares with the base of the run. Write \`isolation: { base: ${base} }\`, or leave \`base\` out here.`
        : `The proof compares with the base of the run, \`${runs}\`, not with \`${base}\`. Name the same base in both, or leave it out here.`,
  },
  LW352: {
    severity: 'error',
    say: ({ written, known, newer }) =>
      newer
        ? `This is version ${written} of loop files, and this Loopwright knows version ${known}. Update Loopwright.`
        : `\`${written}\` is no version of loop files. Write \`version: ${known}\`, or leave it out.`,
  },
};
