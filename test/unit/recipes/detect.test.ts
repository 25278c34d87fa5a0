import { describe, expect, it } from 'vitest';
import { askedQuestions } from '../../../src/recipes/askedQuestions.ts';
import { detect } from '../../../src/recipes/detect/detect.ts';
import { textsOfInterest } from '../../../src/recipes/detect/project.ts';
import { readRecipe } from '../../../src/recipes/readRecipe.ts';
import type { Detectable } from '../../../src/recipes/recipeFile.ts';
import { smallRecipe } from './recipe.ts';

type Files = Readonly<Record<string, string>>;

function detected(files: Files, more: { windows?: boolean; branch?: string } = {}) {
  return detect({ names: new Set(Object.keys(files)), texts: new Map(Object.entries(files)), windows: false, ...more });
}

type Found = Partial<Record<Detectable, readonly string[]>>;

/** `value (where)` of each kind that was found, the best first. */
function found(files: Files, more: { windows?: boolean; branch?: string } = {}): Found {
  const kinds = Object.entries(detected(files, more)).filter(([, list]) => list.length > 0);
  return Object.fromEntries(kinds.map(([kind, list]) => [kind, list.map(({ value, where }) => `${value} (${where})`)]));
}

const first = (kind: Detectable, files: Files, windows = false) => detected(files, { windows })[kind][0]?.value;

const manifest = (scripts: Files, more: object = {}) =>
  JSON.stringify({ scripts, devDependencies: { x: '1' }, ...more });

describe('JavaScript', () => {
  it('names scripts, each by the package manager, and what is installed from', () => {
    const scripts = { test: 'node --test', lint: 'eslint .', build: 'tsc', coverage: 'c8 node --test' };
    expect(found({ 'package.json': manifest(scripts), 'package-lock.json': '' })).toEqual({
      test: ['npm test (package.json)'],
      lint: ['npm run lint (package.json)'],
      build: ['npm run build (package.json)'],
      coverage: ['npm run coverage (package.json)', 'node --test --experimental-test-coverage (package.json)'],
      install: ['npm ci (package-lock.json)'],
      'package-manager': ['npm (package-lock.json)'],
    });
  });

  it.each([
    [{ 'pnpm-lock.yaml': '' }, 'pnpm test', 'pnpm run lint', 'pnpm install --frozen-lockfile'],
    [{ 'yarn.lock': '' }, 'yarn test', 'yarn run lint', 'yarn install --frozen-lockfile'],
    [{ 'yarn.lock': '', '.yarnrc.yml': '' }, 'yarn test', 'yarn run lint', 'yarn install --immutable'],
    [{ 'bun.lockb': '' }, 'bun run test', 'bun run lint', 'bun install --frozen-lockfile'],
    [{ 'bun.lock': '', 'package-lock.json': '' }, 'bun run test', 'bun run lint', 'bun install --frozen-lockfile'],
    [{}, 'npm test', 'npm run lint', 'npm install'],
  ])('with %j', (lock, test, lint, install) => {
    const files = { 'package.json': manifest({ test: 'node --test', lint: 'eslint .' }), ...lock };
    expect([first('test', files), first('lint', files), first('install', files)]).toEqual([test, lint, install]);
  });

  it('believes packageManager before a lockfile', () => {
    const text = manifest({ test: 'vitest' }, { packageManager: 'pnpm@9.1.0+sha512.abc' });
    expect(found({ 'package.json': text, 'yarn.lock': '' })).toMatchObject({
      'package-manager': ['pnpm (package.json)'],
      install: ['pnpm install (package.json)'],
    });
  });

  it.each([
    ['what npm init writes', { test: 'echo "Error: no test specified" && exit 1' }, undefined],
    ['what never ends', { test: 'vitest --watch', 'test:ci': 'vitest run' }, 'npm run test:ci'],
    ['what watches nothing', { test: 'react-scripts test --watchAll=false' }, 'npm test'],
    ['a script that is no text', { test: 7 as unknown as string }, undefined],
  ])('of %s it makes the best', (_what, scripts, test) => {
    expect(first('test', { 'package.json': manifest(scripts) })).toBe(test);
  });

  it('passes over a linter that mends what it finds, and asks the tool itself', () => {
    const text = manifest(
      { lint: 'eslint . --fix' },
      { devDependencies: { eslint: '9', vitest: '4', typescript: '6' } },
    );
    const files = { 'package.json': text, 'pnpm-lock.yaml': '', 'tsconfig.json': '{}' };
    expect(found(files)).toMatchObject({
      test: ['pnpm exec vitest run (package.json)'],
      lint: ['pnpm exec eslint . (package.json)'],
      build: ['pnpm exec tsc --noEmit (package.json)'],
    });
  });

  it.each([
    [{ vitest: '4', '@vitest/coverage-v8': '4' }, 'npx vitest run --coverage'],
    [{ jest: '30' }, 'npx jest --coverage'],
    [{ nyc: '17' }, 'npx nyc npm test'],
    [{ vitest: '4' }, undefined],
  ])('measures coverage with %j', (devDependencies, coverage) => {
    const text = manifest({ test: 'make test' }, { devDependencies });
    expect(first('coverage', { 'package.json': text })).toBe(coverage);
  });

  it.each(['', '{', 'null', '[]', '"x"', '{"scripts":7,"dependencies":null}', '\ufeff{"scripts":{}}'])(
    'reads %j',
    (text) => {
      expect(detected({ 'package.json': text }).test).toEqual([]);
    },
  );

  it('needs nothing installed where it depends on nothing', () => {
    expect(first('install', { 'package.json': '{"scripts":{"test":"node --test"}}' })).toBeUndefined();
  });
});

describe('Python', () => {
  const pytest = '[project]\ndependencies = []\n[dependency-groups]\ndev = ["pytest>=8", "ruff"]\n';
  it.each([
    ['uv', { 'pyproject.toml': pytest, 'uv.lock': '' }, 'uv run pytest', 'uv run ruff check .', 'uv sync --locked'],
    [
      'Poetry',
      {
        'pyproject.toml': `[tool.poetry]\nname = "x"\n[tool.poetry.group.dev.dependencies]\npytest = "^8"\n[tool.ruff]\n`,
      },
      'poetry run pytest',
      'poetry run ruff check .',
      'poetry install',
    ],
    [
      'Hatch',
      { 'pyproject.toml': `[tool.hatch.envs.default]\n[tool.pytest.ini_options]\n[tool.ruff.lint]\n` },
      'hatch run pytest',
      'hatch run ruff check .',
      'hatch env create',
    ],
    ['nothing', { 'requirements.txt': 'flask\npytest==8.1\nflake8\n' }, 'pytest', 'flake8', undefined],
    ['settings alone', { 'setup.cfg': '[tool:pytest]\naddopts = -q\n', '.flake8': '' }, 'pytest', 'flake8', undefined],
  ])('with %s', (_tool, files, test, lint, install) => {
    expect([first('test', files), first('lint', files), first('install', files)]).toEqual([test, lint, install]);
  });

  it('knows tox and nox, and puts pytest first', () => {
    expect(found({ 'tox.ini': '' }).test).toEqual(['tox (tox.ini)']);
    expect(found({ 'pyproject.toml': '[tool.tox]\n' }).test).toEqual(['tox (pyproject.toml)']);
    expect(found({ 'pyproject.toml': pytest, 'noxfile.py': '', 'tox.ini': '' }).test).toEqual([
      'pytest (pyproject.toml)',
      'tox (tox.ini)',
      'nox (noxfile.py)',
    ]);
  });

  it('builds what has a build system, and measures what has pytest-cov', () => {
    const text =
      '[build-system]\nrequires = ["hatchling"]\n[project.optional-dependencies]\ntest = ["pytest", "pytest-cov"]\n';
    expect(found({ 'pyproject.toml': text })).toMatchObject({
      build: ['python -m build (pyproject.toml)'],
      coverage: ['pytest --cov (pyproject.toml)'],
    });
    expect(first('build', { 'pyproject.toml': `${text}[tool.uv]\n` })).toBe('uv build');
  });

  it('does not take a word for a package', () => {
    const text = '[project]\ndescription = "better than pytest"\nname = "pytest-helpers"\n';
    expect(found({ 'pyproject.toml': text })).toEqual({});
  });
});

describe('other languages', () => {
  it('Rust, alone and as a workspace', () => {
    expect(found({ 'Cargo.toml': '[package]\nname = "x"\n' })).toMatchObject({
      test: ['cargo test (Cargo.toml)'],
      lint: ['cargo clippy --all-targets -- -D warnings (Cargo.toml)'],
    });
    expect(first('test', { 'Cargo.toml': '[workspace]\nmembers = ["a"]\n' })).toBe('cargo test --workspace');
    expect(first('coverage', { 'Cargo.toml': '', 'tarpaulin.toml': '' })).toBe('cargo tarpaulin');
  });

  it('Go', () => {
    expect(found({ 'go.mod': 'module x\n' })).toEqual({
      test: ['go test ./... (go.mod)'],
      lint: ['go vet ./... (go.mod)'],
      build: ['go build ./... (go.mod)'],
      coverage: ['go test -coverprofile=coverage.out ./... (go.mod)'],
      install: ['go mod download (go.mod)'],
      'package-manager': ['go (go.mod)'],
      'test-files': ['**/*_test.go (go.mod)'],
    });
    expect(found({ 'go.mod': '', '.golangci.yml': '' }).lint).toEqual(['golangci-lint run (.golangci.yml)']);
  });

  const pom =
    '<project><artifactId>jacoco-maven-plugin</artifactId><artifactId>maven-checkstyle-plugin</artifactId></project>';
  it.each([
    [{ 'pom.xml': pom }, false, 'mvn -B'],
    [{ 'pom.xml': pom, mvnw: '', 'mvnw.cmd': '' }, false, './mvnw -B'],
    [{ 'pom.xml': pom, mvnw: '', 'mvnw.cmd': '' }, true, '.\\mvnw.cmd -B'],
    [{ 'pom.xml': pom, mvnw: '' }, true, 'mvn -B'],
  ])('Maven %#', (files, windows, program) => {
    expect(first('test', files, windows)).toBe(`${program} test`);
    expect(first('lint', files, windows)).toBe(`${program} checkstyle:check`);
    expect(first('coverage', files, windows)).toBe(`${program} verify`);
  });

  it.each([
    [{ 'build.gradle': 'id "jacoco"' }, false, 'gradle'],
    [{ 'build.gradle.kts': 'jacoco', gradlew: '', 'gradlew.bat': '' }, false, './gradlew'],
    [{ 'build.gradle.kts': 'jacoco', gradlew: '', 'gradlew.bat': '' }, true, '.\\gradlew.bat'],
  ])('Gradle %#', (files, windows, program) => {
    expect(first('test', files, windows)).toBe(`${program} test`);
    expect(first('coverage', files, windows)).toBe(`${program} test jacocoTestReport`);
    expect(first('lint', files, windows)).toBeUndefined();
    expect(first('lint', { ...files, 'build.gradle.kts': 'id("io.gitlab.arturbosch.detekt")' }, windows)).toBe(
      `${program} detekt`,
    );
  });
});

describe('.NET', () => {
  it('asks the SDK, which finds the only solution or project by itself', () => {
    expect(found({ 'Shop.slnx': '' })).toEqual({
      test: ['dotnet test (Shop.slnx)'],
      build: ['dotnet build (Shop.slnx)'],
      install: ['dotnet restore (Shop.slnx)'],
      'package-manager': ['dotnet (Shop.slnx)'],
      'test-files': ['**/*Tests/** (Shop.slnx)'],
    });
    expect(first('build', { 'shop.fsproj': '' })).toBe('dotnet build');
  });

  it('names one of several, the solution first', () => {
    expect(first('test', { 'App.csproj': '', 'Shop.sln': '' })).toBe('dotnet test Shop.sln');
    expect(first('test', { 'b.csproj': '', 'a b.csproj': '' })).toBe('dotnet test "a b.csproj"');
  });

  it('holds sources to the rules of the project, where it has some, and measures with what its tests reference', () => {
    const files = {
      'Shop.sln': '',
      '.editorconfig': '',
      'Directory.Packages.props': '<PackageVersion Include="coverlet.collector" Version="6.0.4" />',
    };
    expect(found(files)).toMatchObject({
      lint: ['dotnet format --verify-no-changes (.editorconfig)'],
      coverage: ['dotnet test --collect:"XPlat Code Coverage" (Directory.Packages.props)'],
    });
  });

  it('is not there where only a name looks like it', () => {
    expect(found({ 'notes.sln.md': '', csproj: '', 'Directory.Build.props': '"coverlet.collector"' })).toEqual({});
  });
});

describe('Ruby', () => {
  it('a gem: RSpec, RuboCop, and what Bundler adds to a Rakefile', () => {
    const files = {
      Gemfile:
        'source "https://rubygems.org"\ngemspec\ngroup :test do\n  gem "rspec", "~> 3.13"\n  gem("rubocop")\nend\n',
      'Gemfile.lock': '',
      Rakefile: 'require "bundler/gem_tasks"\nRSpec::Core::RakeTask.new(:spec)\ntask default: :spec\n',
    };
    expect(found(files)).toEqual({
      test: ['bundle exec rspec (Gemfile)', 'bundle exec rake spec (Rakefile)'],
      lint: ['bundle exec rubocop (Gemfile)'],
      build: ['bundle exec rake build (Rakefile)'],
      install: ['bundle install (Gemfile.lock)'],
      'package-manager': ['bundler (Gemfile.lock)'],
      'test-files': ['**/*_spec.rb (Gemfile)'],
    });
  });

  it.each([
    ['Rails with its own tests', { Gemfile: 'gem "rails"\n', test: '' }, 'bundle exec rails test'],
    ['Rails with RSpec', { Gemfile: "gem 'rails'\ngem 'rspec-rails'\n", spec: '' }, 'bundle exec rspec'],
    ['Minitest', { 'gems.rb': '', Rakefile: 'Rake::TestTask.new do |t|\nend\n' }, 'bundle exec rake test'],
    ['Minitest by its own task', { Rakefile: 'Minitest::TestTask.create\n' }, 'rake test'],
    ['a task without Bundler', { rakefile: 'task "test" => [:db] do\nend\n' }, 'rake test'],
    ['settings alone', { '.rspec': '--color\n' }, 'rspec'],
    ['a gem in a comment', { Gemfile: '# gem "rspec"\n' }, undefined],
    ['a task of another name', { Rakefile: 'task :testing\ntask :spec_files\n' }, undefined],
  ])('tests %s', (_what, files, test) => {
    expect(first('test', files)).toBe(test);
  });

  it('Standard comes before RuboCop, which it is made of', () => {
    expect(found({ Gemfile: 'gem "standard"\n', '.rubocop.yml': '' }).lint).toEqual([
      'bundle exec standardrb (Gemfile)',
      'bundle exec rubocop (.rubocop.yml)',
    ]);
    expect(first('lint', { '.standard.yml': '' })).toBe('standardrb');
  });
});

describe('task runners', () => {
  it.each([
    [
      'Makefile',
      '.PHONY: test lint\nVERSION := 1\nTEST ?= x\nlint check: deps\n\tgo vet\nbuild:: a\n\tcc\ninstall:\n\tcp x /usr/bin\ndeps:\n',
      { test: 'make check', lint: 'make lint', build: 'make build', install: 'make deps' },
    ],
    [
      'justfile',
      'set shell := ["bash"]\ntest := "no"\n@lint file="x": deps\n  ruff\ncover:\n    test: no\n',
      { lint: 'just lint', coverage: 'just cover' },
    ],
    [
      'Taskfile.yml',
      'version: 3\ntasks:\n  test: go test\n  setup: { cmds: [x] }\n',
      { test: 'task test', install: 'task setup' },
    ],
  ])('%s', (file, text, expected) => {
    const values = Object.entries(detected({ [file]: text })).flatMap(([kind, [best]]) =>
      best ? [[kind, best.value]] : [],
    );
    expect(Object.fromEntries(values)).toEqual(expected);
  });

  it('come after what the language says, and the same command is told once', () => {
    const files = { Makefile: 'test:\n', 'go.mod': '', GNUmakefile: 'check:\n' };
    expect(found(files).test).toEqual(['go test ./... (go.mod)', 'make check (GNUmakefile)']);
  });
});

describe('detection', () => {
  it('tells sources, tests and the branch by what is there', () => {
    expect(found({ src: '', lib: '', tests: '' }, { branch: 'trunk' })).toEqual({
      'source-files': ['src/**, lib/** (src, lib)'],
      'test-files': ['tests/** (tests)'],
      branch: ['trunk (.git)'],
    });
    expect(found({})).toEqual({});
  });

  it('takes for tests all that is one: by its folder or by its name', () => {
    expect(found({ 'go.mod': '', test: '' })['test-files']).toEqual(['**/*_test.go, test/** (go.mod, test)']);
    const jest = JSON.stringify({ devDependencies: { jest: '30' } });
    expect(found({ 'package.json': jest })['test-files']).toEqual(['**/*.{test,spec}.* (package.json)']);
    expect(found({ 'pytest.ini': '', tests: '' })['test-files']).toEqual([
      '**/test_*.py, tests/** (pytest.ini, tests)',
    ]);
  });

  it('never throws and never runs long, whatever is in the files', () => {
    const texts = [
      '\u0000',
      ': : :',
      '[[[[',
      '&a [*a, *a]',
      'x'.repeat(300_000),
      ' '.repeat(300_000),
      '"'.repeat(50_000),
    ];
    for (const text of texts)
      expect(() => found(Object.fromEntries(textsOfInterest.map((name) => [name, text])))).not.toThrow();
  }, 20_000);

  it('becomes the default of a question; without it the recipe’s own, or none where none is needed', () => {
    const recipe = readRecipe('watch', smallRecipe());
    if (!recipe.ok) throw new Error(recipe.error);
    const defaults = (files: Files) =>
      Object.fromEntries(askedQuestions(recipe.value, detected(files)).map(({ id, default: preset }) => [id, preset]));
    expect(defaults({})).toMatchObject({ tests: 'npm test', lint: '', when: '0 8 * * *', paths: 'src/**', most: '3' });
    expect(defaults({ 'go.mod': '', app: '' })).toMatchObject({
      tests: 'go test ./...',
      lint: 'go vet ./...',
      paths: 'app/**',
    });
  });
});
