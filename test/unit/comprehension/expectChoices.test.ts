import { describe, expect, it } from 'vitest';
import { expectChoices, mostChoices } from '../../../src/comprehension/expectChoices.ts';
import { seededRandom } from '../../../src/comprehension/seededRandom.ts';
import { surprisesOf } from '../../../src/comprehension/surprises.ts';

const tree = [
  'README.md',
  'package-lock.json',
  'dist/room.js',
  ...['room', 'roomList', 'time', 'booking', 'user', 'mail', 'money', 'event'].map((name) => `src/${name}.js`),
  ...['room', 'time', 'booking'].map((name) => `test/${name}.test.js`),
  ...Array.from({ length: 30 }, (_, n) => `docs/page${n}.md`),
];

describe('files to choose from', () => {
  it('are what is touched and what could be: twelve, names alike and the same folder first', () => {
    const choices = expectChoices(['src/room.js'], tree, seededRandom('head'));
    expect(choices).toHaveLength(mostChoices);
    expect(choices).toEqual(
      expect.arrayContaining(['src/room.js', 'src/roomList.js', 'test/room.test.js', 'src/time.js']),
    );
    expect(choices.filter((path) => /lock|^dist/.test(path))).toEqual([]);
  });

  it('are the same for the same head, and in no telling order', () => {
    const places = new Set<number>();
    for (let n = 0; n < 60; n++) {
      const choices = expectChoices(['src/room.js'], tree, seededRandom(`head ${n}`));
      expect(choices).toEqual(expectChoices(['src/room.js'], tree, seededRandom(`head ${n}`)));
      places.add(choices.indexOf('src/room.js'));
    }
    expect(places.size).toBeGreaterThan(8);
  });

  it('are never touched for the most part, and never fewer than those of a small repository', () => {
    const many = tree.filter((path) => path.startsWith('src/'));
    expect(
      expectChoices([...many, 'src/new.js'], tree, seededRandom('x')).filter((path) => many.includes(path)),
    ).toHaveLength(7);
    expect(expectChoices(['a.js'], ['a.js', 'b.js'], seededRandom('x')).sort()).toEqual(['a.js', 'b.js']);
  });

  it('come with surprises afterwards', () => {
    expect(surprisesOf(['a', 'b', 'b'], ['b', 'c'])).toEqual({ unexpected: ['c'], untouched: ['a'], foreseen: ['b'] });
  });
});
