import { existsSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reproduceStep } from '../../../src/steps/reproduce.ts';
import { builtPrograms, stepSource } from '../journal/builtPrograms.ts';
import { BRANCH, RoleScene } from './roleScene.ts';

const program = builtPrograms({ step: stepSource });
let scene: RoleScene;

beforeEach(async () => {
  scene = await RoleScene.create(program('step'));
});
afterEach(() => scene.dispose());

const reproduce = (run: string, timeoutSeconds = 60) =>
  reproduceStep(scene.world).reproduce(
    { item: 'default', worktree: scene.worktree, branch: BRANCH, iteration: 2, head: scene.head, run, timeoutSeconds },
    scene.context('default/2/reproduce/1'),
  );

describe.runIf(process.platform !== 'win32')('a claimed defect', () => {
  it('is tried on what is committed, and nothing is left of the trial', async () => {
    writeFileSync(path.join(scene.worktree, 'a.txt'), 'left by a check');
    const result = await reproduce('grep -q two a.txt && echo x > new.txt && git checkout -q --detach && exit 5');
    expect(result).toMatchObject({ ended: 'exit', exitCode: 5 });
    expect(await scene.status()).toBe('');
    expect(existsSync(path.join(scene.worktree, 'new.txt'))).toBe(false);
    expect(await scene.repository.gitAt(scene.worktree, 'symbolic-ref', 'HEAD')).toBe(BRANCH);
  });

  it('whose command is not there says 127', async () => {
    expect(await reproduce('no-such-program --flag')).toMatchObject({ ended: 'exit', exitCode: 127 });
  });

  it('whose command never ends is stopped', async () => {
    expect(await reproduce('sleep 66.6', 0.5)).toMatchObject({ ended: 'timeout' });
  });

  it('gets no secret of the runner', async () => {
    expect((await reproduce('echo "[$RUNNER_TOKEN]"')).tail).toBe('[]\n');
  });
});
