/** What a file is for, as far as its path tells. */
export type FileKind =
  | 'code'
  | 'pipeline'
  | 'manifest'
  | 'settings'
  | 'test'
  | 'data'
  | 'docs'
  | 'generated'
  | 'lockfile';

const lockfile =
  /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.ya?ml|bun\.lockb?|deno\.lock|Cargo\.lock|go\.sum|poetry\.lock|uv\.lock|pdm\.lock|Pipfile\.lock|composer\.lock|Gemfile\.lock|packages\.lock\.json|gradle\.lockfile|flake\.lock|mix\.lock|pubspec\.lock|Podfile\.lock)$/i;
const generated =
  /(?:^|\/)(?:dist|vendor|node_modules|third_party|generated|__generated__|__snapshots__)\/|\.(?:min\.(?:js|css|mjs)|map|snap|pb\.go|g\.dart|g\.cs|designer\.cs)$|(?:_pb2?|\.generated|\.gen)\.\w+$/i;
const manifest =
  /(?:^|\/)(?:package\.json|deno\.jsonc?|Cargo\.toml|go\.mod|pyproject\.toml|setup\.(?:py|cfg)|requirements[^/]*\.txt|Pipfile|composer\.json|Gemfile|[^/]+\.gemspec|pom\.xml|build\.gradle(?:\.kts)?|[^/]+\.(?:cs|fs|vb)proj|mix\.exs|pubspec\.yaml|Podfile|Package\.swift|\.npmrc|\.yarnrc(?:\.yml)?|pnpm-workspace\.yaml)$/i;
const pipeline =
  /(?:^|\/)(?:\.github(?!\/(?:ISSUE_TEMPLATE|FUNDING|[^/]+\.md$))|\.gitlab|\.circleci|\.buildkite|\.ci|\.husky|\.githooks|\.devcontainer|\.vscode|\.loops)\/|(?:^|\/)(?:\.gitlab-ci\.ya?ml|azure-pipelines\.ya?ml|\.travis\.ya?ml|Jenkinsfile|Dockerfile[^/]*|docker-compose[^/]*\.ya?ml|Makefile|\.gitmodules|\.gitattributes|CODEOWNERS)$/i;
const test =
  /(?:^|\/)(?:tests?|specs?|__tests__|__mocks__|e2e|fixtures|testdata|test-utils)\/|(?:^|\/)(?:tests?|spec)\.\w+$|[._-](?:test|tests|spec|e2e|bench)\.\w+$|(?:^|\/)test_[^/]+\.py$|_test\.\w+$|(?:Test|Tests|Spec|IT)\.(?:java|kt|cs|swift|scala|php)$/;
const docs =
  /(?:^|\/)docs?\/|\.(?:md|mdx|markdown|rst|adoc|txt)$|(?:^|\/)(?:LICEN[CS]E|CHANGELOG|AUTHORS|NOTICE)[^/]*$/i;
const settings =
  /\.(?:ya?ml|toml|ini|cfg|conf|properties|env|jsonc?)$|(?:^|\/)\.[^/]+(?:rc|ignore|config)$|(?:^|\/)[^/]+\.config\.\w+$|(?:^|\/)\.env[^/]*$/i;
const code =
  /\.(?:[cm]?[jt]sx?|py|rb|go|rs|java|kts?|scala|cs|fs|vb|swift|m|mm|c|cc|cpp|cxx|h|hh|hpp|php|pl|pm|lua|r|jl|ex|exs|erl|hs|ml|mli|clj[cs]?|dart|zig|nim|sh|bash|zsh|fish|ps1|psm1|bat|cmd|sql|graphql|proto|vue|svelte|astro|html?|css|s[ac]ss|less|tf|gradle|groovy|sol|asm|s|wat|glsl|ipynb)$/i;

const inOrder: readonly (readonly [FileKind, RegExp])[] = [
  ['lockfile', lockfile],
  ['generated', generated],
  ['pipeline', pipeline],
  ['manifest', manifest],
  ['test', test],
  ['docs', docs],
  ['settings', settings],
  ['code', code],
];

/** The kind of a path with forward slashes. A marker in the text (`isMarkedGenerated`) says more than a path can. */
export function fileKindOf(path: string): FileKind {
  return inOrder.find(([, pattern]) => pattern.test(path))?.[0] ?? 'data';
}

/** Whether the head of a text says that a program wrote it: `@generated`, or "generated … do not edit". */
export function isMarkedGenerated(text: string): boolean {
  const start = text.slice(0, 2000);
  return (
    /^\W{1,6}@generated\b/m.test(start) ||
    /\bgenerated\b[^\n]{0,80}\bdo not (?:edit|modify)\b/i.test(start) ||
    /\bdo not (?:edit|modify)\b[^\n]{0,80}\bgenerated\b/i.test(start)
  );
}
