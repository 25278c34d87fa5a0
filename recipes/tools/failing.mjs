// Runs a command and, where it fails, prints one item for the loop: what it printed, at which commit.
//
//   node .loops/tools/failing.mjs <name> -- <command>
//
// The key of the item holds the commit, so that one failure is worked on once and the same failure of later code again.
// Exit code 0 in both cases: a failure is what the loop asked for. 2 where the command line makes no sense.
import { execFileSync, spawnSync } from 'node:child_process';

const [name, dashes, ...command] = process.argv.slice(2);
if (name === undefined || dashes !== '--' || command.length === 0) {
  console.error('Write: node failing.mjs <name> -- <command>');
  process.exit(2);
}

/** The end of the output says most, and an item is part of a prompt. */
const mostOutput = 6000;

const ran = spawnSync(command.join(' '), { shell: true, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
const output = `${ran.stdout ?? ''}${ran.stderr ?? ''}${ran.error === undefined ? '' : ran.error.message}`;
if (ran.status !== 0) {
  const commit = execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8' }).trim();
  const item = {
    key: `${name}@${commit.slice(0, 12)}`,
    name,
    commit,
    exit: ran.status ?? -1,
    output: output.slice(-mostOutput),
  };
  console.log(JSON.stringify(item));
}
