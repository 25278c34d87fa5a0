import { expect, it } from 'vitest';
import {
  enablingSchema,
  landedSchema,
  runStandingSchema,
  secretSchema,
  stateWrittenSchema,
} from '../../../src/model/commandLineShapes.ts';
import { runDetailSchema } from '../../../src/model/shapes.ts';
import { runnerRequests } from '../../../src/protocol/runner.ts';
import { RealCli } from './realCli.ts';

/** Real processes: generous, because machines are busy. */
const patience = 240_000;

const loop = `name: words
on:
  schedule: [{ cron: '0 6 * * 1-5', timezone: Europe/London }]
  manual: { inputs: { most: { type: number, default: 2 } } }
items: { from: { run: node words.mjs }, format: lines, max: 5, max-parallel: 2 }
roles:
  maker: { agent: command, run: node make.mjs, env: { WORD: '\${{ item.id }}' } }
checks: { written: node check.mjs }
goal: checks.written.passed
budget: { max-iterations: 9, per-item: { max-iterations: 2 } }
policy: { allowed-paths: ['words/**'] }
deliver: { as: merge }
`;

const files = {
  '.loops/words.loop.yaml': loop,
  'words.mjs': "console.log('one; $(touch gone)\\ntwo words');\n",
  'make.mjs': [
    "import { mkdirSync, writeFileSync } from 'node:fs';",
    "mkdirSync('words', { recursive: true });",
    "writeFileSync(`words/${process.env.WORD}.txt`, 'written\\n');",
    "console.log('made', process.env.WORD);",
  ].join('\n'),
  'check.mjs': "import { existsSync } from 'node:fs';\nprocess.exit(existsSync('words') ? 0 : 1);\n",
};

it('a loop with items, on the real runner: watch, read, land one and refuse the other, remember', {
  timeout: patience,
}, async () => {
  const cli = await RealCli.create();
  try {
    for (const [path, text] of Object.entries(files)) await cli.write(path, text);
    await cli.git('add', '--all');
    await cli.git('commit', '--quiet', '--message', 'words');

    const planned = runnerRequests.schedule.result.parse(await cli.json(['schedule']));
    expect(planned.loops).toMatchObject([{ loop: 'words', state: 'off' }]);
    expect((await cli.call(['enable', 'words'])).exit).toBe(2);
    expect(enablingSchema.parse(await cli.json(['enable', 'words', '--yes'])).state).toBe('on');
    expect((await cli.call(['schedule'])).out).toMatch(
      /^words {2}on[\s\S]*next {2}\w{3} \d{4}-\d\d-\d\d \d\d:\d\d \S+$/m,
    );
    expect(enablingSchema.parse(await cli.json(['disable', 'words'])).state).toBe('off');
    expect((await cli.call(['forecast', 'words'])).exit).toBe(0);

    const wrong = await cli.call(['run', 'words', '--input', 'least=1']);
    expect(wrong).toMatchObject({ exit: 1, err: expect.stringContaining('There is no input least') });
    const watched = await cli.call(['run', 'words', '--wait', '--input', 'most=7']);
    expect({ exit: watched.exit, err: watched.err }).toEqual({ exit: 3, err: '' });
    expect(watched.out).toContain('2 items found');
    expect(watched.out).toContain('[two words] iteration 1');
    expect(watched.out.trimEnd().split('\n').at(-1)).toBe('next: loopwright inbox');

    const detail = runDetailSchema.parse(await cli.json(['show', 'latest']));
    expect(detail).toMatchObject({ itemCount: 2, waitingCount: 2, doneCount: 0, inputs: { most: 7 } });
    expect(detail.items.map(({ key }) => key)).toEqual(['one; $(touch gone)', 'two words']);
    expect((await cli.call(['land', 'latest'])).exit).toBe(2);
    expect((await cli.call(['logs', 'latest', '--item', 'two words'])).out).toMatch(
      /== two words: iteration 1, make \S+ ==\nmade two-words-/,
    );
    expect(runnerRequests.inbox.result.parse(await cli.json(['inbox']))).toHaveLength(2);
    expect((await cli.call(['review', 'latest', '--item', 'two words'])).out).toContain('+written');

    const standing = runStandingSchema.parse(await cli.json(['reject', 'latest', '--item', 'one', '--reason', 'no']));
    expect(standing).toMatchObject({ item: detail.items[0]?.id, status: 'rejected' });
    const { commit } = landedSchema.parse(await cli.json(['land', 'latest']));
    expect((await cli.git('rev-parse', 'refs/heads/main')).trim()).toBe(commit);
    expect(await cli.read(`words/${detail.items[1]?.id}.txt`)).toBe('written\n');
    expect((await cli.call(['inbox'])).out).toBe('Nothing waits for you.\n');

    const state = runnerRequests.state.result.parse(await cli.json(['state', 'words']));
    expect(state.document).toContain('two words');
    await cli.write('state.md', `${state.document}\n## Notes\n\nBe brief.\n`);
    const written = await cli.json(['state', 'words', '--set', 'state.md', '--head', state.head ?? '']);
    expect(stateWrittenSchema.parse(written).changed).toBe(true);
    expect((await cli.call(['state', 'words'])).out).toContain('Be brief.');
    expect(runnerRequests.costs.result.parse(await cli.json(['costs'])).length).toBeGreaterThan(1);
    expect((await cli.call(['costs'])).out).toMatch(/^words +2 +unknown +unknown$/m);
    expect(secretSchema.array().parse(await cli.json(['secret', 'list']))).toEqual([]);
  } finally {
    await cli.remove();
  }
});
