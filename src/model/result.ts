/** An error as a value: what a boundary returns instead of throwing. */
export type Result<T, E> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

export const ok = <T>(value: T): Result<T, never> => ({ ok: true, value });
export const err = <E>(error: E): Result<never, E> => ({ ok: false, error });

/** What JSON can carry; every step input and result is one. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };
