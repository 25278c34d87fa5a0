/** What is started at login, and where: pure data, so that the texts for every system can be made anywhere. */
export interface Service {
  /** Top of the repository. */
  readonly root: string;
  /** The folder that all its worktrees share; names the service. */
  readonly commonDir: string;
  /** Node, absolute. */
  readonly node: string;
  /** `runner.js` in the folder of its build, absolute. */
  readonly program: string;
  readonly build: string;
  /** What the runner prints goes to the end of this file. */
  readonly log: string;
  /** 8 hex digits that name the repository. */
  readonly id: string;
}

export interface Host {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** On Linux and macOS. */
  readonly uid: number;
  /** Whether Node is the editor's own. */
  readonly isElectron: boolean;
}

/** A program and its arguments; `mayFail`: that it fails means only that there was nothing to undo. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly mayFail?: true;
}

/** How a service is put in place on one system. */
export interface Plan {
  /** The only file it consists of. */
  readonly file: { readonly path: string; readonly text: string; readonly encoding: 'utf8' | 'utf16le' };
  /** Run in order after the file is written. */
  readonly install: readonly Command[];
  /** Run in order before the file is removed, and after. */
  readonly uninstall: { readonly before: readonly Command[]; readonly after: readonly Command[] };
}

/** What the runner is started with. */
export const commandOf = ({ node, program, root, build }: Service): readonly string[] => [node, program, root, build];

/** The environment of a service: what login gives is too little for agents. Node of the editor is told to be Node. */
export function environmentOf({ env, isElectron }: Host): readonly (readonly [string, string])[] {
  const { PATH } = env;
  return [
    ...(PATH === undefined ? [] : [['PATH', PATH] as const]),
    ...(isElectron ? [['ELECTRON_RUN_AS_NODE', '1'] as const] : []),
  ];
}
