import type { DryRun, DryUnit } from '../model/dryRun.ts';
import type { Life, Station } from '../model/life.ts';
import { laneStations } from './laneStations.ts';
import { ruleStations } from './ruleStations.ts';
import { runStations } from './runStations.ts';

/** The life of a run in words, with the way of one of its items (`shown`, from 0). */
export function lifeOf(dry: DryRun, shown = 0): Life {
  const place = Math.max(0, Math.min(shown, dry.units.length - 1));
  const unit = dry.units[place] as DryUnit;
  const { before, after } = runStations(dry);
  const lane = laneStations(dry, unit);
  const stations = [...before, ...lane, ...after];
  return {
    loop: dry.loop,
    stations,
    rules: [...ruleStations(dry)],
    ways: [...waysOf(stations, dry)],
    obstacles: [...dry.obstacles],
    problems: dry.problems.map(({ range, code, severity, message }) => ({
      line: range.start.line + 1,
      code,
      severity,
      message,
    })),
    items: dry.units.map(({ item }) => item.key),
    shown: place,
  };
}

function waysOf(stations: readonly Station[], dry: DryRun): Life['ways'] {
  const forward = stations.slice(1).map((to, index) => {
    const from = stations[index] as Station;
    return { from: from.id, to: to.id, label: labelOf(from), back: false };
  });
  const first = stations.find(({ within }) => within === 'pass');
  const last = stations.findLast(({ within }) => within === 'pass');
  if (dry.goal === null || first === undefined || last === undefined || first === last) return forward;
  return [...forward, { from: last.id, to: first.id, label: 'not yet: again', back: true }];
}

const labelOf = ({ kind }: Station): string =>
  kind === 'goal' ? 'it holds' : kind === 'precheck' ? 'it fails: there is work' : '';
