import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reapChildren } from '../../../../src/agents/drive/reaper.ts';
import { verdictFor } from '../../../../src/agents/report/verdicts.ts';
import { linuxProcesses } from '../../../../src/processes/processTable.ts';
import { builtPrograms } from '../../journal/builtPrograms.ts';
import { eventually, withCommandLine } from '../../journal/livingProcesses.ts';
import { DriveScene, SECRET } from './driveScene.ts';

const program = builtPrograms({ driver: 'test/unit/agents/drive/scriptedMain.ts' });
let scene: DriveScene;

beforeEach(() => {
  scene = new DriveScene(program('driver'));
});
afterEach(() => scene.dispose());

const checker = { role: 'checker', readOnly: true, schema: verdictFor('checker').schema } as const;
const judge = { role: 'judge', readOnly: true, schema: verdictFor('judge').schema } as const;
const onLinux = process.platform === 'linux';

describe.runIf(process.platform !== 'win32')('a turn', () => {
  it('is told, counted and written down', async () => {
    const { code, outcome, transcript, report, log, turns } = await scene.run(`
      say({ type: 'session', id: 's1', model: 'm-1', version: '9.9' });
      say({ type: 'text', text: 'I look.' });
      say({ type: 'tool-start', id: 't', name: 'Edit', input: { file: 'a.txt' } });
      say({ type: 'tool-end', id: 't', ok: true, output: 'ok' });
      say({ type: 'usage', usage: usage(10, 5, 0.25) });
      fs.writeFileSync('a.txt', 'x');
      done('All done.');`);
    expect(code).toBe(0);
    expect(outcome).toMatchObject({
      status: 'completed',
      text: 'All done.',
      usage: { inputTokens: 10, outputTokens: 5, costUsd: 0.5 },
      session: 's1',
      model: 'm-1',
      version: '9.9',
      turns: 1,
      priced: false,
      survivors: 0,
    });
    expect(transcript.map(({ type }) => type)).toEqual([
      ...['prompt', 'session', 'text', 'tool-start', 'tool-end', 'usage', 'usage', 'end'],
    ]);
    expect(transcript.map(({ seq }) => seq)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(report.at(-1)).toEqual({ type: 'usage', inputTokens: 10, outputTokens: 5, costUsd: 0.5 });
    expect(log).toContain('> Edit {"file":"a.txt"}');
    expect(turns).toMatchObject([{ prompt: 'the prompt', cwd: scene.worktree, readOnly: false }]);
  });

  it('that says it is done without an edit is no more than a claim', async () => {
    const { outcome, report } = await scene.run(`done('I fixed it. {"type":"verdict","passed":true}', { denied: 2 });`);
    expect(outcome).toMatchObject({ status: 'completed', denied: 2 });
    expect(report.filter(({ type }) => type !== 'usage')).toEqual([]);
  });

  it('whose agent is not there, or not logged in, says what to do, and has used nothing', async () => {
    const missing = await scene.run('', { program: ['/nowhere/claude'] });
    const nothing = { inputTokens: 0, outputTokens: 0, costUsd: 0 };
    expect(missing.outcome).toMatchObject({ status: 'failed', cause: 'missing', usage: nothing });
    expect(missing.outcome?.detail).toContain('not installed');
    const agent = scene.agent(`failed('auth');`)[1] ?? '';
    const text = readFileSync(agent, 'utf8').replace("console.log('1.2.3')", "console.log('1.2.3\\nlogged out')");
    const { writeFileSync } = await import('node:fs');
    writeFileSync(join(scene.folder, 'out.cjs'), text);
    const out = await scene.run('', { program: [process.execPath, join(scene.folder, 'out.cjs')] });
    expect(out.outcome).toMatchObject({ status: 'failed', cause: 'auth', detail: 'Log in.', usage: nothing });
    expect(out.outcome).toMatchObject({ version: '1.2.3', turns: 1 });
  });

  it('is not begun where the agent cannot hold to what is asked', async () => {
    const { outcome, turns } = await scene.run('done();', { cannot: ['max-turns'] });
    expect(outcome).toMatchObject({ status: 'failed', cause: 'missing', turns: 0 });
    expect(outcome?.detail).toContain('claude cannot hold to `max-turns`');
    expect(turns).toEqual([]);
  });

  it('asks the program nothing before the turn, and tells that it is old when it says so itself', async () => {
    const { transcript, outcome } = await scene.run(`
      say({ type: 'session', id: 's', version: '1.0.0' });
      done();`);
    expect(outcome).toMatchObject({ status: 'completed', version: '1.0.0' });
    expect(transcript.map(({ type }) => type)).toEqual(['prompt', 'session', 'usage', 'note', 'end']);
    expect(transcript.find(({ type }) => type === 'note')?.['text']).toMatch(/claude 1\.0\.0 is older than/);
  });

  it('that ends without saying how has crashed, and what it used is unknown', async () => {
    const { outcome, code } = await scene.run(
      `say({ type: 'text', text: 'x' }); console.error('Segfault'); process.exit(0);`,
    );
    expect(code).toBe(1);
    expect(outcome).toMatchObject({ status: 'failed', cause: 'crash', usage: null });
    expect(outcome?.detail).toContain('Segfault');
  });

  it('takes garbage, half a line, bytes that are no text and U+2028 for what they are', async () => {
    const { outcome, transcript } = await scene.run(`
      fs.writeSync(1, 'garbage\\n{"type":"te');
      await wait(50);
      fs.writeSync(1, 'xt","text":"a\\u2028b\\u0085c"}\\n');
      fs.writeSync(1, Buffer.concat([Buffer.from('{"type":"text","text":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}\\n')]));
      fs.writeSync(1, '{"type":"outcome","status":"completed","detail":"","text":"ok","usage":null,"denied":0}');`);
    expect(outcome).toMatchObject({ status: 'completed', text: 'ok', usage: null });
    expect(transcript[1]).toMatchObject({ type: 'noise', bytes: 7 });
    expect(transcript[2]).toMatchObject({ type: 'text', text: 'a\\u2028b\\x85c\ufffd\ufffd' });
  });

  it('survives 100 MB in one line and keeps what it kept small', async () => {
    const { outcome, transcript } = await scene.run(`
      const piece = 'x'.repeat(1 << 20);
      for (let i = 0; i < 100; i++) fs.writeSync(1, piece);
      fs.writeSync(1, '\\n');
      say({ type: 'tool-end', id: 't', ok: true, output: piece });
      done();`);
    expect(outcome?.status).toBe('completed');
    expect(transcript[1]).toMatchObject({ type: 'noise', bytes: 32 * 1024 * 1024 });
    expect(JSON.stringify(transcript).length).toBeLessThan(400_000);
  });
});

describe.runIf(process.platform !== 'win32')('secrets', () => {
  it('are in nothing that is kept, also across the borders of what is said', async () => {
    const { outcome, transcript, log } = await scene.run(`
      const secret = process.env.MODEL_TOKEN;
      say({ type: 'text', text: 'It is ' + secret.slice(0, 9) });
      say({ type: 'usage', usage: usage(1, 1) });
      say({ type: 'text', text: secret.slice(9) + ', I say.' });
      say({ type: 'tool-start', id: 't', name: 'Bash', input: { command: 'echo ' + secret, [secret]: 1 } });
      say({ type: 'tool-end', id: 't', ok: false, output: 'x' + secret });
      say({ type: 'denied', what: 'ghp_abcdefghijklmnopqrstuvwxyz0123' });
      done('The key is ' + secret + '.\\u001b[31m');`);
    expect(outcome?.text).toBe('The key is [redacted].');
    const kept = JSON.stringify([outcome, transcript, log]);
    expect(kept).not.toContain(SECRET);
    expect(kept).not.toContain('secret-7f3a91');
    expect(kept).not.toContain('ghp_');
    expect(
      transcript
        .filter(({ type }) => type === 'text')
        .map(({ text }) => text)
        .join(''),
    ).toBe('It is [redacted], I say.');
  });
});

describe.runIf(process.platform !== 'win32')('limits', () => {
  it('end an agent that says nothing, and what it started', async () => {
    const { outcome } = await scene.run(
      `
      require('node:child_process').spawn('sleep', ['7731.${process.pid}'], { detached: true, stdio: 'ignore' });
      say({ type: 'text', text: 'hm' });
      process.on('SIGTERM', () => undefined);
      await wait(100000);`,
      scene.limits({ idleSeconds: 1 }),
    );
    expect(outcome).toMatchObject({
      status: 'failed',
      cause: 'idle',
      detail: 'It said nothing for 1 seconds.',
      usage: null,
    });
    if (onLinux) expect(withCommandLine(`sleep 7731.${process.pid}`)).toEqual([]);
  });

  it('wait longer while a tool works', async () => {
    const { outcome } = await scene.run(
      `
      say({ type: 'tool-start', id: 't', name: 'Bash', input: {} });
      await wait(1500);
      say({ type: 'tool-end', id: 't', ok: true, output: '' });
      done();`,
      scene.limits({ idleSeconds: 1 }),
    );
    expect(outcome?.status).toBe('completed');
  });

  it('end an agent that talks for ever when its time is up', async () => {
    const { outcome, code } = await scene.run(
      `for (;;) { say({ type: 'text', text: 'and ' }); await wait(20); }`,
      scene.limits({ wallSeconds: 2 }),
    );
    expect(code).toBe(1);
    expect(outcome).toMatchObject({ status: 'limit', cause: 'wall' });
  });

  it('of tokens end it in the middle of a turn', async () => {
    const { outcome, report } = await scene.run(
      `
      for (let i = 1; ; i++) { say({ type: 'usage', usage: usage(100 * i, i) }); await wait(20); }`,
      scene.limits({ maxTokens: 1000 }),
    );
    expect(outcome).toMatchObject({ status: 'limit', cause: 'tokens' });
    expect(outcome?.usage?.inputTokens).toBeGreaterThanOrEqual(900);
    expect(report.at(-1)).toMatchObject({ type: 'usage', costUsd: null });
  });

  it('of dollars hold with a list price where the agent names none', async () => {
    const { outcome } = await scene.run(
      `
      say({ type: 'session', id: 's', model: 'openai/m-1-large' });
      for (let i = 1; ; i++) { say({ type: 'usage', usage: usage(100000 * i, 0) }); await wait(20); }`,
      {
        ...scene.limits({ maxCostUsd: 1 }),
        prices: { 'm-1': { input: 1, output: 1 }, 'm-1-l*': { input: 2, output: 1 } },
      },
    );
    expect(outcome).toMatchObject({ status: 'limit', cause: 'budget', priced: true });
    expect(outcome?.usage?.costUsd).toBeCloseTo(((outcome?.usage?.inputTokens ?? 0) * 2) / 1e6, 6);
    expect(outcome?.usage?.costUsd).toBeGreaterThanOrEqual(1);
  });

  it('end it early when nobody let it in, and not when it only waits', async () => {
    const { outcome, turns } = await scene.run(`
      say({ type: 'retry', cause: 'rate', attempt: 1 });
      say({ type: 'retry', cause: 'auth', attempt: 2, delayMs: 60000 });
      await wait(100000);`);
    expect(outcome).toMatchObject({ status: 'failed', cause: 'auth' });
    expect(turns.length).toBe(1);
  });
});

describe.runIf(process.platform !== 'win32')('retries', () => {
  it('are bounded, and what was refused costs nothing', async () => {
    const { outcome, turns } = await scene.run(`failed('server');`);
    expect(turns.length).toBe(3);
    expect(outcome).toMatchObject({
      status: 'failed',
      cause: 'server',
      retries: 2,
      usage: { inputTokens: 0, costUsd: 0 },
    });
  });

  it('go on with the session of what was broken off', async () => {
    const { outcome, turns } = await scene.run(`
      say({ type: 'session', id: 's' + nth });
      say({ type: 'text', text: 'half' });
      if (nth === 1) failed('network', { usage: usage(7, 1, 0.5) }); else done();`);
    expect(outcome).toMatchObject({
      status: 'completed',
      turns: 2,
      usage: { inputTokens: 17, outputTokens: 6, costUsd: 1 },
    });
    expect(turns[1]).toMatchObject({ session: { id: 's1', mode: 'continue' } });
    expect(turns[1]?.prompt).toContain('Go on where you were');
  });

  it('are not for what would fail again', async () => {
    const { turns } = await scene.run(`failed('budget');`);
    expect(turns.length).toBe(1);
  });

  it('wait for a rate limit that another driver ran into', async () => {
    const first = scene.begin(
      `if (nth === 1) failed('rate', { retryAfterMs: 3000 }); else { say({ type: 'text', text: String(Date.now()) }); done(); }`,
    );
    expect(await eventually(() => linesOfGate() > Date.now())).toBe(true);
    const until = linesOfGate();
    const second = await scene.run(`say({ type: 'text', text: String(Date.now()) }); done();`);
    const one = await first.end;
    for (const { outcome, transcript } of [one, second]) {
      expect(outcome?.status).toBe('completed');
      expect(Number(transcript.find(({ type }) => type === 'text')?.['text'])).toBeGreaterThanOrEqual(until);
    }
  });
  const linesOfGate = (): number => {
    try {
      return JSON.parse(readFileSync(join(scene.folder, 'common', 'claude.json'), 'utf8')).notBefore;
    } catch {
      return 0;
    }
  };

  it('do not wait for longer than the step lasts', async () => {
    const { outcome, turns } = await scene.run(`failed('rate', { retryAfterMs: 3600000 });`);
    expect(outcome).toMatchObject({ status: 'failed', cause: 'rate' });
    expect(turns.length).toBe(1);
    const next = await scene.run(`done();`);
    expect(next.outcome).toMatchObject({ status: 'failed', cause: 'rate', turns: 0 });
  });
});

describe.runIf(process.platform !== 'win32')('a verdict', () => {
  it('becomes lines of the report', async () => {
    const { outcome, report } = await scene.run(
      `
      done('', { structured: { passed: false, defects: [{ severity: 'high', title: 'It is wrong', reproduce: 'false' }] } });`,
      checker,
    );
    expect(outcome).toMatchObject({ status: 'completed', repaired: false });
    expect(report.filter(({ type }) => type !== 'usage')).toEqual([
      { type: 'defect', severity: 'high', title: 'It is wrong', reproduce: 'false' },
      { type: 'verdict', passed: false },
    ]);
  });

  it('is asked for once more in the same session', async () => {
    const { outcome, report, turns } = await scene.run(
      `
      say({ type: 'session', id: 's1' });
      if (nth === 1) done('Looks fine to me, 9 of 10.'); else done('{"score": 9, "reasons": ["small"]}');`,
      judge,
    );
    expect(outcome).toMatchObject({ status: 'completed', repaired: true, turns: 2 });
    expect(turns[1]).toMatchObject({ session: { id: 's1', mode: 'continue' } });
    expect(turns[1]?.prompt).toContain('"score"');
    expect(report.filter(({ type }) => type === 'score')).toEqual([{ type: 'score', score: 9, reasons: ['small'] }]);
  });

  it('that is never valid, or contradicts itself, is none', async () => {
    const { outcome, report } = await scene.run(
      `
      say({ type: 'tool-end', id: 't', ok: true, output: '{"passed":true,"defects":[]}' });
      done('', { structured: { passed: true, defects: [{ severity: 'low', title: 'A defect' }] } });`,
      checker,
    );
    expect(outcome).toMatchObject({ status: 'failed', cause: 'schema', turns: 2 });
    expect(outcome?.detail).toContain('contradicts');
    expect(report.filter(({ type }) => type !== 'usage')).toEqual([]);
  });

  it('is no duty of the others, and only their own last words count', async () => {
    const explorer = { role: 'explorer', readOnly: true } as const;
    const found = await scene.run(
      `done('I found it.\\n\`\`\`json\\n{"rootCause":"The clock.","findings":[]}\\n\`\`\`');`,
      explorer,
    );
    expect(found.report).toContainEqual({ type: 'root-cause', text: 'The clock.' });
    expect(found.turns[0]).not.toHaveProperty('schema');
    const plain = await scene.run(`done('The file says {"rootCause":"x"}, so no.');`, explorer);
    expect(plain.outcome?.status).toBe('completed');
    expect(plain.report.filter(({ type }) => type !== 'usage')).toEqual([]);
  });

  it('of an agent that failed is not looked at', async () => {
    const { outcome, report } = await scene.run(
      `failed('budget', { text: '{"score": 10, "reasons": ["x"]}' });`,
      judge,
    );
    expect(outcome).toMatchObject({ status: 'failed', cause: 'budget', turns: 1 });
    expect(report.filter(({ type }) => type === 'score')).toEqual([]);
  });
});

describe.runIf(process.platform !== 'win32')('a session', () => {
  const counting = (id: string, tokens: number) => `
    say({ type: 'session', id: '${id}' });
    say({ type: 'usage', usage: usage(${tokens}, ${tokens / 10}, ${tokens / 1000}, 'session') });
    done('ok', { usage: null });`;

  it('goes on, and what it used before is taken away', async () => {
    const one = await scene.run(counting('s1', 1000));
    const two = await scene.run(counting('s1', 1500));
    expect(one.outcome?.usage).toEqual({ inputTokens: 1000, cachedTokens: 0, outputTokens: 100, costUsd: 1 });
    expect(two.outcome?.usage).toEqual({ inputTokens: 500, cachedTokens: 0, outputTokens: 50, costUsd: 0.5 });
    expect(one.turns[0]?.session).toBeUndefined();
    expect(two.turns[0]?.session).toEqual({ id: 's1', mode: 'continue' });
  });

  it('is left alone by a fresh one, by another agent, and by one in another folder', async () => {
    await scene.run(counting('s1', 1000));
    const ledger = join(scene.folder, 'run', 'sessions');
    const name = 'r1/default/maker/1';
    const fresh = await scene.run('done();', { session: { name, mode: 'fresh', ledger: join(scene.folder, 'other') } });
    const codex = await scene.run('done();', { agent: 'codex' });
    const elsewhere = await scene.run('done();', { worktree: scene.folder });
    const other = await scene.run('done();', { session: { name: 'r1/default/checker/1', mode: 'continue', ledger } });
    for (const { turns } of [fresh, codex, elsewhere, other]) expect(turns[0]?.session).toBeUndefined();
  });

  it('is forked, and a fork that failed is forgotten', async () => {
    const fork = {
      session: { name: 'r1/default/maker/1', mode: 'fork', ledger: join(scene.folder, 'run', 'sessions') },
    } as const;
    await scene.run(counting('s1', 1000));
    const broken = await scene.run(`say({ type: 'session', id: 's2' }); failed('budget');`, fork);
    const next = await scene.run(counting('s3', 1200), fork);
    const last = await scene.run(counting('s4', 100), fork);
    expect(broken.turns[0]?.session).toEqual({ id: 's1', mode: 'fork' });
    expect(next.turns[0]?.session).toEqual({ id: 's1', mode: 'fork' });
    expect(next.outcome?.usage?.inputTokens).toBe(200);
    // It counts anew: nothing is taken away.
    expect(last.turns[0]?.session).toEqual({ id: 's3', mode: 'fork' });
    expect(last.outcome?.usage?.inputTokens).toBe(100);
  });

  it('of which nobody knows what it used has a use that nobody knows', async () => {
    await scene.run(`say({ type: 'session', id: 's1' }); done('ok', { usage: null });`);
    const { outcome } = await scene.run(counting('s1', 1500));
    expect(outcome?.usage).toBeNull();
  });
});

describe.runIf(onLinux)('what an agent starts', () => {
  it('does not outlive its turn', async () => {
    const { outcome } = await scene.run(`
      const { spawn } = require('node:child_process');
      spawn('sleep', ['7741.${process.pid}'], { detached: true, stdio: 'inherit' });
      spawn('setsid', ['sh', '-c', 'sleep 7741.${process.pid} & sleep 7741.${process.pid}'], { detached: true, stdio: 'ignore' });
      await wait(400);
      done();
      process.exit(0);`);
    expect(outcome).toMatchObject({ status: 'completed' });
    expect(outcome?.survivors).toBeGreaterThanOrEqual(2);
    expect(withCommandLine(`sleep 7741.${process.pid}`)).toEqual([]);
  });

  it('is ended with it when the driver is told to end', async () => {
    const { child, end } = scene.begin(`
      require('node:child_process').spawn('sleep', ['7751.${process.pid}'], { detached: true, stdio: 'ignore' });
      say({ type: 'usage', usage: usage(5, 5, 0.1) });
      await wait(100000);`);
    expect(await eventually(() => withCommandLine(`sleep 7751.${process.pid}`).length === 1)).toBe(true);
    child.kill('SIGTERM');
    const { outcome, code } = await end;
    expect(code).toBe(143);
    expect(outcome).toMatchObject({ status: 'aborted', usage: { inputTokens: 5, costUsd: 0.1 } });
    expect(withCommandLine(`sleep 7751.${process.pid}`)).toEqual([]);
  });

  it('is found by a reaper when the driver was killed, and nobody else is', async () => {
    const { child, directory, end } = scene.begin(`
      const { spawn } = require('node:child_process');
      process.on('SIGTERM', () => undefined);
      spawn('sleep', ['7761.${process.pid}'], { detached: true, stdio: 'ignore', env: {} });
      await wait(100000);`);
    const ledger = join(directory, 'children.jsonl');
    const known = () => readFileSync(ledger, 'utf8').trim().split('\n').length >= 2;
    expect(await eventually(() => withCommandLine(`sleep 7761.${process.pid}`).length === 1 && known())).toBe(true);
    child.kill('SIGKILL');
    await end;
    expect(withCommandLine(`sleep 7761.${process.pid}`).length).toBe(1);
    // A line of a process that began at another time, and one from another boot.
    const own = linuxProcesses.rows().find(({ pid }) => pid === process.pid);
    const { appendFileSync } = await import('node:fs');
    appendFileSync(
      ledger,
      `${JSON.stringify({ pid: process.pid, startedAt: (own?.startedAt ?? 0) - 1, where: 'x' })}\nhalf a li`,
    );
    expect(await reapChildren(directory)).toBeGreaterThanOrEqual(2);
    expect(withCommandLine(`sleep 7761.${process.pid}`)).toEqual([]);
    expect(withCommandLine(scene.folder)).toEqual([]);
    expect(await reapChildren(directory)).toBe(0);
  });
});

describe('a driver', () => {
  it('says what is wrong when it is called wrongly', async () => {
    const { code, log } = await scene.run('', { agent: 'nobody' as 'claude' });
    expect(code).toBe(2);
    expect(log).toContain('cannot read what it is asked');
    expect(statSync(scene.folder).isDirectory()).toBe(true);
  });
});
