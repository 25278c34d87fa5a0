import type { FoundAgent } from '../../agents/probeAgents.ts';
import type { EditorModelName } from '../../model/modelAsk.ts';
import { editorAgent } from '../../runner/installedAgents.ts';
import type { Invocation } from '../world.ts';

/** The language models of the windows that are connected to the runner now; no runner is started for it. */
export async function editorModels({
  connect,
  folder,
  signal,
}: Pick<Invocation, 'connect' | 'folder' | 'signal'>): Promise<readonly EditorModelName[]> {
  const runner = await connect({ folder, start: false, signal });
  if (!runner.ok) return [];
  try {
    const models = await runner.value.request('models', {});
    return models.ok ? models.value : [];
  } finally {
    runner.value.close();
  }
}

/** The same as an agent that was found. */
export function editorFound(models: readonly EditorModelName[]): readonly FoundAgent[] {
  const found = editorAgent(models);
  if (found === undefined) return [];
  const { agent, version, auth } = found;
  return [{ agent, version, auth, program: 'VS Code' }];
}
