/** The name of a branch as people say it: `main` for `refs/heads/main`. */
export const branchName = (ref: string): string => ref.replace(/^refs\/heads\//, '');
