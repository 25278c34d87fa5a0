import { diskFolder } from '../../client/diskFolder.ts';
import { allTexts } from '../../recipes/folder.ts';

/** The texts of all files below a folder, by their paths from it with slashes; none where it is not there. */
export const textsBelow = (folder: string): Promise<ReadonlyMap<string, string>> => allTexts(diskFolder(folder));
