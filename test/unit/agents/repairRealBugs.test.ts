import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { realBugs, regressionCheck, regressionTestFile } from '../../fixtures/repair/realBugs.ts';
import { behaviourOf, fetchBuggyPackage, fetchFixedPackage, fetchPackage } from '../../support/npmPackage.ts';
import { checkOf, RepairProgram } from '../../support/repairProgram.ts';

let program: RepairProgram;
let folder: string;
beforeAll(async () => {
  program = await RepairProgram.build();
  folder = mkdtempSync(join(tmpdir(), 'loopwright-real-bugs-'));
});
afterAll(() => {
  program.dispose();
  rmSync(folder, { recursive: true, force: true });
});

describe('real bugs of published packages', () => {
  it.each(realBugs)(
    'repairs $id: $what',
    async (bug) => {
      const [buggy, fixed] = [join(folder, bug.id), join(folder, `${bug.id}-fixed`)];
      await Promise.all([fetchBuggyPackage(bug, buggy), fetchFixedPackage(bug, fixed)]);
      const behaviour = await behaviourOf(bug, fixed);
      expect(await behaviourOf(bug, buggy)).not.toEqual(behaviour);

      const started = Date.now();
      const checks = [checkOf(regressionCheck)];
      const deadlineMs = started + 540_000;
      const { result, output } = await program.run(buggy, { checks, protectedPaths: [regressionTestFile], deadlineMs });
      process.stderr.write(`repair of ${bug.id}: ${result?.reason} ${((Date.now() - started) / 1000).toFixed(1)} s\n`);

      expect(result?.status, output).toBe('fixed');
      expect(result?.edits.map(({ path }) => path)).toEqual([bug.file]);
      expect(await behaviourOf(bug, buggy)).toEqual(behaviour);
      const again = await program.run(buggy, { checks });
      expect(again.result?.status).toBe('nothing-fails');
      // The published fix changed the same line.
      const lines = readFileSync(join(fixed, bug.file), 'utf8').split('\n');
      expect(lines.map((line) => line.trim())).not.toContain(result?.edit?.before.trim());
    },
    600_000,
  );

  it('refuses an archive that is not the pinned one', async () => {
    const [bug] = realBugs;
    if (bug === undefined) throw new Error('there are real bugs');
    const wrong = { ...bug.buggy, integrity: bug.fixed.integrity };
    await expect(fetchPackage(wrong, join(folder, 'wrong'))).rejects.toThrow(/not the pinned archive/);
  }, 120_000);
});
