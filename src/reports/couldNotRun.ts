/**
 * What runners say when a test could not even load what it tests. Anchored at the start of the message, so that an
 * assertion that mentions such an error stays a failed assertion.
 */
const beginnings: readonly RegExp[] = [
  /^(?:\w*Error: )?Cannot find (?:module|package) ['"]/,
  /^Error \[ERR_MODULE_NOT_FOUND\]/,
  /^(?:SyntaxError: )?The requested module /,
  /^(?:Error: )?Failed to (?:resolve import|load url) /,
  /^(?:Error: )?Transform failed with /,
  /^(?:Error: )?No test suite found in file /,
  /^(?:ModuleNotFoundError|ImportError|IndentationError)\b/,
  /^(?:java\.lang\.)?(?:NoClassDefFoundError|ClassNotFoundException)\b/,
  /^Couldn't compile the test/,
];

/** Whether a failing test's message says that it could not run, rather than that it ran and failed. */
export const couldNotRun = (message: string): boolean => {
  const start = message.slice(0, 400).trimStart();
  return beginnings.some((beginning) => beginning.test(start));
};

export const statusBy = (message: string): 'failed' | 'errored' => (couldNotRun(message) ? 'errored' : 'failed');

/** The name of a file of tests, as runners print one that could not run. */
export const looksLikeTestFile = (name: string): boolean => /\.[cm]?[jt]sx?$/.test(name);
