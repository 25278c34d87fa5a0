import type { Loop } from '../model/loopFile.ts';
import type { Json } from '../model/result.ts';
import type { Item } from '../model/steps.ts';
import { templatePath, templatesIn } from '../model/templatePath.ts';
import { unknown } from './unknown.ts';

/** An item that nobody found: each field that the loop's templates name holds its own name, as ‹item.file›. */
export function inventedItem(loop: Loop): Item {
  const data: Shape = new Map();
  for (const text of templateTexts(loop)) {
    for (const { name = '' } of templatesIn(text)) {
      const path = templatePath(name);
      if (path.ok && path.value.root === 'item' && name !== 'item.id') put(data, path.value.steps, name);
    }
  }
  return { id: unknown('item.id'), key: unknown('item.key'), data: jsonOf(data) };
}

/** Every text of a loop in which `${{ item… }}` is filled in. */
function templateTexts({ roles, checks, metrics, isolation }: Loop): readonly string[] {
  const texts = Object.values(roles).flatMap(({ prompt = '', env }) => [prompt, ...Object.values(env)]);
  const variables = [...checks, ...metrics].flatMap(({ env }) => Object.values(env));
  return [...texts, ...variables, isolation.branch ?? ''];
}

/** Fields by name, places of lists by number. */
type Shape = Map<string | number, Shape | string>;

function put(shape: Shape, [step, ...rest]: readonly (string | number)[], name: string): void {
  if (step === undefined) return;
  const before = shape.get(step);
  if (rest.length === 0) {
    // Where a field of it is named too, it holds that.
    if (!(before instanceof Map)) shape.set(step, unknown(name));
    return;
  }
  const below: Shape = before instanceof Map ? before : new Map();
  shape.set(step, below);
  put(below, rest, name);
}

function jsonOf(shape: Shape | string): Json {
  if (typeof shape === 'string') return shape;
  const places = [...shape.keys()].filter((key) => typeof key === 'number');
  if (places.length > 0 && places.length === shape.size) {
    return Array.from({ length: Math.max(...places) + 1 }, (_, place) => jsonOf(shape.get(place) ?? unknown('…')));
  }
  return Object.fromEntries([...shape].map(([key, value]) => [String(key), jsonOf(value)]));
}
