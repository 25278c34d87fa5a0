import { realChangePins, realChanges } from '../../../fixtures/review/realChanges.ts';
import { type PackageFiles, readPackages } from '../../../support/npmPackages.ts';
import type { CorpusChange } from './corpusChange.ts';

/** Versions beside those whose order of risk is looked at, with `dist.integrity` of the registry. */
const morePins: Readonly<Record<string, string>> = {
  'nodemailer@6.9.1': 'sha512-qHw7dOiU5UKNnQpXktdgQ1d3OFgRAekuvbJLcdG5dnEo/GtcTHRYM7+UfJARdOFU9WUQO8OiIamgWPmiSFHYAA==',
  'nodemailer@6.9.9': 'sha512-dexTll8zqQoVJEZPwQAKzxxtFn0qTnjdQTchoU6Re9BUUGBJiOy3YMn/0ShTW6J5M0dfQ1NeDeRTTl4oIWgQMA==',
  'undici@5.22.0': 'sha512-fR9RXCc+6Dxav4P9VV/sp5w3eFiSdOjJYsbtWfd4s5L5C4ogyuVpdKIVHeW0vV1MloM65/f7W45nR9ZxwVdyiA==',
  'undici@5.26.0': 'sha512-MLqGMyaJk2ubSl7FrmWuV7ZOsYWmdF7gcBHDRxm4AR8NoodQhgy3vO/D1god79HoetxR0uAeVNB65yj2lNRQnQ==',
  'undici@5.28.0': 'sha512-gM12DkXhlAc5+/TPe60iy9P6ETgVfqTuRJ6aQ4w8RYu0MqKuXhaq3/b86GfzDQnNA3NUO6aUNdvevrKH59D0Nw==',
};
const pins = { ...realChangePins, ...morePins };

/** Code that is written by people and run by others: no tests, no examples, nothing built, no mere types. */
const isCode = (path: string): boolean =>
  /\.[cm]?[jt]sx?$/.test(path) &&
  !/\.(?:d\.[cm]?ts|min\.js)$|^(?:dist|build)\/|(?:^|\/)(?:tests?|__tests__|examples?|benchmarks?|docs|integration)\/|\.test\./.test(
    path,
  );

/** Each code file that changed between two pinned versions of a package that follow each other, with the rest of the head. */
export async function npmChanges(): Promise<readonly CorpusChange[]> {
  const packages = await readPackages(pins);
  return pairs().flatMap(([name, from, to]) => {
    const only = realChanges.find((change) => change.name === name)?.only;
    const [base, head] = [textsOf(packages.get(`${name}@${from}`), only), textsOf(packages.get(`${name}@${to}`), only)];
    return Object.keys(head)
      .filter((path) => base[path] !== undefined && base[path] !== head[path])
      .map((path) => ({
        title: `${name}@${from}..${to} ${path}`,
        project: name,
        language: /ts$/.test(path) ? 'TypeScript' : 'JavaScript',
        edit: 'released',
        path,
        base: { ...head, [path]: base[path] ?? '' },
        head,
      }));
  });
}

/** Every version that is pinned with the next one of its package. */
function pairs(): (readonly [name: string, from: string, to: string])[] {
  const names = [...new Set(Object.keys(pins).map((spec) => spec.slice(0, spec.indexOf('@'))))];
  return names.flatMap((name) => {
    const versions = Object.keys(pins)
      .filter((spec) => spec.startsWith(`${name}@`))
      .map((spec) => spec.slice(name.length + 1))
      .sort((one, other) => one.localeCompare(other, 'en', { numeric: true }));
    return versions.slice(1).map((to, index) => [name, versions[index] ?? to, to] as const);
  });
}

function textsOf(files: PackageFiles | undefined, only = /./): Readonly<Record<string, string>> {
  if (files === undefined) throw new Error('a version has no pin');
  const code = [...files].filter(([path]) => isCode(path) && only.test(path));
  return Object.fromEntries(code.map(([path, { bytes }]) => [path, Buffer.from(bytes, 'latin1').toString('utf8')]));
}
