import { celRules } from './celRules.ts';
import { keysByLanguage } from './keysByLanguage.ts';
import type { Rule } from './rule.ts';

/**
 * The TextMate grammar of loop files: VS Code's own YAML, with shell, markdown and CEL inside the fields that hold them, and
 * `${{ }}` everywhere. Which fields those are the schema says, so that a new one is coloured when it is added. Expressions
 * are Oniguruma's; `(?<!…)` and the like are kept to what JavaScript reads too.
 */
export function loopGrammar(): object {
  const { cel, shell, shellLists, shellMaps, markdown } = keysByLanguage();
  return {
    name: 'Loopwright loop',
    scopeName: 'source.loop-yaml',
    fileTypes: ['loop.yaml'],
    patterns: include('#comment', '#expression', '#markdown', '#shell', '#shell-list', '#shell-map', yaml),
    injections: {
      'L:source.loop-yaml - comment': { patterns: include('#template', '#template-in-backticks') },
      // As VS Code's YAML calls it, and as older ones do.
      'L:meta.flow.mapping.yaml - comment - string, L:meta.flow-mapping.yaml - comment - string': {
        patterns: include('#flow-expression', '#flow-shell'),
      },
    },
    repository: {
      comment: { match: '^[ \\t]*(#.*)$', captures: { 1: { name: comment } } },
      expression: { patterns: valueRules(cel, embedded('cel', '#cel')) },
      'flow-expression': { patterns: flowValueRules(cel, embedded('cel', '#cel')) },
      shell: { patterns: valueRules(shell, embedded('shellscript', 'source.shell')) },
      'flow-shell': { patterns: flowValueRules(shell, embedded('shellscript', 'source.shell')) },
      markdown: { patterns: blockScalars(anyOf(markdown), embedded('markdown', 'text.html.markdown')) },
      'shell-list': listOf(shellLists),
      'shell-map': mapOf(shellMaps),
      template: template(''),
      // Markdown takes what stands between backticks as one token and would not look inside.
      'template-in-backticks': template('`'),
      cel: { patterns: celRules },
    },
  };
}

interface Embedded {
  readonly language: string;
  readonly grammar: string;
}

const embedded = (language: string, grammar: string): Embedded => ({ language, grammar });
const inline = ({ language, grammar }: Embedded): Rule => ({
  name: `meta.embedded.inline.${language}`,
  patterns: include(grammar),
});

/** What stands outside of our own fields. `source.yaml` itself reads a whole document and would not give back the next line. */
const yaml = 'source.yaml.embedded';
const comment = 'comment.line.number-sign.yaml';
const tag = { name: 'entity.name.tag.yaml' };
const colon = { name: 'punctuation.separator.key-value.mapping.yaml' };
const quoteBegin = { name: 'punctuation.definition.string.begin.yaml' };
const quoteEnd = { name: 'punctuation.definition.string.end.yaml' };

const include = (...names: readonly string[]): readonly Rule[] => names.map((name) => ({ include: name }));
const anyOf = (keys: readonly string[]): string => `(?:${keys.join('|')})`;

/** The beginning of a line up to a key, which may be the first of a list's entry. */
const before = '^( *(?:- +)*)';
const tail = '[ \\t]*(\\s#.*)?$';

/** The value of a block's key: over several lines, plain, or in quotes. */
function valueRules(keys: readonly string[], what: Embedded): readonly Rule[] {
  const key = anyOf(keys);
  return [...blockScalars(key, what), plain(key, what), doubleQuoted(key, what), singleQuoted(key, what)];
}

/** To the end of its indentation: begin and while, so that a quote that is not closed in a script ends with it. */
function blockScalars(key: string, { language, grammar }: Embedded): readonly Rule[] {
  const rule = (begin: string, goesOn: string): Rule => ({
    begin: `${begin}(${key})(:)[ \\t]+([|>][-+0-9]*)${tail}`,
    beginCaptures: {
      2: tag,
      3: colon,
      4: { name: 'keyword.control.flow.block-scalar.yaml' },
      5: { name: comment },
    },
    while: `^(?:${goesOn}|[ \\t]*$)`,
    contentName: `meta.embedded.block.${language}`,
    patterns: include(grammar),
  });
  // After a dash the other keys of the entry are two further in than the dash.
  return [rule('^( *)', '\\1 +'), rule('^( *)- +', '\\1 {3,}')];
}

/** On the line of its key; a capture, so that nothing leaks to the next line. */
function plain(key: string, what: Embedded): Rule {
  return {
    match: `${before}(${key})(:)[ \\t]+([^\\s|>"'#&*!\\[{].*?)${tail}`,
    captures: { 2: tag, 3: colon, 4: inline(what), 5: { name: comment } },
  };
}

function doubleQuoted(key: string, what: Embedded): Rule {
  return {
    match: `${before}(${key})(:)[ \\t]+(")((?:[^"\\\\]|\\\\.)*)(")`,
    captures: { 2: tag, 3: colon, 4: quoteBegin, 5: inline(what), 6: quoteEnd },
  };
}

function singleQuoted(key: string, what: Embedded): Rule {
  return {
    match: `${before}(${key})(:)[ \\t]+(')((?:[^']|'')*)(')`,
    captures: { 2: tag, 3: colon, 4: quoteBegin, 5: inline(what), 6: quoteEnd },
  };
}

/** In `{ run: npm test, when: "a && b" }`. */
function flowValueRules(keys: readonly string[], what: Embedded): readonly Rule[] {
  const start = `(?<=[{,]|[{,] )(${anyOf(keys)})(:)[ \\t]+`;
  const quoted = (quote: string, content: string): Rule => ({
    match: `${start}(${quote})(${content})(${quote})`,
    captures: { 1: tag, 2: colon, 3: quoteBegin, 4: inline(what), 5: quoteEnd },
  });
  return [
    quoted('"', '(?:[^"\\\\]|\\\\.)*'),
    quoted("'", "(?:[^']|'')*"),
    {
      match: `${start}([^\\s|>"'#&*!\\[\\]{},][^,{}\\[\\]#]*?)(?=[ \\t]*[,}])`,
      captures: { 1: tag, 2: colon, 3: inline(what) },
    },
  ];
}

const command = embedded('shellscript', 'source.shell');

function listOf(keys: readonly string[]): Rule {
  return {
    begin: `^( *)(${anyOf(keys)})(:)[ \\t]*(#.*)?$`,
    beginCaptures: { 2: tag, 3: colon, 4: { name: comment } },
    while: '^(?=\\1 *-[ \\t]|\\1 +\\S|[ \\t]*$|[ \\t]*#)',
    patterns: [
      ...include('#comment'),
      {
        match: `^( *)(-)[ \\t]+([^\\s|>"'#&*!\\[{].*?)${tail}`,
        captures: {
          2: { name: 'punctuation.definition.block.sequence.item.yaml' },
          3: inline(command),
          4: { name: comment },
        },
      },
      ...include(yaml),
    ],
  };
}

/** A map of an author's own names whose values are commands, or maps with one. */
function mapOf(keys: readonly string[]): Rule {
  return {
    begin: `^(${anyOf(keys)})(:)[ \\t]*(#.*)?$`,
    beginCaptures: { 1: tag, 2: colon, 3: { name: comment } },
    while: '^(?=[ \\t]|$|#)',
    patterns: [
      ...include('#comment', '#expression', '#markdown', '#shell'),
      // Two spaces in: deeper keys are fields of a check.
      ...valueRules(['[a-z][a-z0-9_]*'], command).map((rule) => shallow(rule)),
      ...include(yaml),
    ],
  };
}

const shallow = (rule: Rule): Rule => {
  const atTwo = (text: string | undefined) => text?.replace(/^\^\( \*(?:\(\?:- \+\)\*)?\)/, '^( {1,2})');
  return {
    ...rule,
    ...(rule.begin === undefined ? {} : { begin: atTwo(rule.begin) }),
    ...(rule.match === undefined ? {} : { match: atTwo(rule.match) }),
  } as Rule;
};

const template = (around: string): Rule => ({
  match: `(${around}\\$\\{\\{)([^}\\n]*)(\\}\\}${around})`,
  name: 'meta.template.expression.loop-yaml',
  captures: {
    1: { name: 'punctuation.section.embedded.begin.loop-yaml' },
    2: {
      patterns: [
        { match: '[A-Za-z_][A-Za-z0-9_]*', name: 'variable.other.loop-yaml' },
        { match: '\\.', name: 'punctuation.accessor.loop-yaml' },
        { match: '\\[[0-9]+\\]', name: 'constant.numeric.integer.loop-yaml' },
      ],
    },
    3: { name: 'punctuation.section.embedded.end.loop-yaml' },
  },
});
