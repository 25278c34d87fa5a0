import type { Finder, Finding, Project } from './project.ts';

const settings = ['Directory.Packages.props', 'Directory.Build.props'] as const;

/** C#, F# and Visual Basic: the commands of the .NET SDK, for the solution of the top folder or its only project. */
export const dotnet: Finder = (project) => {
  const solutions = named(project, /\.slnx?$/i);
  const all = [...solutions, ...named(project, /\.(cs|fs|vb)proj$/i)];
  const [where] = all;
  if (where === undefined) return [];
  // Of several the SDK takes none by itself.
  const target = all.length === 1 ? '' : ` ${/\s/.test(where) ? `"${where}"` : where}`;
  const findings: Finding[] = [
    { kind: 'package-manager', value: 'dotnet', where },
    { kind: 'test', value: `dotnet test${target}`, where },
    { kind: 'build', value: `dotnet build${target}`, where },
    { kind: 'install', value: `dotnet restore${target}`, where },
    { kind: 'test-files', value: '**/*Tests/**', where },
  ];
  // Without rules of the project it would hold the sources to somebody else's.
  if (project.names.has('.editorconfig')) {
    findings.push({ kind: 'lint', value: `dotnet format${target} --verify-no-changes`, where: '.editorconfig' });
  }
  const collects = settings.find((name) => project.texts.get(name)?.includes('"coverlet.collector"'));
  if (collects !== undefined) {
    findings.push({
      kind: 'coverage',
      value: `dotnet test${target} --collect:"XPlat Code Coverage"`,
      where: collects,
    });
  }
  return findings;
};

const named = ({ names }: Project, ending: RegExp): readonly string[] =>
  [...names].filter((name) => ending.test(name)).sort();
