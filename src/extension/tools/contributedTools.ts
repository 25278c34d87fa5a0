import * as z from 'zod';
import { loopTools } from '../../client/tools/all.ts';
import { type LoopTool, toolTitles } from '../../client/tools/loopTool.ts';
import { toolId } from './toolId.ts';

/** How a person names each in a prompt (`#…`), and its icon. */
const shown: { readonly [N in LoopTool['name']]: { readonly reference: string; readonly icon: string } } = {
  list_runs: { reference: 'loopRuns', icon: '$(list-tree)' },
  read_run: { reference: 'loopRun', icon: '$(pulse)' },
  validate_loop: { reference: 'validateLoop', icon: '$(checklist)' },
};

/** `contributes.languageModelTools`: what assistants in the editor may ask. Only for package.json. */
export const contributedTools = loopTools.map((tool) => ({
  name: toolId(tool.name),
  displayName: toolTitles[tool.name],
  toolReferenceName: shown[tool.name].reference,
  canBeReferencedInPrompt: true,
  userDescription: tool.userDescription,
  modelDescription: tool.description,
  icon: shown[tool.name].icon,
  tags: ['loopwright'],
  when: 'workspaceFolderCount > 0',
  inputSchema: inputSchemaOf(tool),
}));

function inputSchemaOf({ input }: LoopTool): object {
  const { $schema: _, ...schema } = z.toJSONSchema(input, { target: 'draft-7', io: 'input' });
  return schema;
}
