import { describe, expect, it } from 'vitest';
import { readPatch } from '../../../media/run/readPatch.ts';

const changed = `diff --git a/src/a.js b/src/a.js
index 1..2 100644
--- a/src/a.js
+++ b/src/a.js
@@ -1,3 +1,3 @@ function a() {
 one
-two
+2
 three
@@ -10 +10,2 @@
 ten
+--- eleven
\\ No newline at end of file
`;

describe('readPatch', () => {
  it('numbers the lines before and after, and counts them', () => {
    const [file, ...others] = readPatch(changed);
    expect(others).toEqual([]);
    expect(file).toMatchObject({ path: 'src/a.js', added: 2, removed: 1, remark: '' });
    expect(file?.hunks.map(({ header }) => header)).toEqual(['@@ -1,3 +1,3 @@ function a() {', '@@ -10 +10,2 @@']);
    expect(file?.hunks[0]?.lines).toEqual([
      { kind: 'same', before: 1, after: 1, text: 'one' },
      { kind: 'removed', before: 2, text: 'two' },
      { kind: 'added', after: 2, text: '2' },
      { kind: 'same', before: 3, after: 3, text: 'three' },
    ]);
    // What looks like a head of a file is a line of it.
    expect(file?.hunks[1]?.lines.at(-1)).toEqual({ kind: 'added', after: 11, text: '--- eleven' });
  });

  it('names new, deleted, renamed and binary files', () => {
    const files = readPatch(
      [
        'diff --git a/n b/n\nnew file mode 100644\n--- /dev/null\n+++ b/n\n@@ -0,0 +1 @@\n+x\n',
        'diff --git a/d b/d\ndeleted file mode 100644\n--- a/d\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n',
        'diff --git a/o b/m\nsimilarity index 100%\nrename from o\nrename to m\n',
        'diff --git a/p.png b/p.png\nindex 1..2 100644\nBinary files a/p.png and b/p.png differ\n',
      ].join(''),
    );
    expect(files.map(({ path, remark, added, removed }) => [path, remark, added, removed])).toEqual([
      ['n', 'new', 1, 0],
      ['d', 'deleted', 0, 1],
      ['m', 'renamed', 0, 0],
      ['p.png', 'binary', 0, 0],
    ]);
  });

  it('reads what is there of a patch that is cut', () => {
    expect(readPatch(changed.slice(0, 130)).map(({ path }) => path)).toEqual(['src/a.js']);
    expect(readPatch('')).toEqual([]);
  });
});
