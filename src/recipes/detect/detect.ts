import { type Detectable, detectable } from '../recipeFile.ts';
import { branch } from './branch.ts';
import { cargo } from './cargo.ts';
import { dotnet } from './dotnet.ts';
import { goModule } from './goModule.ts';
import { gradle } from './gradle.ts';
import { maven } from './maven.ts';
import { packageJson } from './packageJson.ts';
import type { Finder, Finding, Project } from './project.ts';
import { python } from './python.ts';
import { ruby } from './ruby.ts';
import { sourceFiles } from './sourceFiles.ts';
import { targets } from './targets.ts';

/** What stands for one kind of question, and where it was found. */
export type Found = Pick<Finding, 'value' | 'where'>;

export type Detected = Readonly<Record<Detectable, readonly Found[]>>;

/** Task runners come last: what a language's own file says is nearer to the tool, and its output is read for failed tests. */
const finders: readonly Finder[] = [
  packageJson,
  python,
  cargo,
  goModule,
  maven,
  gradle,
  dotnet,
  ruby,
  targets,
  sourceFiles,
  branch,
];

/** How a project is tested, linted, built and so on, as far as its top folder shows it; the best of each kind first. */
export function detect(project: Project): Detected {
  const findings = finders.flatMap((find) => find(project));
  const entries = detectable.map((kind) => [kind, distinct(findings.filter((finding) => finding.kind === kind))]);
  return { ...Object.fromEntries(entries), 'test-files': together(findings, 'test-files') };
}

/** Tests are all that any of them says: folders of tests, and names of tests beside the sources. */
function together(findings: readonly Finding[], kind: Detectable): readonly Found[] {
  const found = distinct(findings.filter((finding) => finding.kind === kind));
  const list = (of: readonly string[]) => [...new Set(of)].join(', ');
  if (found.length === 0) return [];
  return [{ value: list(found.map(({ value }) => value)), where: list(found.map(({ where }) => where)) }];
}

function distinct(findings: readonly Finding[]): readonly Found[] {
  const byValue = new Map<string, Found>();
  for (const { value, where } of findings) if (!byValue.has(value)) byValue.set(value, { value, where });
  return [...byValue.values()];
}
