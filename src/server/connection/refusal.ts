/** Codes of errors: https://www.jsonrpc.org/specification and the Language Server Protocol 3.17, `ErrorCodes`. */
export const errorCodes = {
  parseError: -32_700,
  invalidRequest: -32_600,
  methodNotFound: -32_601,
  internalError: -32_603,
  requestFailed: -32_803,
  requestCancelled: -32_800,
} as const;

/** A request is answered with an error, whose message the client shows to its user. */
export class Refusal extends Error {
  readonly code: number;

  constructor(message: string, code: number = errorCodes.requestFailed) {
    super(message);
    this.code = code;
  }
}
