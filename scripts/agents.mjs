// `node scripts/agents.mjs install` installs the pinned agents and prints as JSON what starts each of them.
// `node scripts/agents.mjs where` prints the same, and which are missing where some are; it installs nothing.
import { agentsMissing, installAgents } from './agents/install.mjs';

const command = process.argv[2] ?? 'where';
if (command !== 'install' && command !== 'where') {
  console.error('Say `install` or `where`.');
  process.exit(2);
}
const { cache, missing } = agentsMissing();
if (command === 'where' && missing.length > 0) {
  console.log(JSON.stringify({ cache, missing }, null, 2));
  process.exit(1);
}
console.log(JSON.stringify(await installAgents(), null, 2));
