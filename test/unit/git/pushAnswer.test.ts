import { describe, expect, it } from 'vitest';
import { networkEnvironment } from '../../../src/git/networkEnvironment.ts';
import { problemText } from '../../../src/git/problemText.ts';
import { type PushRequest, pushArguments, readPush } from '../../../src/git/push.ts';
import { said, withoutCredentials } from '../../../src/git/said.ts';
import { problem } from './must.ts';

const TO = 'refs/heads/loops/fix/r1/one';

describe('what git is asked and what it answers', () => {
  const request: PushRequest = { remote: 'origin', commit: '1'.repeat(40), to: TO };
  const answer = (stdout: string, stderr: string, exitCode = 1) =>
    readPush({ ended: 'exit', exitCode, stdout, stderr }, request);

  it('names one refspec, and force only with a lease', () => {
    expect(pushArguments(request).slice(-3)).toEqual(['--', 'origin', `${request.commit}:${TO}`]);
    expect(pushArguments(request).join(' ')).not.toContain('force');
    expect(pushArguments({ ...request, expected: '2'.repeat(40) })).toContain(
      `--force-with-lease=${TO}:${'2'.repeat(40)}`,
    );
    expect(pushArguments({ ...request, expected: null })).toContain(`--force-with-lease=${TO}:`);
  });

  it.each([
    ["fatal: could not read Username for 'https://github.com': terminal prompts disabled", 'auth-failed'],
    ["fatal: Authentication failed for 'https://me:t0ken@host/x.git/'", 'auth-failed'],
    ['git@github.com: Permission denied (publickey).\nfatal: Could not read from remote repository.', 'auth-failed'],
    ['Host key verification failed.\nfatal: Could not read from remote repository.', 'auth-failed'],
    ["fatal: unable to access 'https://h/x/': The requested URL returned error: 403", 'auth-failed'],
    ["fatal: unable to access 'https://h/x/': Could not resolve host: h", 'remote-unreachable'],
    ['ssh: connect to host h port 22: Connection refused\nfatal: Could not read from remote', 'remote-unreachable'],
    ['remote: Repository not found.\nfatal: repository not found', 'remote-unreachable'],
    ['fatal: the remote end did something new', 'push-failed'],
  ])('tells %j apart', (stderr, code) => {
    const refused = problem(answer('', stderr, 128));
    expect(refused.code).toBe(code);
    expect(problemText(refused)).not.toContain('t0ken');
  });

  it('reads a protected branch as refused by the remote', () => {
    const output = `To github.com:o/r.git\n!\t${request.commit}:${TO}\t[remote rejected] (protected branch hook declined)\nDone\n`;
    const stderr = 'remote: error: GH006: Protected branch update failed.        \nerror: failed to push some refs';
    expect(problem(answer(output, stderr))).toMatchObject({
      code: 'push-rejected',
      why: { by: 'remote', said: 'protected branch hook declined; error: GH006: Protected branch update failed.' },
    });
  });

  it('keeps of the environment what is the users, not what points elsewhere', () => {
    const kept = networkEnvironment({
      PATH: '/bin',
      SSH_AUTH_SOCK: '/s',
      GIT_SSH_COMMAND: 'ssh -i k',
      GIT_ASKPASS: '/a',
      https_proxy: 'http://p',
      GIT_DIR: '/x',
      GIT_TRACE_CURL: '1',
      LANGUAGE: 'de',
      LC_ALL: 'de_DE.UTF-8',
      UNSET: undefined,
    });
    expect(kept).toEqual({
      PATH: '/bin',
      SSH_AUTH_SOCK: '/s',
      GIT_SSH_COMMAND: 'ssh -i k',
      GIT_ASKPASS: '/a',
      https_proxy: 'http://p',
      LC_ALL: 'C.UTF-8',
      GIT_TERMINAL_PROMPT: '0',
      GCM_INTERACTIVE: 'never',
    });
  });
});

describe('what was said', () => {
  it('loses credentials, controls and noise, and has an end', () => {
    expect(withoutCredentials('https://me:p@ss@h/x?private_token=abc&x=1 ssh://git@h/y')).toBe(
      'https://h/x?private_token=…&x=1 ssh://h/y',
    );
    expect(said('hint: do it\n a\x1b[31m b\u202e\r\nerror: failed to push some refs to x\n c')).toBe('a b; c');
    expect(said('x'.repeat(900))).toHaveLength(500);
  });
});
