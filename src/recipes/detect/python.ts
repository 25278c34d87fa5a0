import { type Finder, type Finding, firstName, type Project } from './project.ts';

/**
 * Python: pytest, tox or nox; ruff or flake8; by uv, Poetry, PDM, Hatch or Pipenv where the project uses one. TOML is only
 * looked through for its headings and for names of packages: that needs no parser, and says no less here.
 */
export const python: Finder = (project) => {
  const where = firstName(project, ['pyproject.toml', 'setup.cfg', 'requirements.txt', 'requirements-dev.txt']);
  const settings = firstName(project, ['pytest.ini', 'tox.ini', 'noxfile.py', 'setup.py']);
  const place = where ?? settings;
  if (place === undefined) return [];
  const view = viewOf(project, place);
  return [
    ...(view.tool === undefined
      ? []
      : [{ kind: 'package-manager' as const, value: view.tool.name, where: view.tool.where }]),
    ...tests(view),
    ...lints(view),
    ...builds(view),
    ...coverage(view),
    ...(view.tool === undefined
      ? []
      : [{ kind: 'install' as const, value: view.tool.install, where: view.tool.where }]),
  ];
};

interface Tool {
  readonly name: string;
  /** Files that only projects of this tool have. */
  readonly files: readonly string[];
  /** Its heading in pyproject.toml. */
  readonly heading: string;
  /** What goes before a command, so that it runs in the project's environment. */
  readonly run: string;
  readonly install: string;
  readonly build?: string;
}

const tools: readonly Tool[] = [
  {
    name: 'uv',
    files: ['uv.lock'],
    heading: 'tool.uv',
    run: 'uv run ',
    install: 'uv sync --locked',
    build: 'uv build',
  },
  {
    name: 'poetry',
    files: ['poetry.lock'],
    heading: 'tool.poetry',
    run: 'poetry run ',
    install: 'poetry install',
    build: 'poetry build',
  },
  { name: 'pdm', files: ['pdm.lock'], heading: 'tool.pdm', run: 'pdm run ', install: 'pdm sync', build: 'pdm build' },
  {
    name: 'hatch',
    files: ['hatch.toml'],
    heading: 'tool.hatch',
    run: 'hatch run ',
    install: 'hatch env create',
    build: 'hatch build',
  },
  { name: 'pipenv', files: ['Pipfile.lock', 'Pipfile'], heading: '', run: 'pipenv run ', install: 'pipenv sync --dev' },
];

interface View {
  readonly project: Project;
  readonly where: string;
  readonly tool: (Tool & { readonly where: string }) | undefined;
  /** Whether a package is named, or has settings. */
  readonly uses: (name: string) => boolean;
  readonly run: (command: string) => string;
}

function viewOf(project: Project, where: string): View {
  const files = ['pyproject.toml', 'setup.cfg', 'requirements.txt', 'requirements-dev.txt'];
  const text = files.map((file) => project.texts.get(file) ?? '').join('\n');
  const tool = toolOf(project);
  return {
    project,
    where,
    tool,
    uses: (name) => hasHeading(text, `tool.${name}`) || hasHeading(text, `tool:${name}`) || namesPackage(text, name),
    run: (command) => `${tool?.run ?? ''}${command}`,
  };
}

function toolOf(project: Project): View['tool'] {
  const pyproject = project.texts.get('pyproject.toml') ?? '';
  for (const tool of tools) {
    const file = firstName(project, tool.files);
    if (file !== undefined) return { ...tool, where: file };
  }
  const found = tools.find(({ heading }) => heading !== '' && hasHeading(pyproject, heading));
  return found && { ...found, where: 'pyproject.toml' };
}

/** `[tool.pytest.ini_options]` for `tool.pytest`. */
const hasHeading = (text: string, heading: string): boolean =>
  text.split('\n').some((line) => new RegExp(`^\\s*\\[{1,2}${escaped(heading)}[.\\]]`).test(line));

/** `"pytest>=8"`, `pytest = "^8"`, or `pytest==8` on a line of its own. */
const namesPackage = (text: string, name: string): boolean =>
  new RegExp(`(^|["'])\\s*${escaped(name)}\\s*([\\[=<>~!;"',]|$)`, 'm').test(text);

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\-]/g, '\\$&');

function tests({ project, where, uses, run }: View): readonly Finding[] {
  const settings = firstName(project, ['pytest.ini', 'conftest.py']);
  const found: Finding[] = [];
  const pytest = uses('pytest') ? where : settings;
  if (pytest !== undefined) {
    found.push({ kind: 'test', value: run('pytest'), where: pytest });
    found.push({ kind: 'test-files', value: '**/test_*.py', where: pytest });
  }
  if (project.names.has('tox.ini') || uses('tox')) {
    found.push({ kind: 'test', value: 'tox', where: firstName(project, ['tox.ini']) ?? where });
  }
  if (project.names.has('noxfile.py')) found.push({ kind: 'test', value: 'nox', where: 'noxfile.py' });
  return found;
}

function lints({ project, where, uses, run }: View): readonly Finding[] {
  const ruff = firstName(project, ['ruff.toml', '.ruff.toml']) ?? (uses('ruff') ? where : undefined);
  const flake8 = firstName(project, ['.flake8']) ?? (uses('flake8') ? where : undefined);
  return [
    ...(ruff === undefined ? [] : [{ kind: 'lint' as const, value: run('ruff check .'), where: ruff }]),
    ...(flake8 === undefined ? [] : [{ kind: 'lint' as const, value: run('flake8'), where: flake8 }]),
  ];
}

function builds({ project, tool }: View): readonly Finding[] {
  const where = 'pyproject.toml';
  if (!hasHeading(project.texts.get(where) ?? '', 'build-system')) return [];
  return [{ kind: 'build', value: tool?.build ?? 'python -m build', where }];
}

function coverage({ where, uses, run }: View): readonly Finding[] {
  if (uses('pytest-cov')) return [{ kind: 'coverage', value: run('pytest --cov'), where }];
  return uses('coverage') ? [{ kind: 'coverage', value: run('coverage run -m pytest'), where }] : [];
}
