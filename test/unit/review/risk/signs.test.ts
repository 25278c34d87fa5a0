import { describe, expect, it } from 'vitest';
import { unitRisk } from '../../../../src/review/risk/risk.ts';
import { plainWorld, seenUnit } from '../../../support/unitsSeen.ts';

const reasons = (path: string, removed: string, added: string): readonly string[] =>
  unitRisk(seenUnit(path, removed, added), plainWorld).reasons;
const first = (path: string, removed: string, added: string): string | undefined => reasons(path, removed, added)[0];

describe('conditions', () => {
  it.each([
    ['a.ts', 'for (let i = 0; i < limit; i++) {', 'for (let i = 0; i <= limit; i++) {', '"< limit" became "<= limit"'],
    ['a.ts', '  if (!user) return;', '  if (user) return;', '"!user" became "user"'],
    ['a.ts', '  return a && b;', '  return a || b;', '"&& b" became "|| b"'],
    ['a.py', '    if size > 10:', '    if size > 12:', '"10" became "12"'],
    ['a.py', '    while not done:', '    while done:', '"not done" became "done"'],
    ['a.go', '\tif n >= len(s) {', '\tif n > len(s) {', '">= len" became "> len"'],
    ['a.go', '\tfor i := 0; i < n; i++ {', '\tfor i := 1; i < n; i++ {', '"0" became "1"'],
    ['a.rs', '    while x != y {', '    while x == y {', '"!= y" became "== y"'],
    ['A.java', '    if (a.equals(b)) {', '    if (!a.equals(b)) {', '"a" became "!a"'],
    ['a.c', '  if (n < MAX)', '  if (n <= MAX)', '"< MAX" became "<= MAX"'],
    ['a.rb', '  return if user.nil?', '  return if user.blank?', '"nil" became "blank"'],
  ])('%s: %s → %s', (path, removed, added, what) => {
    expect(first(path, removed, added)).toBe(`a condition changed: ${what}`);
  });

  it('takes of a choice what chooses, and of a setting its value', () => {
    expect(first('a.ts', '  return find(a, b > 1 ? c : d);', '  return find(a, b > 2 ? c : d);')).toBe(
      'a condition changed: "1" became "2"',
    );
    expect(first('a.ts', '  return find(a, b > 1 ? c : d);', '  return find(a, b > 1 ? e : f);')).toBe('2 lines');
    expect(first('a.ts', '  wide: size >= 3,', '  wide: size > 3,')).toBe('a condition changed: ">= 3" became "> 3"');
  });

  it('tells those that are gone or new, and how many', () => {
    expect(first('a.ts', '  if (!input) return;', '')).toBe('a condition is gone: "!input"');
    expect(reasons('a.py', '', '    if ready:\n    if not empty:')).toContain('a new condition: "ready", and 1 more');
  });

  it('sees none where the condition is the same, or where it is the text of a comment or a string', () => {
    const none = (path: string, removed: string, added: string): void => {
      expect(reasons(path, removed, added).filter((reason) => reason.includes('condition'))).toEqual([]);
    };
    none('a.ts', 'if (a < b) return one;', 'if (a < b) return two;');
    none('a.ts', '', "// if (a) return\nconst text = 'if (a) b && c';\n * if (x) is said here\nconst f = () => 1;");
    none('a.ts', '', 'const list: Map<string, number> = new Map<string, number>();');
    none('a.py', '', '# if a:\ntext = "if a: b"\n');
    none('a.ts', 'for (const one of many) go();', 'for (const two of others) go();');
    none('a.d.ts', '', 'type Name<T> = T extends string ? T : never;');
    none('a.ts', 'log( a && b );', 'log(a && b);');
    none('a.py', '', 'Says whether, if the file is there, it is read and not skipped.');
    none('a.rs', '', "// if a < b {\nfn f<'a>(x: &'a str) -> Vec<String> {");
    none('a.md', 'if (a)', 'if (b)');
  });
});

describe('errors', () => {
  it.each([
    ['a.ts', '} catch (error) {\n  throw new Error("x");', '', 'error handling is gone: 1 catch, 1 throw'],
    ['a.py', '    except ValueError:\n        raise', '', 'error handling is gone: 1 except, 1 raise'],
    [
      'a.go',
      '\tif err != nil {\n\t\treturn err\n\t}',
      '',
      'error handling is gone: 1 check of an error, 1 returned error',
    ],
    ['a.rs', '    let x = parse(s)?;', '    let x = parse(s);', 'error handling is gone: 1 question mark'],
    ['A.java', '    throw new IllegalStateException();', '', 'error handling is gone: 1 throw'],
  ])('%s: what handled them is gone', (path, removed, added, reason) => {
    expect(reasons(path, removed, added)).toContain(reason);
  });

  it.each([
    ['a.ts', 'try { go(); } catch (error) {}', '"try { go(); } catch (error) {}"'],
    ['a.ts', '} catch {\n}', '"} catch {"'],
    ['a.ts', 'load().catch(() => {});', '"load().catch(() => {});"'],
    ['a.py', '    except Exception:\n        pass', '"except Exception:"'],
    ['a.go', '\tdata, _ := load(path)', '"data, _ := load(path)"'],
    ['a.rs', '    let x = parse(s).unwrap();', '"let x = parse(s).unwrap();"'],
    ['A.java', '    } catch (IOException e) {\n    }', '"} catch (IOException e) {"'],
    ['run.sh', 'make test || true', '"make test || true"'],
  ])('%s: swallowed by %s', (path, added, quote) => {
    expect(reasons(path, '', added)).toContain(`an error may go unheard: ${quote}`);
  });

  it('sees an await that is dropped, not one whose line is gone', () => {
    expect(reasons('a.ts', 'await save(item);', 'save(item);')).toContain('await is gone: "save(item);"');
    expect(reasons('a.ts', 'await save(item);', 'log(item);').join()).not.toContain('await');
  });

  it('says nothing of words in comments and strings', () => {
    expect(reasons('a.ts', '// catch\nconst a = "throw";', "log('catch {}');")).toEqual(['3 lines']);
  });
});

describe('tests', () => {
  it.each([
    ['a.test.ts', 'expect(a).toBe(1);\nexpect(b).toBe(2);', '', '2 assertions are gone'],
    ['a.test.ts', '  expect(a).toBe(1);', '  // expect(a).toBe(1);', '1 assertion is gone'],
    ['test/a.js', 't.equal(add(1), 2);', '', '1 assertion is gone'],
    ['test_a.py', '    assert a == 1', '', '1 assertion is gone'],
    ['a_test.go', '\tt.Fatalf("no")\n\trequire.NoError(t, err)', '', '2 assertions are gone'],
    ['tests/a.rs', '    assert_eq!(a, 1);', '', '1 assertion is gone'],
    ['ATest.java', '    assertEquals(1, a);', '', '1 assertion is gone'],
    ['a.test.ts', "it('adds', () => {", '', '1 test is gone'],
    ['a_test.go', 'func TestAdd(t *testing.T) {', '', '1 test is gone'],
    ['a.test.ts', "it('adds', () => {", "it.skip('adds', () => {", `a test is skipped: "it.skip('adds', () => {"`],
    ['a.test.ts', '', "xit('adds', () => {", `a test is skipped: "xit('adds', () => {"`],
    ['a.test.ts', '', "describe.only('adding', () => {", `only some tests run: "describe.only('adding', () => {"`],
    ['test_a.py', '', '@pytest.mark.xfail', 'a test is skipped: "@pytest.mark.xfail"'],
    ['a_test.go', '', '\tt.Skip("flaky")', 'a test is skipped: "t.Skip(\'flaky\')"'],
    ['tests/a.rs', '', '#[ignore]', 'a test is skipped: "#[ignore]"'],
    ['ATest.java', '', '    @Disabled', 'a test is skipped: "@Disabled"'],
    [
      'a.test.ts',
      'expect(a).toBe(3);',
      'expect(a).toBeTruthy();',
      'an expectation is looser: "toBe(3)" became "toBeTruthy()"',
    ],
    [
      'a.test.ts',
      'expect(a).toEqual([b]);',
      'expect(a).toContain(b);',
      'an expectation is looser: "toEqual([b])" became "toContain(b)"',
    ],
    [
      'test_a.py',
      '    self.assertEqual(a, b)',
      '    self.assertIn(a, b)',
      'an expectation is looser: "assertEqual" became "assertIn"',
    ],
    ['a.test.ts', 'expect(a).toBe(3);', 'expect(a).toBe(4);', 'an expectation changed: "3" became "4"'],
    [
      'a.test.ts',
      'const timeout = 500;',
      'const timeout = 60_000;',
      'a limit is looser: timeout "500" became "60_000"',
    ],
    [
      'vitest.config.ts',
      '  coverageThreshold: 90,',
      '  coverageThreshold: 70,',
      'a limit is looser: coverage "90" became "70"',
    ],
  ])('%s: %s → %s', (path, removed, added, reason) => {
    expect(reasons(path, removed, added)).toContain(reason);
  });

  it('takes a condition under which a test is skipped for a way out only where it always ran', () => {
    const [plain, conditional] = ["test('adds numbers', (t) => {", "test('adds numbers', { skip: !fast }, (t) => {"];
    expect(reasons('test/a.js', plain, conditional)[0]).toBe(`a test is skipped: "${conditional}"`);
    expect(reasons('test/a.js', '', conditional)).toEqual(['1 line']);
    expect(reasons('test/a.js', conditional, conditional.replace('adds', 'sums')).join()).not.toContain('skipped');
  });

  it('sees a tolerance that grew', () => {
    expect(reasons('a.test.ts', 'expect(sum).toBeCloseTo(0.3, 10);', 'expect(sum).toBeCloseTo(0.3, 1);')).toContain(
      'a limit is looser: toBeCloseTo "10" became "1"',
    );
  });

  it('takes a stricter expectation, a tighter limit and more assertions for what they are', () => {
    expect(reasons('a.test.ts', 'expect(a).toBeTruthy();', 'expect(a).toBe(3);').join()).not.toContain('looser');
    expect(reasons('a.test.ts', 'const timeout = 500;', 'const timeout = 50;').join()).not.toContain('looser');
    expect(reasons('a.test.ts', 'expect(a).toBe(1);', 'expect(a).toBe(1);\nexpect(b).toBe(1);')).toEqual(['3 lines']);
  });
});

describe('what lines can do', () => {
  it.each([
    ['a.ts', 'execSync(`rm -rf ${dir}`);', 'runs a command: "execSync(`rm -rf ${dir}`);"'],
    ['a.py', 'subprocess.run(cmd, shell=True)', 'runs a command: "subprocess.run(cmd, shell=True)"'],
    ['a.go', '\tcmd := exec.Command("sh")', 'runs a command: "cmd := exec.Command(\'sh\')"'],
    ['a.rs', '    Command::new("sh");', 'runs a command: "Command::new(\'sh\');"'],
    ['a.ts', 'eval(text);', 'runs text as code: "eval(text);"'],
    ['a.py', 'pickle.loads(data)', 'runs text as code: "pickle.loads(data)"'],
    [
      'a.ts',
      'db.query(`SELECT * FROM t WHERE id = ${id}`);',
      'a database statement is put together from text: "db.query(`SELECT * FROM t WHERE id = ${id}`);"',
    ],
    [
      'a.py',
      'db.execute("DELETE FROM t WHERE id = %s" % id)',
      `a database statement is put together from text: "db.execute('DELETE FROM t WHERE id = %s' % id)"`,
    ],
    ['a.ts', "if (key === '__proto__') return;", `touches what all objects share: "if (key === '__proto__') return;"`],
    ['a.py', 'cls = value.__class__', 'touches what all objects share: "cls = value.__class__"'],
    ['a.ts', 'const answer = await fetch(url);', 'talks to the network: "const answer = await fetch(url);"'],
    ['a.ts', 'fs.rmSync(dir, { recursive: true });', 'deletes files or data: "fs.rmSync(dir, { recursive: true });"'],
    ['a.ts', 'fs.chmodSync(file, 0o777);', 'changes permissions: "fs.chmodSync(file, 0o777);"'],
    [
      'a.ts',
      'const agent = new Agent({ rejectUnauthorized: false });',
      'a safeguard is switched off: "const agent = new Agent({ rejectUnauthorized: false });"',
    ],
    ['a.ts', 'log(user.password);', 'speaks of a secret: "log(user.password);"'],
    ['a.go', '\tgo func() {', 'touches what runs side by side: "go func() {"'],
    [
      'a.ts',
      'const all = await Promise.all(jobs);',
      'touches what runs side by side: "const all = await Promise.all(jobs);"',
    ],
    ['a.ts', 'const word = /^[a-z]+$/;', 'a regular expression: "const word = /^[a-z]+$/;"'],
    ['a.ts', 'const x = y as any;', 'a check is told to be silent: "const x = y as any;"'],
    ['a.ts', '// @ts-ignore', 'a check is told to be silent: "// @ts-ignore"'],
    [
      '.github/workflows/a.yml',
      '    continue-on-error: true',
      'a check is told to be silent: "continue-on-error: true"',
    ],
  ])('%s: %s', (path, added, reason) => {
    expect(reasons(path, '', added)).toContain(reason);
    expect(reasons(path, added, added)).not.toContain(reason);
  });

  it('does not take a regular expression for a comment, nor its exec for a command', () => {
    const line = 'const m = /["`]\\/\\/[/]/.exec(text); eval(m);';
    expect(reasons('a.ts', '', line)).toContain(`runs text as code: "${line.replace('"', "'")}"`);
    expect(reasons('a.ts', '', 'const m = pattern.exec(text);').join()).not.toContain('command');
    expect(reasons('a.ts', '', 'const half = total / 2; // eval(x) / 3').join()).not.toContain('code');
  });

  it('sees characters that are not shown, as text and as bytes', () => {
    const says = 'has characters that are not shown, or turn the order of others';
    const line = "if (level !== 'user\u202E \u2066// admin\u2069') {";
    expect(first('a.ts', '', line)).toBe(says);
    expect(first('a.ts', '', Buffer.from(line).toString('latin1'))).toBe(says);
    expect(reasons('a.ts', '', Buffer.from('const größe = "ä–€";').toString('latin1'))).not.toContain(says);
  });
});

describe('dependencies', () => {
  it.each([
    ['package.json', '', '    "left-pad": "^1.3.0",', 'a new dependency: left-pad'],
    [
      'package.json',
      '    "a": "^1.3.0",',
      '    "a": "^2.0.0",',
      'a dependency at another major version: a ^1.3.0 → ^2.0.0',
    ],
    ['package.json', '    "a": "^1.3.0",', '    "a": "^1.3.1",', 'a dependency moved: a ^1.3.0 → ^1.3.1'],
    ['package.json', '    "@a/b": "1.3.0"', '', 'a dependency is gone: @a/b'],
    ['package.json', '', '    "postinstall": "node get.js"', 'runs when it is installed: postinstall'],
    ['package.json', '    "test": "vitest"', '    "test": "true"', 'a script is new or changed: test'],
    ['Cargo.toml', '', 'serde = { version = "1", features = ["derive"] }', 'a new dependency: serde'],
    ['go.mod', '', '\tgithub.com/a/b v1.2.3', 'a new dependency: github.com/a/b'],
    ['requirements.txt', '', 'requests>=2.31', 'a new dependency: requests'],
    ['pyproject.toml', '', '    "httpx>=0.27",', 'a new dependency: httpx'],
    ['pom.xml', '', '      <artifactId>guava</artifactId>', 'a new dependency: guava'],
    ['build.gradle', '', "    implementation 'com.a:b:1.2'", 'a new dependency: com.a:b'],
    ['.github/workflows/ci.yml', '', '      - uses: someone/action@v3', 'a new dependency: someone/action'],
    ['Dockerfile', 'FROM node:20', 'FROM node:22', 'a dependency at another major version: node 20 → 22'],
  ])('%s: %s → %s', (path, removed, added, reason) => {
    expect(reasons(path, removed, added)).toContain(reason);
  });

  it('does not take the version of the package itself for one', () => {
    const removed = '  "version": "1.0.0",\n  "name": "a",\n    "node": ">=18"';
    expect(reasons('package.json', removed, removed.replaceAll('1', '2'))).toEqual(['6 lines']);
  });
});
