import { type Lint, textAt } from './lint.ts';

const fileName = /(?:^|[\\/])([^\\/]+)\.loop\.yaml$/;

/** A loop is named by its name or its file; two names for one loop confuse. */
export const nameDiffersFromFile: Lint = function* ({ reading, file }) {
  const expected = fileName.exec(file ?? '')?.[1];
  const name = textAt(reading, ['name']);
  if (name && expected !== undefined && name.text !== expected) {
    yield { code: 'LW103', ...name.place.at, data: { name: name.text, file: expected } };
  }
};
