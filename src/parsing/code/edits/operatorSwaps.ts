import type { MutationOperator } from '../../../mutants/mutant.ts';

interface Swap {
  readonly operator: MutationOperator;
  /** What it may become, likeliest first, each with its plausibility. */
  readonly to: readonly (readonly [text: string, plausibility: number])[];
}

const swap = (operator: MutationOperator, ...to: readonly (readonly [string, number])[]): Swap => ({ operator, to });

/**
 * What an operator of Python, Go, Rust or Java is mistaken for, with the weights that were measured for JavaScript
 * (src/mutants/operators/binary.ts). One that a language does not have leaves a text that does not parse.
 */
export const operatorSwaps: ReadonlyMap<string, Swap> = new Map([
  ['<', swap('comparison', ['<=', 0.95], ['>', 0.75], ['>=', 0.7])],
  ['<=', swap('comparison', ['<', 0.95], ['>=', 0.75], ['>', 0.7])],
  ['>', swap('comparison', ['>=', 0.95], ['<', 0.75], ['<=', 0.7])],
  ['>=', swap('comparison', ['>', 0.95], ['<=', 0.75], ['<', 0.7])],
  ['==', swap('equality', ['!=', 0.8], ['<=', 0.3], ['>=', 0.3])],
  ['!=', swap('equality', ['==', 0.8], ['<', 0.3], ['>', 0.3])],
  ['is', swap('equality', ['is not', 0.8])],
  ['is not', swap('equality', ['is', 0.8])],
  ['in', swap('equality', ['not in', 0.8])],
  ['not in', swap('equality', ['in', 0.8])],
  ['&&', swap('logical', ['||', 0.85])],
  ['||', swap('logical', ['&&', 0.85])],
  ['and', swap('logical', ['or', 0.85])],
  ['or', swap('logical', ['and', 0.85])],
  ['+', swap('arithmetic', ['-', 0.85], ['*', 0.5])],
  ['-', swap('arithmetic', ['+', 0.85], ['*', 0.4])],
  ['*', swap('arithmetic', ['/', 0.75], ['+', 0.5])],
  ['/', swap('arithmetic', ['*', 0.75], ['%', 0.5])],
  ['//', swap('arithmetic', ['/', 0.75], ['%', 0.5])],
  ['%', swap('arithmetic', ['/', 0.65], ['*', 0.3])],
  ['**', swap('arithmetic', ['*', 0.6])],
  ['&', swap('bitwise', ['|', 0.7], ['^', 0.4])],
  ['|', swap('bitwise', ['&', 0.7], ['^', 0.4])],
  ['^', swap('bitwise', ['|', 0.6], ['&', 0.5])],
  ['&^', swap('bitwise', ['&', 0.6], ['|', 0.5])],
  ['<<', swap('bitwise', ['>>', 0.7])],
  ['>>', swap('bitwise', ['<<', 0.7])],
  ['>>>', swap('bitwise', ['>>', 0.6])],
  ['+=', swap('assignment', ['-=', 0.85], ['=', 0.7], ['*=', 0.4])],
  ['-=', swap('assignment', ['+=', 0.85], ['=', 0.6])],
  ['*=', swap('assignment', ['/=', 0.75], ['+=', 0.6])],
  ['/=', swap('assignment', ['*=', 0.75], ['%=', 0.5])],
  ['%=', swap('assignment', ['/=', 0.65])],
  ['&=', swap('assignment', ['|=', 0.75], ['^=', 0.4])],
  ['|=', swap('assignment', ['&=', 0.75], ['^=', 0.4])],
  ['^=', swap('assignment', ['|=', 0.6], ['&=', 0.5])],
  ['<<=', swap('assignment', ['>>=', 0.7])],
  ['>>=', swap('assignment', ['<<=', 0.7])],
  ['++', swap('update', ['--', 0.7])],
  ['--', swap('update', ['++', 0.7])],
  ['..', swap('boundary', ['..=', 0.85])],
  ['..=', swap('boundary', ['..', 0.85])],
]);
