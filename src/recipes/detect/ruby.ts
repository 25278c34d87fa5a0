import { type Finder, type Finding, firstName, type Project } from './project.ts';

/** Ruby: RSpec, Rails or the tasks of a Rakefile; RuboCop or Standard; through Bundler where the project uses it. */
export const ruby: Finder = (project) => {
  const gemfile = firstName(project, ['Gemfile', 'gems.rb']);
  const rakefile = firstName(project, ['Rakefile', 'rakefile', 'Rakefile.rb', 'rakefile.rb']);
  const gems = gemsIn(project.texts.get(gemfile ?? ''));
  const view: View = {
    project,
    gemfile,
    gems,
    rakefile,
    tasks: tasksIn(project.texts.get(rakefile ?? '')),
    run: (command) => (gemfile === undefined ? command : `bundle exec ${command}`),
  };
  return [...tests(view), ...lints(view), ...builds(view), ...bundler(view)];
};

interface View {
  readonly project: Project;
  readonly gemfile: string | undefined;
  readonly gems: ReadonlySet<string>;
  readonly rakefile: string | undefined;
  readonly tasks: ReadonlySet<string>;
  readonly run: (command: string) => string;
}

/** `gem "rspec", "~> 3"`, also with parentheses; a gemspec is not looked into. */
const gemsIn = (text = ''): ReadonlySet<string> =>
  new Set([...text.matchAll(/^[ \t]*gem[ \t(]+["']([\w-]+)["']/gm)].map(([, name]) => name ?? ''));

/** Tasks that a Rakefile names itself, those of the usual task classes, and those that Bundler adds to a gem. */
function tasksIn(text = ''): ReadonlySet<string> {
  const written = [...text.matchAll(/^[ \t]*task[ \t(]+["':]*(\w+)/gm)].map(([, name]) => name ?? '');
  const made = [...text.matchAll(/\b(TestTask|RSpec::Core::RakeTask)\.(?:new|create)(?:[ \t(]+["':]+(\w+))?/g)].map(
    ([, kind, name]) => name ?? (kind === 'TestTask' ? 'test' : 'spec'),
  );
  return new Set([...written, ...made, ...(/\brequire[ \t(]+["']bundler\/gem_tasks["']/.test(text) ? ['build'] : [])]);
}

function tests({ project, gemfile, gems, rakefile, tasks, run }: View): readonly Finding[] {
  const found: Finding[] = [];
  const rspec = firstName(project, ['.rspec']) ?? (gems.has('rspec') || gems.has('rspec-rails') ? gemfile : undefined);
  if (rspec !== undefined) {
    found.push({ kind: 'test', value: run('rspec'), where: rspec });
    found.push({ kind: 'test-files', value: '**/*_spec.rb', where: rspec });
  }
  if (gemfile !== undefined && gems.has('rails') && project.names.has('test')) {
    found.push({ kind: 'test', value: run('rails test'), where: gemfile });
  }
  const task = ['test', 'spec'].find((name) => tasks.has(name));
  if (rakefile !== undefined && task !== undefined) {
    found.push({ kind: 'test', value: run(`rake ${task}`), where: rakefile });
  }
  return found;
}

function lints({ project, gemfile, gems, run }: View): readonly Finding[] {
  const rubocop = firstName(project, ['.rubocop.yml']) ?? (gems.has('rubocop') ? gemfile : undefined);
  const standard = firstName(project, ['.standard.yml']) ?? (gems.has('standard') ? gemfile : undefined);
  return [
    ...(standard === undefined ? [] : [{ kind: 'lint' as const, value: run('standardrb'), where: standard }]),
    ...(rubocop === undefined ? [] : [{ kind: 'lint' as const, value: run('rubocop'), where: rubocop }]),
  ];
}

function builds({ rakefile, tasks, run }: View): readonly Finding[] {
  const task = ['build', 'compile'].find((name) => tasks.has(name));
  return rakefile === undefined || task === undefined
    ? []
    : [{ kind: 'build', value: run(`rake ${task}`), where: rakefile }];
}

function bundler({ project, gemfile }: View): readonly Finding[] {
  if (gemfile === undefined) return [];
  const where = firstName(project, ['Gemfile.lock', 'gems.locked']) ?? gemfile;
  return [
    { kind: 'package-manager', value: 'bundler', where },
    { kind: 'install', value: 'bundle install', where },
  ];
}
