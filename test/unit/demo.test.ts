import { spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { answerTo } from '../../scripts/demo/person.mjs';

const demo = resolve(import.meta.dirname, '../../scripts/demo.mjs');

function runDemo(...args: readonly string[]): Promise<{ readonly code: number; readonly out: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [demo, '--built', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? -1, out }));
  });
}

const folders = async () => (await readdir(tmpdir())).filter((name) => name.startsWith('loopwright-demo-'));

it('the demo ends with the landed commit, and leaves nothing', { timeout: 240_000 }, async () => {
  const { code, out } = await runDemo();
  expect(out).toMatch(/\$ git log -1[\s\S]*Understood-by: You <you@example\.com> \(1 of 1 prompts\)/);
  expect(out).toMatch(/The runner \(process \d+\) has left\./);
  expect(code).toBe(0);
  const [, folder = ''] = /cd \S*(loopwright-demo-\w+)/.exec(out) ?? [];
  expect(folder).not.toBe('');
  expect(await folders()).not.toContain(folder);
});

describe('the person of the demo', () => {
  const diff = '@@ -1,3 +1,3 @@\n a\n-  return x <= y;\n+  return x < y;\n';
  const prompt = 'Which did it write?  a.js, line 2\n\n  1  a\n  2  ⋯\n\n';

  it('answers what stands in the diff as added', () => {
    expect(answerTo(`${diff}${prompt}  1) return x <= y;\n  2) return x > y;\n  3) return x < y;\n`, '.')).toBe('3');
  });

  it('looks at the newest prompt, through colours', () => {
    const colour = '\u001b[32m+  return x < y;\u001b[39m\n';
    expect(answerTo(`${colour}${prompt}  1) return x < y;\n${prompt}  1) no\n  2) return x < y;\n`, '.')).toBe('2');
  });

  it('fills a gap, and tells what is gone', () => {
    const cloze = 'What stands here?  a.js, line 2\n\n  1  a\n  2    return x ⋯ y;\n\n';
    expect(answerTo(`${diff}${cloze}`, '.')).toBe('<');
    const gone = 'What is gone?  a.js, line 2\n\n  2  ⋯\n\n  1) return x < y;\n  2) return x <= y;\n';
    expect(answerTo(`${diff}${gone}`, '.')).toBe('2');
  });

  it('does not know what the diff does not tell', () => {
    expect(answerTo(`${diff}${prompt}  1) return x <= y;\n  2) return x > y;\n`, '.')).toBeUndefined();
  });
});
