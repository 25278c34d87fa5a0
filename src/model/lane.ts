/** The part of a step's key before its first `/`: the id of an item, or `run` for what the run itself does. */
export const laneOf = (key: string): string => key.split('/', 1)[0] ?? key;

/** The lane of a run's own steps. */
export const runLane = 'run';

/** The item of a run that looks for none. */
export const onlyItem = 'default';
