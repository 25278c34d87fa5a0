import type { SeenLine } from './blanked.ts';
import { difference } from './difference.ts';
import type { Language } from './language.ts';
import { type LinePairs, pairLines } from './linePairs.ts';
import { counted, quoted } from './quoted.ts';
import type { Look, Sign } from './sign.ts';

const common =
  /\bassert\w*!?\s*[(.]|\bexpect\w*\s*\(|\.should\b|\bshould\s*[.(]|\brequire\.[A-Z]\w*\(|\b(?:t|st|s2t|tt|test|tap)\.(?:is|not|ok|notOk|equals?|notEquals?|deepEquals?|notDeepEquals?|deepLooseEqual|strictEqual|same|strictSame|match|doesNotMatch|throws|notThrows|doesNotThrow|rejects|resolves|true|false|truthy|falsy|like|matches|assert|error|ifError|fail)\(/;

/** A line that fails a test when something is not as expected. */
const assertion: Readonly<Record<Language, RegExp>> = {
  ecma: common,
  python: /\bassert\b|\bself\.(?:assert\w+|fail)\(|\braises\(|\bwarns\(|\.assert_\w+\(/,
  go: /\b[tb]\.(?:Errorf?|Fatalf?|Fail(?:Now)?)\(|\b(?:require|assert|qt|is)\.\w+\(/,
  rust: /\b(?:debug_|prop_)?assert\w*!|\bpanic!|#\[should_panic|\bunwrap_err\(/,
  java: /\bassert\w*\s*[(.]?|\bverify\w*\(|\bfail\(|\bexpect\w*\(|\bShould\(|\bshould\w*\(/,
  braces: /\b(?:ASSERT|EXPECT|REQUIRE|CHECK|XCTAssert)\w*\s*\(|\bassert\w*\s*\(|\bexpect\w*\s*\(|->assert\w+\(/,
  hashes: /\bexpect\b|\bassert\w*\b|\.should\b|\bmust_\w+|\brefute\w*\b|\bok\s+\(|\bis\(/,
  plain: /\bassert\w*\b|\bexpect\w*\s*\(/,
};

const testCase: Readonly<Record<Language, RegExp>> = {
  ecma: /(?:^|[\s;])(?:it|test|tape|\w+\.test)(?:\.each\b.*|\.concurrent)?\s*\(\s*['"`]/,
  python: /^\s*(?:async\s+)?def\s+test\w*\(/,
  go: /^func\s+(?:Test|Fuzz|Example)\w*\(/,
  rust: /^\s*#\[(?:\w+::)?test\b/,
  java: /@(?:Test|ParameterizedTest|RepeatedTest|Fact|Theory)\b/,
  braces: /^\s*(?:TEST|TEST_F|TEST_P|TEST_CASE)\s*\(|\bfunc\s+test\w*\(|\bfunction\s+test\w*\(/,
  hashes: /^\s*(?:it|test|specify|scenario)\s+['"]|^\s*def\s+test_\w+/,
  plain: /(?!)/,
};

const skipped =
  /\b(?:it|test|describe|suite|context|t|tap|tape)(?:\.\w+)?\.(?:skip|todo|fails|failing|fixme)\b|(?:^|[\s;])x(?:it|test|describe|context|specify)\s*\(|\{\s*(?:skip|todo)\s*:\s*(?:true\b|['"`])|@(?:\w+\.)*(?:skip\w*|xfail|expectedFailure|Ignore|Disabled)\b|\bpytest\.(?:skip|xfail|importorskip)\(|\bself\.skipTest\(|\b[tb]\.Skip(?:f|Now)?\(|#\[ignore\b|\bXCTSkip\b|\bmarkTestSkipped\(|\bDISABLED_\w+/;
const onlySome =
  /\b(?:it|test|describe|suite|context)(?:\.\w+)?\.only\b|(?:^|[\s;])f(?:it|describe|context)\s*\(|\{\s*only\s*:\s*true/;

/** How much an assertion asks: 3 one value, 2 a part of it or a kind, 1 that there is something, 0 anything at all. */
const strictness: readonly (readonly [level: number, matcher: RegExp])[] = [
  [0, /\bexpect\.any(?:thing)?\(|\bassert\s*\(?\s*(?:true|True|1)\s*[),]|\bexpect\(\s*(?:true|1)\s*\)/],
  [
    1,
    /\b(?:toBeTruthy|toBeDefined|toBeFalsy|toBeInstanceOf|toHaveBeenCalled|toBeCalled|truthy|falsy|assertTrue|assertFalse|assertIsNotNone|assertNotNull|NotNil|NotEmpty|NotNull|True|False|is_some|is_ok|isNotNull|isNotEmpty|to\.exist|to\.be\.ok|toThrow\(\)|not\.toBe|not\.toEqual|notEqual|not\.equal|NotEqual|assertNotEqual|doesNotThrow|not\.toThrow)\b|\.(?:ok|notOk|assert)\(|\bassert\(|\bassert\.ok\b/,
  ],
  [
    2,
    /\b(?:toContain\w*|toMatch\w*|toHaveProperty|toHaveLength|objectContaining|arrayContaining|stringContaining|stringMatching|toBeCloseTo|toBe(?:Greater|Less)Than\w*|assertIn|assertRegex|assertAlmostEqual|assertGreater\w*|assertLess\w*|Contains|InDelta|ErrorContains|containsString|isCloseTo|startsWith|to\.include|to\.contain|to\.match|approx)\b|\.(?:match|matches|like)\(|\bassert\b.*\s(?:in|<|>|<=|>=)\s/,
  ],
  [
    3,
    /\b(?:toBe|toEqual|toStrictEqual|strictEqual|deepEqual|deepStrictEqual|deepEquals|toHaveBeenCalledWith|toThrowError|assertEqual\w*|assertEquals|assertSame|Equal|EqualValues|assert_eq|isEqualTo|to\.equal|to\.eql|to\.deep\.equal)\b|\.(?:is|equals?|same|strictSame|deepLooseEqual)\(|\bassert\b.*(?:==|\sis\s)/,
  ],
];

/** What was done to tests: assertions and cases gone, skipped, looser. Only for files of tests. */
export function* assertionSigns({ language, gone: removed, fresh: added }: Look): Iterable<Sign> {
  yield* lost(removed, added, assertion[language], 'assertions-gone', 'assertion');
  yield* lost(removed, added, testCase[language], 'tests-gone', 'test');
  yield* switchedOff(removed, added);
  const asserts = ({ code }: SeenLine): boolean => assertion[language].test(code);
  yield* expectations(pairLines(removed.filter(asserts), added.filter(asserts)));
}

function* lost(
  removed: readonly SeenLine[],
  added: readonly SeenLine[],
  pattern: RegExp,
  name: 'assertions-gone' | 'tests-gone',
  one: string,
): Iterable<Sign> {
  // By what is left of comments: an assertion that was commented out is gone.
  const has = ({ code }: SeenLine): boolean => pattern.test(code);
  const times = removed.filter(has).length - added.filter(has).length;
  if (times > 0) yield { name, reason: `${counted(times, one)} ${times === 1 ? 'is' : 'are'} gone`, times };
}

/** Skipped under a condition: of a new test its own affair, of one that always ran a way out. */
const skippedIf = /\{\s*skip\s*:\s*[^'"`\s]|\.skipIf\(|@\w*\.?skip(?:if|unless)\b|@(?:Enabled|Disabled)(?:If|On)\w*/i;

function* switchedOff(removed: readonly SeenLine[], added: readonly SeenLine[]): Iterable<Sign> {
  const more = (pattern: RegExp): SeenLine[] => {
    const before = removed.filter(({ code }) => pattern.test(code)).length;
    return added.filter(({ code }) => pattern.test(code)).slice(before);
  };
  const conditional = pairLines(
    removed.filter(({ code }) => !skippedIf.test(code)),
    added.filter(({ code }) => skippedIf.test(code)),
  ).pairs.map(([, now]) => now);
  const [off, only] = [[...more(skipped), ...conditional], more(onlySome)];
  if (off[0] !== undefined) {
    yield { name: 'test-skipped', reason: `a test is skipped: ${quoted(off[0].text)}`, times: off.length };
  }
  if (only[0] !== undefined) {
    yield { name: 'test-skipped', reason: `only some tests run: ${quoted(only[0].text)}`, times: only.length };
  }
}

const strictnessOf = ({ code }: SeenLine): number | undefined =>
  strictness.find(([, matcher]) => matcher.test(code))?.[0];

function* expectations({ pairs }: LinePairs): Iterable<Sign> {
  const looser: string[] = [];
  const changed: string[] = [];
  for (const [before, after] of pairs) {
    const [old, young] = [strictnessOf(before), strictnessOf(after)];
    const what = difference(before.bare.trim(), after.bare.trim());
    if (old !== undefined && young !== undefined && young < old) looser.push(what);
    else changed.push(what);
  }
  const reason = (what: string, all: readonly string[]): string =>
    all.length === 1 ? what : `${what}, and ${all.length - 1} more`;
  if (looser[0] !== undefined) {
    yield {
      name: 'expectation-looser',
      reason: `an expectation is looser: ${reason(looser[0], looser)}`,
      times: looser.length,
    };
  }
  if (changed[0] !== undefined) {
    yield {
      name: 'expectation-changed',
      reason: `an expectation changed: ${reason(changed[0], changed)}`,
      times: changed.length,
    };
  }
}
