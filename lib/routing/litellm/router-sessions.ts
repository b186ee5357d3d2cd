/** The proxy between a router and its pools that keeps sessions on their replicas; made when the first route needs it. */
import type { Construct } from 'constructs';
import type { IInferencePool } from '../../inference/contract';
import type { TerraformStack } from '../../terraform/engine';
import { SessionProxy } from '../affinity/session-proxy';
import { hasReplicasToChoose } from '../affinity/sticky-pool';
import type { Route } from '../routes';
import type { LiteLLMRouterSpec } from './router-props';

/** Where LiteLLM names the session of a client that uses its SDK. */
const SESSION_HEADER = 'x-litellm-session-id';

/** The router that stands in front of it. */
export interface SessionRouter {
  readonly owner: Construct;
  readonly stack: TerraformStack;
  readonly name: string;
  readonly spec: LiteLLMRouterSpec;
}

export class RouterSessions {
  private proxy: SessionProxy | undefined;

  constructor(private readonly router: SessionRouter) {}

  /** What stands in front of the pool of a route; undefined where its requests need no replica of their own, or are spread by choice. */
  proxyFor({ pool, multiTurn }: Route): SessionProxy | undefined {
    return multiTurn && hasReplicasToChoose(pool) ? this.made() : undefined;
  }

  /** Address of a pool behind the proxy; undefined where it is not behind it. */
  urlOf(pool: IInferencePool): string | undefined {
    return this.proxy?.urlOf(pool);
  }

  /** The proxy, where there is one. */
  all(): SessionProxy[] {
    return this.proxy === undefined ? [] : [this.proxy];
  }

  private made(): SessionProxy | undefined {
    const { owner, stack, name, spec } = this.router;
    const { cluster, sessionAffinity: affinity, namespace, requestTimeoutSeconds, cpuNodePools } = spec;
    if (affinity === false) return undefined;
    const place = { stack, cluster, namespace, cpuNodePools };
    this.proxy ??= new SessionProxy(owner, 'sessions', {
      ...place,
      router: name,
      affinity,
      routerHeader: SESSION_HEADER,
      requestTimeoutSeconds,
    });
    return this.proxy;
  }
}
