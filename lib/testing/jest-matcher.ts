/** `expect(template).toMatchFleetSnapshot()`. Registered on import where a global `expect` exists; elsewhere by `registerFleetMatchers(expect)`. */
// Puts the module into the program, so that its matchers can be extended below; nothing is loaded at run time.
import type {} from 'expect';
import { describeValue } from '../core/shown-value';
import { FleetTemplate } from './fleet-template';
import { FleetTemplateError } from './template-error';

/** What a matcher answers. */
export interface MatcherResult {
  readonly pass: boolean;
  /** What the runner prints. */
  message(): string;
}

/** The part of `expect` that we need; jest 29, jest 30 and vitest have it. */
export interface Expect {
  (
    value: unknown,
  ): {
    /** Compares with the stored snapshot. */
    toMatchSnapshot(hint?: string): void;
  };
  /** Adds matchers. */
  extend(matchers: Record<string, (received: unknown, hint?: string) => MatcherResult>): void;
}

/** What the library adds to `expect`. */
export interface FleetMatchers<R> {
  /** Compares a stack with its stored snapshot: sorted, without paths, provider versions and metadata. */
  toMatchFleetSnapshot(hint?: string): R;
}

// For the global `expect` of @types/jest.
declare global {
  namespace jest {
    interface Matchers<R, T> extends FleetMatchers<R> {}
  }
}

// For the `expect` of @jest/globals. Where jest is not installed, the compiler passes over this in a declaration file.
declare module 'expect' {
  interface Matchers<R extends void | Promise<void>, T = unknown> extends FleetMatchers<R> {}
}

/**
 * Adds the matcher to an `expect`, for runners without globals.
 *
 * @throws FleetTemplateError when matchers cannot be added to it.
 */
export function registerFleetMatchers(expect: Expect): void {
  try {
    expect.extend({ toMatchFleetSnapshot: (received, hint) => matchSnapshot(expect, received, hint) });
  } catch {
    const heading = `registerFleetMatchers(${describeValue(expect)}) needs an expect that has extend()`;
    throw new FleetTemplateError(heading, ["import { expect } from 'vitest'; registerFleetMatchers(expect)"]);
  }
}

function matchSnapshot(expect: Expect, received: unknown, hint: string | undefined): MatcherResult {
  if (!FleetTemplate.isFleetTemplate(received)) {
    return { pass: false, message: () => 'toMatchFleetSnapshot expects a FleetTemplate: expect(FleetTemplate.synth(app, stackName))' };
  }
  // Throws on a difference, with the runner's own diff.
  const snapshot = expect(received.toSnapshot());
  if (hint === undefined) snapshot.toMatchSnapshot();
  else snapshot.toMatchSnapshot(hint);
  return { pass: true, message: () => `stack "${received.stackName}" matches its snapshot` };
}

const runner: unknown = (globalThis as { readonly expect?: unknown }).expect;
if (typeof runner === 'function' && 'extend' in runner) registerFleetMatchers(runner as unknown as Expect);
