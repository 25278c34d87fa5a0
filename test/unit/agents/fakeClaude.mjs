// Stands in for claude in tests of its adapter: says what it was recorded to say, and behaves as it was seen to behave.
import { appendFileSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const { FAKE_MODE: mode, FAKE_LINES: file = '', FAKE_LOG: log, FAKE_VERSION: version = '2.1.329' } = process.env;
/** @param {object | string} record */
const print = (record) => process.stdout.write(`${typeof record === 'string' ? record : JSON.stringify(record)}\n`);
const session = '00000000-0000-4000-8000-000000000009';
const init = { type: 'system', subtype: 'init', session_id: session, model: 'm', claude_code_version: version };
const result = { type: 'result', session_id: session, model_usage_since_last_result: {} };

if (process.argv[2] === '--version') {
  print(`${version} (Claude Code)`);
} else if (process.argv[2] === 'auth') {
  const loggedIn = mode === 'logged-in';
  print(JSON.stringify({ loggedIn }, undefined, 2));
  process.exitCode = loggedIn ? 0 : 1;
} else {
  const input = createInterface({ input: process.stdin });
  input.on('line', (line) => {
    if (log) appendFileSync(log, `${line}\n`);
    const { type, request } = JSON.parse(line);
    if (type === 'user') begin();
    else if (type === 'control_request' && request.subtype === 'interrupt' && mode !== 'deaf') interrupted();
  });
  input.on('close', () => {
    if (log) appendFileSync(log, 'closed\n');
    if (mode !== 'deaf' && mode !== 'stays') process.exit(process.exitCode ?? 0);
  });
}

function begin() {
  if (mode === 'play') for (const line of readFileSync(file, 'utf8').trimEnd().split('\n')) print(line);
  else if (mode === 'refused') {
    print(init);
    for (const attempt of [1, 2, 3]) print({ type: 'system', subtype: 'api_retry', attempt, error_status: 401 });
  } else if (mode === 'stays') {
    print(init);
    print({ ...result, subtype: 'success', is_error: false, result: 'Done.' });
    setInterval(() => undefined, 1000);
  } else if (mode === 'crash') {
    print(init);
    process.stderr.write('out of memory\n');
    process.exit(9);
  } else if (mode === 'half') {
    print(init);
    process.stdout.write('{"type":"result","subtype":"success","is_er');
    process.exit(0);
  } else print(init);
}

function interrupted() {
  process.exitCode = 1;
  print({ ...result, subtype: 'error_during_execution', is_error: true, terminal_reason: 'aborted_tools' });
}
