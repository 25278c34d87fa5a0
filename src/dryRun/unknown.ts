/** What only a run can know, as it is shown: ‹item.file›. No value of a loop file looks like it by chance. */
export const unknown = (what: string): string => `‹${what}›`;
