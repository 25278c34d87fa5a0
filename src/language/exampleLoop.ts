import { isMap, parseDocument } from 'yaml';

const lines: Readonly<Record<string, string>> = {
  name: 'name: keep-tests-green\n',
  on: 'on: manual\n',
  roles: 'roles:\n  maker: { agent: repair }\n',
  checks: 'checks:\n  tests: npm test\n',
  goal: 'goal: checks.tests.passed\n',
};

/** A few lines of a loop with what a whole loop needs after them. */
export function completedLoop(fragment: string): string {
  const { contents } = parseDocument(fragment, { uniqueKeys: false, logLevel: 'silent' });
  const has = (key: string): boolean => isMap(contents) && contents.has(key);
  const rest = Object.entries(lines).filter(([key]) => !has(key));
  return fragment + rest.map(([, line]) => line).join('');
}
