import type { Defect } from '../../model/steps.ts';
import { firstLine } from './cut.ts';
import { inert } from './inert.ts';
import type { Paint } from './paint.ts';

/** What the checker claims. */
export function defectsText(defects: readonly Defect[] | null, paint: Paint): readonly string[] {
  if (defects === null) return [paint.yellow('the checker gave no valid verdict')];
  if (defects.length === 0) return ['the checker claims no defect'];
  return defects.flatMap(({ severity, title, file, line, reproduce }) => {
    const place = file === undefined ? '' : ` ${inert(file)}${line === undefined ? '' : `:${line}`}`;
    return [
      `${paint.yellow(`defect (${severity})`)}${place}  ${inert(title)}`,
      ...(reproduce === undefined ? [] : [`  reproduced with: ${firstLine(reproduce, 160)}`]),
    ];
  });
}
