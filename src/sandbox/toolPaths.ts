import { isWithin } from './mounts.ts';

/** Folders of version managers below the home folder, with what their programs read. */
const managers: Readonly<Record<string, readonly string[]>> = {
  '.nvm': ['.nvm'],
  '.fnm': ['.fnm'],
  '.local/share/fnm': ['.local/share/fnm'],
  '.volta': ['.volta'],
  '.nodenv': ['.nodenv'],
  '.pyenv': ['.pyenv'],
  '.rbenv': ['.rbenv'],
  '.asdf': ['.asdf', '.tool-versions'],
  '.local/share/mise': ['.local/share/mise', '.config/mise', '.tool-versions'],
  '.sdkman': ['.sdkman'],
  '.jenv': ['.jenv'],
  '.dotnet': ['.dotnet'],
  '.deno': ['.deno'],
  '.bun': ['.bun'],
  '.local/share/pnpm': ['.local/share/pnpm'],
  // Beside these lie the tokens of the registry.
  '.cargo': ['.cargo/bin', '.cargo/registry', '.cargo/git', '.cargo/config.toml', '.cargo/env', '.rustup'],
  go: ['go/bin', 'go/pkg'],
};

/**
 * What of the hidden folders the programs on PATH need, read-only. A folder `bin` brings the `lib` beside it. A hidden
 * folder itself, or one above it, is never shown because PATH names it.
 */
export function toolPaths(folders: readonly string[], home: string, hidden: readonly string[]): readonly string[] {
  const needed = folders.flatMap((folder) =>
    hidden.some((root) => isWithin(folder, root)) && !hidden.some((root) => isWithin(root, folder))
      ? neededFor(folder, home)
      : [],
  );
  return [...new Set(needed)];
}

function neededFor(folder: string, home: string): readonly string[] {
  const manager = Object.keys(managers).find((name) => isWithin(folder, `${home}/${name}`));
  if (manager !== undefined) return (managers[manager] ?? []).map((path) => `${home}/${path}`);
  if (folder.endsWith('/node_modules/.bin')) return [folder.slice(0, -'/.bin'.length)];
  if (folder.endsWith('/bin')) return [folder, `${folder.slice(0, -'/bin'.length)}/lib`];
  return [folder];
}
