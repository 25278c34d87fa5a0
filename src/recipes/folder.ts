/** A folder as far as recipes look at it. Paths go from it, with slashes. Contract: neither rejects. */
export interface Folder {
  /** Names of the files and folders in a folder of it; none where it is not there. */
  readonly names: (path: string) => Promise<readonly string[]>;
  /** Undefined where there is no file that can be read. */
  readonly text: (path: string) => Promise<string | undefined>;
}

/** The texts of all files of a folder. */
export async function allTexts(folder: Folder, path = ''): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const name of await folder.names(path)) {
    const at = path === '' ? name : `${path}/${name}`;
    const text = await folder.text(at);
    const found = text === undefined ? await allTexts(folder, at) : new Map([[at, text]]);
    for (const [file, of] of found) texts.set(file, of);
  }
  return texts;
}

/** Those of some files that are there. */
export async function textsAt(folder: Folder, paths: Iterable<string>): Promise<ReadonlyMap<string, string>> {
  const found = await Promise.all([...paths].map(async (path) => [path, await folder.text(path)] as const));
  return new Map(found.flatMap(([path, text]) => (text === undefined ? [] : [[path, text] as const])));
}
