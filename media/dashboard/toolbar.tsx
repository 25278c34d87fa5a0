import type { ComponentChildren } from 'preact';
import { type Period, periods } from '../../src/model/periods.ts';
import type { DashboardKept, DashboardPage } from '../../src/protocol/dashboardView.ts';
import { Choice } from './choice.tsx';

/** What a person chose: `loop: undefined` is all of them. */
export type Chosen =
  | { readonly days: Period }
  | { readonly loop: string | undefined }
  | { readonly repository: string };

interface ToolbarProps {
  readonly repositories: DashboardPage['repositories'];
  readonly loops: readonly string[];
  readonly kept: Pick<DashboardKept, 'repository' | 'days'> & { readonly loop: string | undefined };
  readonly choose: (chosen: Chosen) => void;
  readonly children: ComponentChildren;
}

/** No loop has this name. */
const all = '';

/** What the dashboard is about. */
export function Toolbar({ repositories, loops, kept, choose, children }: ToolbarProps) {
  return (
    <div class="toolbar">
      {repositories.length > 1 && (
        <Choice
          label="Repository"
          value={kept.repository ?? repositories[0]?.key ?? ''}
          options={repositories.map(({ key, name }) => ({ value: key, name }))}
          choose={(repository) => choose({ repository })}
        />
      )}
      <Choice
        label="Period"
        value={String(kept.days)}
        options={periods.map((days) => ({ value: String(days), name: `${days} days` }))}
        choose={(value) => {
          const days = periods.find((period) => String(period) === value);
          if (days !== undefined) choose({ days });
        }}
      />
      <Choice
        label="Loop"
        value={kept.loop ?? all}
        options={[{ value: all, name: 'All loops' }, ...loops.map((name) => ({ value: name, name }))]}
        choose={(value) => choose({ loop: value === all ? undefined : value })}
      />
      {children}
    </div>
  );
}
