import type { CommandArguments, CommandId } from '../commandTable.ts';

/** A command with arguments of the right types. */
export interface RowPress<C extends CommandId = CommandId> {
  readonly command: C;
  readonly title: string;
  readonly arguments: CommandArguments[C];
}
