import { createWorktree } from '../../../src/git/createWorktree.ts';

/** A process of the worktree test: makes COUNT worktrees at once and prints what went wrong. */
const [commonDir = '', base = '', outside = '', name = '', count = '0'] = process.argv.slice(2);

const results = await Promise.all(
  Array.from({ length: Number(count) }, (_, n) =>
    createWorktree({
      repo: { commonDir },
      path: `${outside}/worktrees/${name}-${n}`,
      branch: `refs/heads/loops/fix/${name}/${n}`,
      base,
      lockReason: `${name} ${n}`,
    }),
  ),
);
process.stdout.write(JSON.stringify(results.flatMap((result) => (result.ok ? [] : [result.error]))));
