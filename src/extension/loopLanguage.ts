/** The language of `*.loop.yaml`. */
export const loopLanguage = 'loop-yaml';
