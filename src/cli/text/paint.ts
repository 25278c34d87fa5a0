/** Terminal colours, or none. */
export interface Paint {
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly cyan: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly bold: (text: string) => string;
}

/** Select Graphic Rendition, ECMA-48 §8.3.117: on and off code of each. */
const codes = {
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
  dim: [2, 22],
  bold: [1, 22],
} as const;

export function paint(colours: boolean): Paint {
  const brush = (name: keyof typeof codes) => {
    const [on, off] = codes[name];
    return (text: string) => (colours && text !== '' ? `\u001b[${on}m${text}\u001b[${off}m` : text);
  };
  return {
    red: brush('red'),
    green: brush('green'),
    yellow: brush('yellow'),
    cyan: brush('cyan'),
    dim: brush('dim'),
    bold: brush('bold'),
  };
}

/** No colours. */
export const plain: Paint = paint(false);

/** Whether output is coloured: never with NO_COLOR (no-color.org) or a dumb terminal, always with FORCE_COLOR, else on a terminal. */
export function coloursWanted(env: Readonly<Record<string, string | undefined>>, isTerminal: boolean): boolean {
  if (env['NO_COLOR']) return false;
  if (env['FORCE_COLOR'] && env['FORCE_COLOR'] !== '0') return true;
  return isTerminal && env['TERM'] !== 'dumb';
}
