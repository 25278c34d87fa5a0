/** A copy in random order, every order equally likely (Fisher and Yates, as in Knuth 3.4.2 P). */
export function shuffled<T>(values: readonly T[], random: () => number): T[] {
  const left = [...values];
  const taken: T[] = [];
  while (left.length > 0) taken.push(...left.splice(Math.floor(random() * left.length), 1));
  return taken;
}
