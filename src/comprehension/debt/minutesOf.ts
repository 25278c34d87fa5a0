/** Lines of code that somebody reads in a minute, when they are to be understood. */
const linesPerMinute = 5;

/** The minutes of reading that so many owed lines are. */
export const minutesOf = (owed: number): number => owed / linesPerMinute;
