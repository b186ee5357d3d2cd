/** Where the spans of a router go: LiteLLM sends them to one collector. */
import type { Workload } from '../../security/workload';
import type { ITracing } from '../../tracing/contract';

export class RouterTraces {
  private tracing: ITracing | undefined;
  private readonly others = new Set<string>();

  /** The collector; undefined until a fleet has said so. */
  get collector(): ITracing | undefined {
    return this.tracing;
  }

  /** Addresses to which fleets want the spans to go, that of the collector first. */
  get addresses(): string[] {
    return [this.tracing?.url, ...this.others].filter((url) => url !== undefined);
  }

  /** @returns false where spans go somewhere already */
  add(tracing: ITracing, router: Workload): boolean {
    if (this.tracing !== undefined) {
      if (this.tracing.url !== tracing.url) this.others.add(tracing.url);
      return false;
    }
    this.tracing = tracing;
    tracing.admit(router);
    return true;
  }
}
