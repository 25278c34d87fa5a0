import { commands, Disposable } from 'vscode';
import type { CommandArguments, CommandHandlers, CommandId } from './commandTable.ts';
import type { ContextKeys } from './viewTable.ts';

/** Registers every command of the table. Nothing is awaited, so that no command is ever "not found". */
export function registerCommands(handlers: CommandHandlers): Disposable {
  const registered = Object.entries(handlers).map(([id, handler]) =>
    commands.registerCommand(id, handler as (...args: unknown[]) => unknown),
  );
  return Disposable.from(...registered);
}

/** A command with arguments of the right types, for lenses, tree rows and the status bar. */
export function commandOf<C extends CommandId>(command: C, title: string, ...args: CommandArguments[C]) {
  return { command, title, arguments: args };
}

/** Sets a context key for the when-clauses. */
export function setContext<K extends keyof ContextKeys>(key: K, value: ContextKeys[K]): void {
  void commands.executeCommand('setContext', key, value);
}
