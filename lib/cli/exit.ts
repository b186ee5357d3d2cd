/** Exit codes: scripts tell a fleet with a problem from a command that was mistyped. */
export const EXIT = { ok: 0, problem: 1, usage: 2, uncertain: 3, internal: 70 } as const;

/** Ends a command with a code after it has printed its answer. */
export class Exit {
  constructor(readonly exitCode: (typeof EXIT)[keyof typeof EXIT]) {}
}

export const isExit = (value: unknown): value is Exit => typeof value === 'object' && value !== null && value.constructor === Exit;
