// Exit code 0 says that there is nothing to do: CI is green and no issue is open.
import { ask } from './tracker.mjs';

const [failing, issues] = await Promise.all([ask('/ci/failing'), ask('/issues')]);
console.log(`${failing.length} failing tests, ${issues.length} open issues`);
process.exitCode = failing.length + issues.length === 0 ? 0 : 1;
