import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loginText, loopsFinding } from '../../../src/cli/doctor/login.ts';
import { plain } from '../../../src/cli/text/paint.ts';
import { receiptsText, scheduledText } from '../../../src/cli/text/scheduleText.ts';
import {
  enablingSchema,
  runnerInstalledSchema,
  runnerUninstalledSchema,
} from '../../../src/model/commandLineShapes.ts';
import type { Receipt } from '../../../src/model/firing.ts';
import { runnerRequests, type ScheduledLoop } from '../../../src/protocol/runner.ts';
import { FakeRunner } from './fakeRunner.ts';
import { call, FakeMachine } from './fakeTerminal.ts';
import { loopFolder, removeFolder } from './loopFolder.ts';

const file = '.loops/triage.loop.yaml';
const triage: ScheduledLoop = {
  loop: 'triage',
  file,
  state: 'off',
  why: 'Nobody has allowed it.',
  triggers: ['schedule 0 6 * * 1-5 (Europe/London)', 'push to main\u001b[2J'],
  next: ['2026-11-23T06:00:00.000Z', '2026-11-24T06:00:00.000Z'],
  webhook: 'http://127.0.0.1:41234/triage',
};

const receipt = (at: number, became: Receipt['became'], more: Partial<Receipt> = {}): Receipt => ({
  at,
  loop: 'triage',
  trigger: { kind: 'schedule', id: `s:${at}`, at, about: '0 6 * * 1-5' },
  became,
  why: 'It was due.',
  ...more,
});

let folder = '';
let runner = new FakeRunner();

beforeEach(async () => {
  folder = await loopFolder('triage', 'by-hand');
  runner = new FakeRunner();
  runner.loops.set(file, triage);
});
afterEach(() => removeFolder(folder));

describe('schedule', () => {
  it('tells which loops start by themselves, when next in local time, and the newest firings', async () => {
    expect(scheduledText([triage], plain, 'Europe/London')).toEqual([
      'triage  off  Nobody has allowed it.',
      '  schedule 0 6 * * 1-5 (Europe/London)',
      '  push to main\\u{1b}[2J',
      '  next  Mon 2026-11-23 06:00 GMT',
      '        Tue 2026-11-24 06:00 GMT',
      '  webhook http://127.0.0.1:41234/triage',
    ]);
    const at = Date.parse('2026-07-01T05:00:00Z');
    expect(receiptsText([receipt(at, 'started', { run: 'r1' })], plain, 'Europe/Berlin')).toEqual([
      expect.stringMatching(
        /^Wed 2026-07-01 07:00 \S+ {2}triage {2}schedule 0 6 \* \* 1-5 {2}started {2}run r1 {2}It was due\.$/,
      ),
    ]);
  });

  it('gives as many receipts as asked for, newest first', async () => {
    runner.receipts = [1, 2, 3].map((at) => receipt(at * 1_000, 'skipped'));
    const { out } = await call(runner, ['schedule', '--receipts', '2', '--json'], { folder });
    const schedule = runnerRequests.schedule.result.parse(JSON.parse(out));
    expect(schedule.receipts.map(({ at }) => at)).toEqual([3_000, 2_000]);
    expect(schedule.loops).toEqual([triage]);
    expect((await call(runner, ['schedule'], { folder })).out).toContain('newest firings\n');
    for (const wrong of ['-1', 'many', '1001']) {
      expect((await call(runner, ['schedule', '--receipts', wrong], { folder })).exit).toBe(2);
    }
    runner.loops.clear();
    runner.receipts = [];
    expect((await call(runner, ['schedule'], { folder })).out).toBe('No loop here starts by itself.\n');
  });
});

describe('enable and disable', () => {
  it('tells what will start it, and asks', async () => {
    const no = await call(runner, ['enable', 'triage'], { folder, answers: ['n'] });
    expect(no).toMatchObject({ exit: 1, err: expect.stringContaining('Nothing was changed.') });
    expect(no.out).toContain('schedule 0 6 * * 1-5 (Europe/London)');
    expect((await call(runner, ['enable', 'triage'], { folder })).exit).toBe(1);
    expect(runner.asked).not.toContain('enable');
    const yes = await call(runner, ['enable', 'triage'], { folder, answers: ['Yes'] });
    expect(yes).toMatchObject({ exit: 0, out: expect.stringContaining('triage starts by itself now.') });
    expect(runner.loops.get(file)?.state).toBe('on');
  });

  it('asks nobody with --yes, and is refused where nobody could answer', async () => {
    const pipe = await call(runner, ['enable', 'triage'], { folder, input: 'y\n' });
    expect(pipe).toMatchObject({ exit: 2, err: expect.stringContaining('--yes') });
    expect((await call(runner, ['enable', 'triage', '--json'], { folder })).exit).toBe(2);
    const { out } = await call(runner, ['enable', 'triage', '--yes', '--json'], { folder, input: '' });
    expect(enablingSchema.parse(JSON.parse(out))).toEqual({ loop: 'triage', file, state: 'on' });
    const off = await call(runner, ['disable', 'triage', '--json'], { folder });
    expect(enablingSchema.parse(JSON.parse(off.out)).state).toBe('off');
    expect(runner.loops.get(file)?.state).toBe('off');
  });

  it('says why a loop cannot be enabled', async () => {
    const manual = await call(runner, ['enable', 'by-hand'], { folder });
    expect(manual).toMatchObject({ exit: 1, err: expect.stringContaining('started by people alone') });
    expect((await call(runner, ['enable', 'triag'], { folder })).exit).toBe(2);
  });

  it('disables a loop whose file is gone', async () => {
    runner.loops.set('.loops/gone.loop.yaml', {
      ...triage,
      loop: 'gone',
      file: '.loops/gone.loop.yaml',
      state: 'held',
    });
    expect((await call(runner, ['disable', 'gone'], { folder })).exit).toBe(0);
    expect((await call(runner, ['disable', 'never-there'], { folder })).exit).toBe(2);
  });
});

describe('runner install and uninstall', () => {
  it('writes what the system reads at login, with the build that works here, once the present runner has left', async () => {
    const machine = new FakeMachine();
    // A process that is not there has left.
    runner.pid = 2 ** 30;
    const { exit, out } = await call(runner, ['runner', 'install', '--json'], { folder, machine });
    expect(exit).toBe(0);
    const { file: unit } = runnerInstalledSchema.parse(JSON.parse(out));
    expect(machine.files.get(unit)).toContain('0.1.0+test');
    expect(machine.ran.at(-1)).toMatch(/^systemctl --user enable --now loopwright-[0-9a-f]{8}\.service$/);
    expect(runner.running).toBe(false);
    const uninstall = () => call(runner, ['runner', 'uninstall', '--json'], { folder, machine });
    expect(runnerUninstalledSchema.parse(JSON.parse((await uninstall()).out)).removed).toBe(true);
    expect(runnerUninstalledSchema.parse(JSON.parse((await uninstall()).out)).removed).toBe(false);
    expect(machine.files.size).toBe(0);
  });

  it('leaves nothing behind where the system refuses, and says what it said', async () => {
    const machine = new FakeMachine();
    machine.fails = true;
    runner.pid = 2 ** 30;
    const { exit, err } = await call(runner, ['runner', 'install'], { folder, machine });
    expect(exit).toBe(1);
    expect(err).toContain('`systemctl --user daemon-reload` failed: no bus');
    expect(machine.files.size).toBe(0);
  });

  it('needs a repository', async () => {
    for (const verb of ['install', 'uninstall']) {
      expect((await call(runner, ['runner', verb], { folder: '/' })).exit).toBe(2);
    }
  });
});

describe('doctor', () => {
  it('warns of loops that would start by themselves and do not', () => {
    expect(loopsFinding([]).status).toBe('ok');
    expect(loopsFinding([{ ...triage, state: 'on' }]).status).toBe('ok');
    expect(loopsFinding([triage, { ...triage, loop: 'other', state: 'held' }])).toMatchObject({
      status: 'warning',
      message: expect.stringContaining('triage (off), other (held)'),
    });
  });

  it.each([
    ['installed', true, 'ok'],
    ['outdated', false, 'warning'],
    ['unsupported', true, 'ok'],
    ['absent', false, 'ok'],
    ['absent', true, 'warning'],
  ] as const)('started at login: %s, some loop starts by itself: %s → %s', (login, some, status) => {
    expect(loginText(login, some).status).toBe(status);
  });
});
