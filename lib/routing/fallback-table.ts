/** Which alias takes over from which, for each cause; fleets may add to what a router was given. */
import { FALLBACK_CAUSES, type FallbackCause, type FallbackProps } from './contract';

export class FallbackTable {
  private readonly byCause: Readonly<Record<FallbackCause, Map<string, readonly string[]>>>;

  constructor(given: Readonly<Record<FallbackCause, Readonly<Record<string, readonly string[]>>>>) {
    this.byCause = byCause((cause) => new Map(Object.entries(given[cause])));
  }

  /** Targets that are there already keep their place. */
  add({ alias, to, when }: FallbackProps): void {
    this.byCause[when].set(alias, [...new Set([...this.of(alias, when), ...to])]);
  }

  of(alias: string, when: FallbackCause): readonly string[] {
    return this.byCause[when].get(alias) ?? [];
  }

  all(when: FallbackCause): Readonly<Record<string, readonly string[]>> {
    return Object.fromEntries(this.byCause[when]);
  }
}

/** One of each cause. */
export const byCause = <T>(one: (cause: FallbackCause) => T): Readonly<Record<FallbackCause, T>> =>
  Object.fromEntries(FALLBACK_CAUSES.map((cause) => [cause, one(cause)])) as Record<FallbackCause, T>;
