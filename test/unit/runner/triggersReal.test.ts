import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { root } from '../../../scripts/paths.mjs';
import { connectRunner } from '../../../src/client/connect.ts';
import { setSecret } from '../../../src/runner/triggers/secrets.ts';
import { webhookCrypto } from '../../../src/runner/triggers/webhookCrypto.ts';
import { countingFiles, type LoopRepository, loopFile } from '../../support/loopRepository.ts';
import { onDay, startRunnerAt } from '../../support/runnerOnDay.ts';
import {
  endedSoon,
  entrySoon,
  fileOf,
  receiptsOf,
  receiptsSoon,
  reports,
  repositories,
  smallLoop,
  soon,
  waitsFor,
  words,
} from './smallLoops.ts';

const { create, dispose } = repositories();
const environment = { ...process.env };

afterEach(async () => {
  await dispose();
  for (const name of ['PATH', 'GIT_CONFIG_GLOBAL', 'GIT_CONFIG_NOSYSTEM', 'LOOPWRIGHT_IDLE_MS']) {
    const before = environment[name];
    if (before === undefined) delete process.env[name];
    else process.env[name] = before;
  }
});

const secret = 'a secret that nobody guesses';
const signed = (body: string) => ({ 'x-hub-signature-256': `sha256=${webhookCrypto.hmac(secret, [body])}` });
const post = (url: string, body: string, headers: Record<string, string> = signed(body)) =>
  fetch(url, { method: 'POST', body, headers }).then(({ status }) => status);

/** Enables loops that listen at `/<name>`; answers with how to knock there. Each knock is a new firing. */
async function listening(loop: LoopRepository, ...names: readonly string[]): Promise<(name: string) => Promise<void>> {
  await setSecret(loop.commonDir, 'HOOK', secret);
  for (const name of names) await loop.ask('enable', { file: fileOf(name) });
  const { loops } = await loop.ask('schedule', { receipts: 0 });
  let knocks = 0;
  return async (name) => {
    const url = loops.find((one) => one.loop === name)?.webhook ?? expect.unreachable(`${name} does not listen`);
    expect(await post(url, `{"knock":${knocks++}}`)).toBe(202);
  };
}

const hook = (name: string) => `webhook: { path: /${name}, secret: HOOK }`;

describe('allowing a loop to start by itself', () => {
  it('is refused for what is not committed, not readable, or started by people alone, and can be taken back', async () => {
    const loop = await create(() => ({
      ...smallLoop('good', { on: ['push: { branches: [main] }'] }),
      ...smallLoop('by-hand', { look: '' }),
      [fileOf('broken')]: 'name: broken\n',
    }));
    await loop.git.write(fileOf('later'), await loop.git.read(fileOf('good')));
    const enable = (name: string) => loop.ask('enable', { file: fileOf(name) });
    await expect(enable('later')).rejects.toThrow(/^uncommitted: .* Commit it first\.$/);
    await expect(enable('none')).rejects.toThrow(/^uncommitted: /);
    await expect(enable('broken')).rejects.toThrow(/^invalid-loop: .*loopwright validate/);
    await expect(enable('by-hand')).rejects.toThrow(/^only-manual: .* Give it a trigger/);
    await expect(loop.ask('disable', { file: fileOf('good') })).rejects.toThrow(/^not-enabled: /);
    const state = async () => (await loop.ask('schedule', { receipts: 0 })).loops.find((one) => one.loop === 'good');
    expect(await state()).toMatchObject({ state: 'off', triggers: ['push to main'] });
    await enable('good');
    expect(await state()).toMatchObject({ state: 'on' });
    await loop.ask('disable', { file: fileOf('good') });
    expect((await state())?.state).toBe('off');
    await loop.git.git('checkout', '-q', '--detach');
    await expect(enable('good')).rejects.toThrow(/^no-base: HEAD is detached.*isolation\.base/);
    expect(await loop.quiet()).toEqual([]);
  });
});

describe('a schedule', () => {
  it('starts a run at its time, and says so', async () => {
    const loop = await create(() => smallLoop('daily', { on: ['schedule: [{ cron: "0 6 * * *" }]'] }));
    // Long before its time: however slow the machine is, nothing becomes due while a person enables it.
    await startRunnerAt(loop, '2027-01-11T05:00:00Z');
    await loop.ask('enable', { file: fileOf('daily') });
    const before = await loop.ask('schedule', { receipts: 10 });
    const due = Date.parse('2027-01-11T06:00:00Z');
    expect(before.loops[0]?.next.map((at) => (Date.parse(at) - due) / 86_400_000)).toEqual([0, 1, 2, 3, 4]);
    expect(before.receipts).toEqual([]);
    await onDay(loop, '2027-01-11T05:59:55Z');
    const [run] = await endedSoon(loop, 'daily', 1);
    expect(run?.status).toBe('nothing-found');
    expect(Date.parse(run?.startedAt ?? '')).toBeGreaterThanOrEqual(due);
    const receipts = await receiptsOf(loop, 'daily');
    expect(words(receipts)).toEqual(['schedule queued', 'schedule started']);
    expect(receipts[1]).toMatchObject({ run: run?.id, why: '', trigger: { at: due } });
    expect(await loop.ask('inbox', {})).toEqual([]);
  });

  it('that was missed while no runner was there does what it says, and tells it', async () => {
    const each = ['run-once', 'run-all', 'skip'];
    const loop = await create(() =>
      Object.assign(
        {},
        ...each.map((missed) => smallLoop(missed, { on: [`schedule: [{ cron: "0 6 * * *", missed: ${missed} }]`] })),
      ),
    );
    await startRunnerAt(loop, '2027-01-11T12:00:00Z');
    for (const name of each) await loop.ask('enable', { file: fileOf(name) });
    await onDay(loop, '2027-01-14T07:00:00Z');
    await endedSoon(loop, 'run-all', 3);
    await endedSoon(loop, 'run-once', 1);
    const became = async (name: string) => {
      const newest = new Map((await receiptsOf(loop, name)).map((one) => [one.trigger.at, one.became]));
      return [...newest].sort(([a], [b]) => a - b).map(([at, what]) => `${new Date(at).getUTCDate()} ${what}`);
    };
    expect(await became('run-once')).toEqual(['12 missed', '13 missed', '14 started']);
    expect(await became('run-all')).toEqual(['12 started', '13 started', '14 started']);
    expect(await became('skip')).toEqual(['12 missed', '13 missed', '14 missed']);
    // Where a run makes up for them nobody needs to know.
    expect((await loop.ask('inbox', {})).map(({ id, title }) => `${id} ${title}`)).toEqual([
      'missed:skip skip: 3 runs missed',
    ]);
    await onDay(loop, '2027-01-14T08:00:00Z');
    expect((await loop.ask('inbox', {})).map(({ id }) => id)).toEqual(['missed:skip']);
    await loop.ask('start', { file: fileOf('skip'), uncommitted: false });
    // A person started it: what was missed is made up for.
    expect((await loop.ask('inbox', {})).map(({ id }) => id)).toEqual([]);
  });
});

describe('a push', () => {
  const bumping = (name: string, own: boolean) => ({
    [fileOf(name)]: [
      `name: ${name}`,
      `on: { push: { branches: [main], paths: ["${name}/**"], own: ${own} } }`,
      `roles: { maker: { run: node tools/bump.mjs ${name}/value.txt } }`,
      `checks: { bumped: node tools/bumped.mjs ${name}/value.txt }`,
      'goal: checks.bumped.passed',
      `policy: { allowed-paths: ["${name}/**"] }`,
      'budget: { max-iterations: 2 }',
    ].join('\n'),
    [`${name}/value.txt`]: '0\n',
  });
  const tools = {
    'tools/bump.mjs':
      "import { readFileSync, writeFileSync } from 'node:fs';\nconst [file] = process.argv.slice(2);\n" +
      "writeFileSync(file, `${Number(readFileSync(file, 'utf8')) + 1}\\n`);\n",
    'tools/bumped.mjs':
      "import { readFileSync } from 'node:fs';\n" +
      "process.exit(Number(readFileSync(process.argv[2], 'utf8')) % 10 === 0 ? 1 : 0);\n",
  };

  it('starts a run once; what the loop lands itself does not, unless it asks for that', async () => {
    const loop = await create(() => ({ ...bumping('calm', false), ...bumping('eager', true), ...tools }));
    for (const name of ['calm', 'eager']) await loop.ask('enable', { file: fileOf(name) });
    await loop.git.commit('not theirs', { 'README.md': 'x\n' });
    await loop.git.commit('both', { 'calm/value.txt': '10\n', 'eager/value.txt': '10\n' });
    for (const name of ['calm', 'eager']) {
      const [, started] = await receiptsSoon(loop, name, 2);
      const waiting = await loop.until(started?.run ?? '', 'waiting');
      expect((await loop.land(waiting)).status).toBe('delivered');
    }
    expect(words(await receiptsSoon(loop, 'calm', 3))).toEqual(['push queued', 'push started', 'push skipped']);
    const again = await receiptsSoon(loop, 'eager', 4);
    expect(words(again)).toEqual(['push queued', 'push started', 'push queued', 'push started']);
    expect(await loop.ask('inbox', {})).toMatchObject([]);
  });

  it('has its run read and land on the base, whatever is checked out and not committed', async () => {
    const loop = await create(() => ({ ...bumping('calm', false), ...tools }));
    await loop.ask('enable', { file: fileOf('calm') });
    const { git } = loop;
    await git.git('checkout', '-q', '-b', 'side');
    await git.write(fileOf('calm'), 'name: nonsense\n');
    const folder = join(git.outside, 'linked');
    await git.git('worktree', 'add', '-q', folder, 'main');
    await writeFile(join(folder, 'calm', 'value.txt'), '20\n');
    await git.gitAt(folder, 'commit', '-qam', 'on main');
    const main = await git.head('main');
    const [, started] = await receiptsSoon(loop, 'calm', 2);
    expect(started).toMatchObject({ became: 'started', why: '' });
    const waiting = await loop.until(started?.run ?? '', 'waiting');
    expect(waiting.change?.base).toBe(main);
    expect((await loop.land(waiting)).status).toBe('delivered');
    expect(await git.git('show', 'main:calm/value.txt')).toBe('21');
    expect(await git.git('show', 'side:calm/value.txt')).toBe('0');
    expect(await git.read(fileOf('calm'))).toBe('name: nonsense\n');
  });
});

describe('a change of files', () => {
  it('starts one run for many changes, once it has gone quiet', async () => {
    const loop = await create(() => smallLoop('watcher', { on: ['files: { paths: ["src/**"], debounce: 2s }'] }));
    await loop.git.write('src/old.js', '1');
    await loop.ask('enable', { file: fileOf('watcher') });
    for (let i = 0; i < 5; i++) {
      await loop.git.write(`src/${i}.js`, `${i}`);
      await delay(100);
    }
    const receipts = await receiptsSoon(loop, 'watcher', 2);
    expect(words(receipts)).toEqual(['files queued', 'files started']);
    expect(receipts[0]?.trigger.about).toMatch(/^src\/\d\.js and 4 more$/);
    await endedSoon(loop, 'watcher', 1);
    expect(await receiptsOf(loop, 'watcher')).toHaveLength(2);
  });
});

describe('a webhook', () => {
  it('starts a run where the request is signed, once, and refuses everything else', async () => {
    const loop = await create(() => smallLoop('hooked', { on: [hook('hooked')] }));
    await loop.ask('enable', { file: fileOf('hooked') });
    const deaf = await entrySoon(loop, 'failure:hooked:secret');
    expect(deaf).toMatchObject({ why: expect.stringMatching(/loopwright secret set HOOK/) });
    const { loops } = await loop.ask('schedule', { receipts: 0 });
    const url = loops[0]?.webhook ?? expect.unreachable('it does not listen');
    expect(await post(url, '{}')).toBe(401);
    await setSecret(loop.commonDir, 'HOOK', secret);
    expect(await post(url, '{}', {})).toBe(401);
    expect(await post(url, '{"x":1}', signed('{}'))).toBe(401);
    expect((await fetch(url)).status).toBe(405);
    expect(await post(url.replace('/hooked', '/other'), '{}')).toBe(404);
    expect(await receiptsOf(loop, 'hooked')).toEqual([]);
    expect(await post(url, '{}')).toBe(202);
    expect(words(await receiptsOf(loop, 'hooked'))).toEqual(['webhook queued', 'webhook started']);
    expect(await post(url, '{}')).toBe(409);
    await endedSoon(loop, 'hooked', 1);
    // A replay is known to the next runner too, after a kill.
    expect(await loop.killRunner()).toBe(true);
    await loop.connect();
    expect(await post(url, '{}')).toBe(409);
    expect(await receiptsOf(loop, 'hooked')).toHaveLength(2);
  });

  it('refuses 10 MB without reading them', async () => {
    const loop = await create(() => smallLoop('hooked', { on: [hook('hooked')] }));
    await listening(loop, 'hooked');
    const { loops } = await loop.ask('schedule', { receipts: 0 });
    const { port } = new URL(loops[0]?.webhook ?? '');
    const ten = 10 * 1024 * 1024;
    // The length is told: the answer comes before any of the body.
    expect(await raw(Number(port), `Content-Length: ${ten}`, 0)).toMatchObject({ status: 413, sent: 0 });
    // It is not told: the answer comes soon after the first megabyte, and what the system buffers beyond that (up to
    // some 40 MB where everybody is busy).
    const much = 128 * 1024 * 1024;
    const chunked = await raw(Number(port), 'Transfer-Encoding: chunked', much);
    expect(chunked.status).toBe(413);
    expect(chunked.sent).toBeLessThan(much);
    expect(await receiptsOf(loop, 'hooked')).toEqual([]);
  });

  /** Sends a request by hand, with so much of a body in chunks, as long as somebody takes it. */
  function raw(port: number, header: string, bytes: number): Promise<{ status: number; sent: number }> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1');
      const chunk = Buffer.concat([Buffer.from('10000\r\n'), Buffer.alloc(65_536, 'x'), Buffer.from('\r\n')]);
      let answer = '';
      const send = (): void => {
        while (answer === '' && socket.bytesWritten < bytes && !socket.destroyed) if (!socket.write(chunk)) return;
      };
      socket.on('connect', () => {
        socket.write(`POST /hooked HTTP/1.1\r\nHost: x\r\n${header}\r\n\r\n`);
        send();
      });
      socket.on('drain', () => setImmediate(send));
      socket.on('data', (data) => {
        answer += data.toString();
        const sent = bytes === 0 ? 0 : socket.bytesWritten - socket.writableLength;
        socket.destroy();
        resolve({ status: Number(answer.split(' ')[1]), sent });
      });
      socket.on('error', (error) => (answer === '' ? reject(error) : undefined));
    });
  }
});

describe('the end of another loop', () => {
  it('starts what waits for this end, and nothing that was enabled later', { timeout: 120_000 }, async () => {
    const finding = { type: 'finding', key: 'leak', title: 'A leak', severity: 'high' };
    const follower = (name: string, of: string, conclusion: string) =>
      smallLoop(name, { on: [`loop: { name: ${of}, conclusion: ${conclusion} }`] });
    const loop = await create(() => ({
      ...smallLoop('good', {}),
      ...smallLoop('bad', { look: '', more: ['items: { from: { run: exit 3 } }'] }),
      ...smallLoop('finder', { look: reports(finding) }),
      ...follower('after-good', 'good', 'success'),
      ...follower('after-bad', 'bad', 'failure'),
      ...follower('after-found', 'finder', 'finding'),
      ...follower('not-after', 'good', 'failure'),
      ...follower('too-late', 'good', 'any'),
    }));
    for (const name of ['after-good', 'after-bad', 'after-found', 'not-after']) {
      await loop.ask('enable', { file: fileOf(name) });
    }
    for (const name of ['good', 'bad', 'finder']) await loop.start(fileOf(name));
    for (const name of ['after-good', 'after-bad', 'after-found']) {
      await endedSoon(loop, name, 1);
      expect(words(await receiptsOf(loop, name))).toEqual(['loop queued', 'loop started']);
    }
    await loop.ask('enable', { file: fileOf('too-late') });
    // The next runner is told of the newest ends again, in case the last one was killed before it heard them.
    await loop.killRunner();
    await loop.connect();
    await loop.start(fileOf('good'));
    await endedSoon(loop, 'after-good', 2);
    await endedSoon(loop, 'too-late', 1);
    expect(words(await receiptsOf(loop, 'too-late'))).toEqual(['loop queued', 'loop started']);
    expect(words(await receiptsOf(loop, 'after-bad'))).toHaveLength(2);
    expect(await receiptsOf(loop, 'not-after')).toEqual([]);
  });
});

describe('a finished CI run', () => {
  it('is heard of through gh, and starts one run', async () => {
    const loop = await create(() => smallLoop('mender', { on: ['workflow_run: { workflows: [ci] }'] }));
    const { git } = loop;
    await git.git('remote', 'add', 'origin', 'https://github.com/acme/tool.git');
    const bin = join(git.outside, 'bin');
    const asked = join(git.outside, 'asked');
    await git.script(join(bin, 'gh'), `exec "${process.execPath}" "${join(git.outside, 'gh.mjs')}" "$@"`);
    await writeFile(
      join(git.outside, 'gh.mjs'),
      "import { appendFileSync } from 'node:fs';\n" +
        `appendFileSync(${JSON.stringify(asked)}, JSON.stringify(process.argv.slice(2)) + '\\n');\n` +
        'const one = (databaseId, conclusion) => ({ databaseId, workflowName: "ci", headBranch: "main", headSha: "a".repeat(40),' +
        ' status: "completed", conclusion, updatedAt: new Date().toISOString(), url: "https://github.com/acme/tool/actions/runs/1" });\n' +
        'console.log(JSON.stringify([one(7, "failure"), one(6, "success")]));\n',
    );
    process.env['PATH'] = `${bin}${delimiter}${process.env['PATH']}`;
    await loop.ask('enable', { file: fileOf('mender') });
    const receipts = await receiptsSoon(loop, 'mender', 2);
    expect(words(receipts)).toEqual(['workflow_run queued', 'workflow_run started']);
    expect(receipts[0]?.trigger.about).toBe('ci on main: failure');
    await endedSoon(loop, 'mender', 1);
    expect(existsSync(asked)).toBe(true);
  });

  it('cannot be heard of where nobody can be asked, and the inbox says why', async () => {
    const loop = await create(() => smallLoop('mender', { on: ['workflow_run: { workflows: [ci] }'] }));
    await loop.ask('enable', { file: fileOf('mender') });
    const entry = await entrySoon(loop, 'failure:mender:CI');
    expect(entry.why).toMatch(/origin/);
    expect((await loop.ask('schedule', { receipts: 0 })).loops[0]?.state).toBe('on');
  });
});

describe('runs that must not overlap', () => {
  it('wait for each other within a group, the newest instead of the older; a person is told', async () => {
    const group = ['concurrency: { group: one-at-a-time }'];
    const loop = await create((outside) => ({
      ...smallLoop('first', { on: [hook('first')], more: group, look: waitsFor(outside) }),
      ...smallLoop('second', { on: [hook('second')], more: group }),
      ...smallLoop('apart', {}),
    }));
    const knock = await listening(loop, 'first', 'second');
    await knock('first');
    const working = (await receiptsOf(loop, 'first'))[1]?.run ?? expect.unreachable('not started');
    await knock('second');
    await knock('second');
    const advice = new RegExp(`^at-work: Run ${working} of first is at work, .*loopwright stop ${working}`);
    await expect(loop.start(fileOf('second'))).rejects.toThrow(advice);
    await expect(loop.start(fileOf('first'))).rejects.toThrow(advice);
    await loop.start(fileOf('apart'));
    expect(words(await receiptsOf(loop, 'second'))).toEqual(['webhook queued', 'webhook queued', 'webhook replaced']);
    await writeFile(join(loop.git.outside, 'go'), '');
    await endedSoon(loop, 'second', 1);
    expect(words(await receiptsOf(loop, 'second')).slice(3)).toEqual(['webhook started']);
    const [, newest] = await receiptsOf(loop, 'second');
    expect((await receiptsOf(loop, 'second'))[3]?.trigger.id).toBe(newest?.trigger.id);
    await loop.until(working, 'nothing-found');
    expect(await loop.ask('inbox', {})).toEqual([]);
  });

  it('make way for the newest where the loop says so', async () => {
    const loop = await create((outside) =>
      smallLoop('newest', {
        on: [hook('newest')],
        more: ['concurrency: { cancel-in-progress: true }'],
        look: waitsFor(outside),
      }),
    );
    const knock = await listening(loop, 'newest');
    await knock('newest');
    const old = (await receiptsOf(loop, 'newest'))[1]?.run ?? '';
    await soon(
      'the explorer at work',
      async () => {
        const events = await loop.ask('events', { run: old, from: 0 });
        return events.find(({ event }) => event.type === 'step.started' && event.kind === 'explore');
      },
      loop,
    );
    await knock('newest');
    const stopped = await loop.until(old, 'stopped');
    expect(stopped.reason).toMatch(/newer firing|Stopped/);
    const receipts = await receiptsSoon(loop, 'newest', 4);
    expect(words(receipts).slice(2)).toEqual(['webhook queued', 'webhook started']);
    await writeFile(join(loop.git.outside, 'go'), '');
    await loop.until(receipts[3]?.run ?? '', 'nothing-found');
  });

  it('are one, when a person asks for two at the same moment', async () => {
    const loop = await create((outside) => smallLoop('single', { look: waitsFor(outside) }));
    await loop.connect();
    const both = await Promise.allSettled([loop.start(fileOf('single')), loop.start(fileOf('single'))]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await writeFile(join(loop.git.outside, 'go'), '');
    await endedSoon(loop, 'single', 1);
    expect((await loop.ask('runs', {})).runs).toHaveLength(1);
  });
});

describe('limits of a day', () => {
  it('hold for a loop and for the repository, whoever starts the run', async () => {
    const loop = await create(() => ({
      ...smallLoop('limited', { on: [hook('limited')] }),
      ...smallLoop('other', { on: [hook('other')] }),
      '.loops/settings.yaml': 'budget: { per-day: { max-runs: 3 } }\n',
    }));
    const text = (await loop.git.read(fileOf('limited'))).replace(
      'budget: { max-iterations: 2 }',
      'budget: { max-iterations: 2, per-day: { max-runs: 2 } }',
    );
    await loop.git.commit('limited', { [fileOf('limited')]: text });
    const knock = await listening(loop, 'limited', 'other');
    await knock('limited');
    await endedSoon(loop, 'limited', 1);
    await loop.start(fileOf('limited'));
    await endedSoon(loop, 'limited', 2);
    await knock('limited');
    const refused = (await receiptsSoon(loop, 'limited', 5)).at(-1);
    expect(refused).toMatchObject({ became: 'refused', why: expect.stringMatching(/^2 runs of limited began today/) });
    await expect(loop.start(fileOf('limited'))).rejects.toThrow(/^daily-limit: 2 runs of limited began today/);
    await loop.start(fileOf('other'));
    await endedSoon(loop, 'other', 1);
    await expect(loop.start(fileOf('other'))).rejects.toThrow(/^daily-limit: 3 runs began today, .*settings\.yaml/);
    await knock('other');
    expect((await receiptsSoon(loop, 'other', 3)).at(-1)?.why).toMatch(/limit of the repository/);
    // A new runner counts the same.
    await loop.killRunner();
    await expect(loop.start(fileOf('other'))).rejects.toThrow(/^daily-limit: /);
  });
});

describe('a definition that is not the one that was allowed', () => {
  it('is held, with an entry that goes when a person allows it again', async () => {
    const loop = await create(() => smallLoop('held', { on: [hook('held')] }));
    const knock = await listening(loop, 'held');
    const text = await loop.git.read(fileOf('held'));
    await loop.git.commit('another', { [fileOf('held')]: `${text}description: another\n` });
    const entry = await entrySoon(loop, 'held:held');
    expect(entry).toMatchObject({ kind: 'held', actions: expect.arrayContaining(['enable']) });
    const { loops, receipts } = await loop.ask('schedule', { receipts: 10 });
    expect(loops[0]).toMatchObject({
      loop: 'held',
      state: 'held',
      next: [],
      why: expect.stringMatching(/enable held/),
    });
    expect(receipts.map(({ became }) => became)).toEqual(['held']);
    await expect(knock('held')).rejects.toThrow();
    await loop.ask('enable', { file: fileOf('held') });
    expect(await loop.ask('inbox', {})).toEqual([]);
    const knockAgain = await listening(loop);
    await knockAgain('held');
    await endedSoon(loop, 'held', 1);
    // Held again, and not wanted any more.
    await loop.git.commit('third', { [fileOf('held')]: `${text}description: third\n` });
    await entrySoon(loop, 'held:held');
    await loop.ask('disable', { file: fileOf('held') });
    expect(await loop.ask('inbox', {})).toEqual([]);
  });
});

describe('a runner with loops that start by themselves', () => {
  it('stays when it has nothing to do, and leaves when nothing is enabled any more', async () => {
    process.env['LOOPWRIGHT_IDLE_MS'] = '600';
    const loop = await create(() => smallLoop('armed', { on: ['push: { branches: [main] }'] }));
    const at = { folder: loop.git.path, programs: join(root, 'dist'), start: true };
    const asking = async (method: 'enable' | 'disable') => {
      const client = await connectRunner(at);
      if (!client.ok) return expect.unreachable(client.error.message);
      expect(await client.value.request(method, { file: fileOf('armed') })).toMatchObject({ ok: true });
      client.value.close();
    };
    await asking('enable');
    const pid = await loop.runnerPid();
    await delay(2500);
    expect(await loop.runnerPid()).toBe(pid);
    await asking('disable');
    await soon('the runner leaves', async () => ((await loop.runnerPid()) === undefined ? true : undefined), loop);
  });
});

describe('a start that nobody watches', () => {
  it('in a repository whose git knows nobody is refused, and in the inbox', async () => {
    const loop = await create(() => ({ ...smallLoop('lonely', { on: [hook('lonely')] }) }));
    const knock = await listening(loop, 'lonely');
    await loop.quiet();
    await loop.git.git('config', '--unset', 'user.name');
    await loop.git.git('config', '--unset', 'user.email');
    process.env['GIT_CONFIG_GLOBAL'] = '/dev/null';
    process.env['GIT_CONFIG_NOSYSTEM'] = '1';
    await loop.connect();
    await knock('lonely');
    const [, refused] = await receiptsSoon(loop, 'lonely', 2);
    expect(refused).toMatchObject({ became: 'refused', why: expect.stringMatching(/git config --global user\.name/) });
    const entry = await entrySoon(loop, 'failure:lonely:start:no-identity');
    expect(entry).toMatchObject({ kind: 'failure', why: expect.stringMatching(/git does not know who you are/) });
    expect((await loop.ask('runs', {})).runs).toEqual([]);
  });

  it('takes up after a kill what was heard of and not begun', async () => {
    const loop = await create((outside) => ({
      ...countingFiles(outside, 1),
      [loopFile]: (countingFiles(outside, 1)[loopFile] ?? '').replace('on: manual', `on: { ${hook('count')} }`),
    }));
    await setSecret(loop.commonDir, 'HOOK', secret);
    await loop.ask('enable', { file: loopFile });
    const { loops } = await loop.ask('schedule', { receipts: 0 });
    const url = loops[0]?.webhook ?? '';
    const answered = post(url, '{"a":1}').catch(() => 0);
    await delay(30);
    await loop.killRunner();
    const status = await answered;
    await loop.connect();
    // Whoever got no answer sends it again.
    if (status !== 202) expect([202, 409]).toContain(await post(url, '{"a":1}'));
    const runs = await soon(
      'the run',
      async () => {
        const all = (await loop.ask('runs', {})).runs;
        return all.length > 0 ? all : undefined;
      },
      loop,
    );
    await loop.until(runs[0]?.id ?? '', 'waiting');
    expect((await loop.ask('runs', {})).runs).toHaveLength(1);
  });
});
