import { describe, expect, it } from 'vitest';
import type { RunDetail } from '../../../src/model/shapes.ts';
import { livesScenes } from '../../support/livesScene.ts';
import { countingFiles, loopFile } from '../../support/loopRepository.ts';

const scene = livesScenes();
const named = 'isolation: { branch: loops/counted }\ndeliver: { as: branch }\n';
const isOver = ({ status }: RunDetail): boolean => status === 'delivered';

describe.runIf(process.platform !== 'win32')('a loop that names its branch', () => {
  it('works a second time, on the next number, also when the runner dies as it is decided', {
    timeout: 120_000,
  }, async () => {
    const { loop, runners, person } = await scene((outside) => countingFiles(outside, 1, named));
    const branches = () => loop.git.git('for-each-ref', '--format=%(refname:short)', 'refs/heads/loops');
    await runners.begin();
    const first = await person.until(await person.start(loopFile), isOver);
    expect(first.branch).toBe('refs/heads/loops/counted');
    await Promise.all(runners.all.map((life) => runners.kill(life)));

    // The run's first step is `recall`, its second `prepare`: done, and not yet written down.
    const doomed = await runners.begin('effect.after:2');
    const started = person.start(loopFile);
    expect(await doomed.over).toEqual({ code: null, signal: 'SIGKILL' });
    expect(await branches()).toBe('loops/counted\nloops/counted-2');
    await runners.begin();
    const second = await person.until(await started, isOver);
    expect(second.branch).toBe('refs/heads/loops/counted-2');
    expect(await branches()).toBe('loops/counted\nloops/counted-2');
    expect(await loop.git.git('show', 'loops/counted-2:value.txt')).toBe('1');
    expect(await runners.leaveQuietly(person)).toEqual([]);
  });
});
