import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { namedPlaces } from '../../../src/git/namedPlaces.ts';
import { TemporaryRepository } from '../../support/repository.ts';

let repository: TemporaryRepository;

beforeAll(async () => {
  repository = await TemporaryRepository.create({
    files: { 'a.ts': 'read(1);\nreader(2);\nread(read(3));\n', 'ü/b c.ts': 'x.$read(prüfe());\n', 'c.bin': 'read\0\n' },
  });
});
afterAll(() => repository.dispose());

const find = async (...names: string[]) =>
  namedPlaces({ commonDir: join(repository.path, '.git') }, await repository.head(), names);

it('tells where whole words stand in text files, each time they do', async () => {
  const places = await find('read', 'prüfe', '$read', 'nowhere');
  expect(places?.get('read')).toEqual(
    expect.arrayContaining([
      { path: 'a.ts', line: 1 },
      { path: 'a.ts', line: 3 },
      { path: 'a.ts', line: 3 },
    ]),
  );
  expect(places?.get('prüfe')).toEqual([{ path: 'ü/b c.ts', line: 1 }]);
  expect(places?.get('$read')).toEqual([{ path: 'ü/b c.ts', line: 1 }]);
  expect(places?.get('nowhere')).toEqual([]);
});

it('counts nothing where nothing is asked, and says so', async () => {
  expect(await find()).toBeUndefined();
});
