import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { root } from '../../../scripts/paths.mjs';
import { connectRunner } from '../../../src/client/connect.ts';
import type { Meeting } from '../../../src/client/meeting.ts';
import { startRunner } from '../../../src/client/startRunner.ts';
import { Listeners } from '../../../src/extension/listeners.ts';
import { Handover, type HandoverChoice, type HandoverQuestion } from '../../../src/extension/runner/handover.ts';
import { ok } from '../../../src/model/result.ts';
import { countingFiles, LoopRepository } from '../../support/loopRepository.ts';

const older: Meeting = {
  how: 'older',
  runner: { protocol: 2, build: '0.0.9+aaa' },
  client: { protocol: 2, build: '0.1.0+bbb' },
};

const settled = () => new Promise((resolve) => setTimeout(resolve, 10));

function handover(choice: HandoverChoice | undefined) {
  const world = { busy: false, reopened: [] as boolean[], reloads: 0, told: 0 };
  const asked: HandoverQuestion[] = [];
  const changed = new Listeners<[]>();
  const it: Handover = new Handover({
    ask: async (question) => {
      asked.push(question);
      return choice;
    },
    reopen: async () => {
      world.reopened.push(it.mayReplace);
      return ok({});
    },
    isBusy: () => world.busy,
    onChange: (listener) => changed.add(listener),
    reload: () => world.reloads++,
    tell: () => world.told++,
  });
  return { world, asked, changed, it };
}

describe('a runner of another version', () => {
  it('is explained once, and stays where the person leaves it', async () => {
    const { world, asked, it } = handover(undefined);
    it.met(older);
    it.met({ ...older });
    await settled();
    expect(asked).toHaveLength(1);
    expect(asked[0]?.text).toContain("0.0.9+aaa, older than this window's 0.1.0+bbb");
    expect(asked[0]?.choices).toEqual(['now', 'when-idle']);
    expect(world).toMatchObject({ reopened: [], told: 0 });
    expect(it.mayReplace).toBe(false);
    it.met({ ...older, runner: { protocol: 2, build: '0.0.8+ccc' } });
    expect(asked).toHaveLength(2);
  });

  it('is replaced at once, by this one connection alone', async () => {
    const { world, it } = handover('now');
    it.met(older);
    await settled();
    expect(world).toMatchObject({ reopened: [true], told: 1 });
    expect(it.mayReplace).toBe(false);
  });

  it('is replaced when nothing runs any more', async () => {
    const { world, changed, it } = handover('when-idle');
    world.busy = true;
    it.met(older);
    await settled();
    changed.tell();
    expect(world.reopened).toEqual([]);
    world.busy = false;
    changed.tell();
    await settled();
    changed.tell();
    await settled();
    expect(world).toMatchObject({ reopened: [true], told: 1 });
  });

  it('that does not understand us is told with both protocols; a newer one asks for a newer window', async () => {
    const { asked, it } = handover(undefined);
    it.met({ ...older, how: 'older-protocol', runner: { protocol: 1, build: '0.0.9+aaa' } });
    expect(asked[0]).toMatchObject({
      choices: ['now'],
      text: expect.stringContaining('speaks protocol 1, older than'),
    });
    const newer = handover('reload');
    newer.it.met({ ...older, how: 'newer-protocol', runner: { protocol: 3, build: '0.2.0+ddd' } });
    expect(newer.asked[0]).toMatchObject({ choices: ['reload'], text: expect.stringContaining('protocol 3, newer') });
    await settled();
    expect(newer.world).toMatchObject({ reloads: 1, reopened: [] });
  });
});

describe('connecting to a real older runner', () => {
  let loop: LoopRepository;
  afterEach(() => loop.dispose());

  it('uses it as it is and tells, until it may be replaced', async () => {
    loop = await LoopRepository.create((outside) => countingFiles(outside, 1));
    const programs = join(root, 'dist');
    process.env['LOOPWRIGHT_DATA'] = join(loop.git.outside, 'data');
    await startRunner({ root: loop.git.path, commonDir: loop.commonDir, programs, build: '0.0.1+old' });
    const met: Meeting[] = [];
    const options = { folder: loop.git.path, programs, start: true, met: (one: Meeting) => met.push(one) };
    const isThere = async () => {
      const found = await connectRunner({ folder: loop.git.path, programs, start: false });
      if (found.ok) found.value.close();
      return found.ok;
    };
    await expect.poll(isThere, { timeout: 60_000 }).toBe(true);
    const kept = await connectRunner({ ...options, keepOlder: true });
    if (!kept.ok) throw new Error(kept.error.message);
    expect(met).toMatchObject([{ how: 'older', runner: { build: '0.0.1+old' } }]);
    const before = await kept.value.request('status', {});
    const replaced = await connectRunner(options);
    if (!replaced.ok) throw new Error(replaced.error.message);
    const after = await replaced.value.request('status', {});
    if (!before.ok || !after.ok) throw new Error('no status');
    expect(after.value.pid).not.toBe(before.value.pid);
    expect(met).toHaveLength(1);
    for (const client of [kept.value, replaced.value]) client.close();
  });
});
