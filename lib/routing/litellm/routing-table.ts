/** Where the aliases of a router lead: to pools, to external models, and to what takes over from each. */
import type { FallbackCause, FallbackProps } from '../contract';
import { byCause, FallbackTable } from '../fallback-table';
import { type Route, Routes } from '../routes';
import type { ExternalModels } from './external-deployment';
import { ExternalTable } from './external-table';
import { failureFallbacks } from './overflow';
import type { Fallbacks, LiteLLMRouterSpec } from './router-props';

/** An alias with who asked for it; without a pool it leads to an external model. */
type OwnedAlias = Pick<Route, 'alias' | 'owner'> & Partial<Pick<Route, 'pool'>>;

export class RoutingTable {
  readonly pools: Routes;
  readonly externals: ExternalTable;
  private readonly takingOver: FallbackTable;

  /** @param path of the router */
  constructor(path: string, spec: LiteLLMRouterSpec) {
    this.pools = new Routes(path);
    this.externals = new ExternalTable(path, spec.externalModels);
    const { contextWindowFallbacks, contentPolicyFallbacks } = spec;
    this.takingOver = new FallbackTable({
      failure: failureFallbacks(spec),
      'context-window': contextWindowFallbacks,
      'content-policy': contentPolicyFallbacks,
    });
  }

  get routes(): readonly Route[] {
    return this.pools.all();
  }

  get models(): ExternalModels {
    return this.externals.all();
  }

  /** Who asked for which alias, as often as it was asked for. */
  get asked(): OwnedAlias[] {
    return [...this.pools.owned(), ...this.externals.asked];
  }

  takeOver(fallback: FallbackProps): void {
    this.takingOver.add(fallback);
  }

  takingOverFrom(alias: string, when: FallbackCause): readonly string[] {
    return this.takingOver.of(alias, when);
  }

  fallbacks(when: FallbackCause): Fallbacks {
    return this.takingOver.all(when);
  }

  allFallbacks(): Readonly<Record<FallbackCause, Fallbacks>> {
    return byCause((cause) => this.fallbacks(cause));
  }
}
