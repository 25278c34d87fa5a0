/** Languages whose words mean the same to the signs of risk. Where none is known, only what is common is looked for. */
export type Language = 'ecma' | 'python' | 'go' | 'rust' | 'java' | 'braces' | 'hashes' | 'plain';

const byEnding: readonly (readonly [Language, RegExp])[] = [
  ['ecma', /\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/i],
  ['python', /\.pyi?$/i],
  ['go', /\.go$/i],
  ['rust', /\.rs$/i],
  ['java', /\.(?:java|kts?|scala|cs|groovy|gradle)$/i],
  ['braces', /\.(?:c|cc|cpp|cxx|h|hh|hpp|m|mm|swift|dart|php|proto|s?css|less|sol|zig|jsonc?)$/i],
  ['hashes', /\.(?:rb|sh|bash|zsh|fish|ps1|psm1|pl|pm|r|jl|exs?|ya?ml|toml|cfg|conf|ini|properties|nix|tf)$/i],
  ['hashes', /(?:^|\/)(?:Makefile|Jenkinsfile|Dockerfile[^/]*|Gemfile|Podfile|Pipfile|\.env[^/]*|\.npmrc)$/],
];

/** The language of a path, by its ending. */
export function languageOf(path: string): Language {
  return byEnding.find(([, pattern]) => pattern.test(path))?.[0] ?? 'plain';
}
