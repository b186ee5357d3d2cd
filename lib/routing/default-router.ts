/** The router that a fleet makes for itself. */
import type { Construct } from 'constructs';
import type { Cluster } from '../platform/cluster';
import type { Namespace } from '../security/namespace';
import type { ISessionStore } from '../stores/contract';
import type { IRouter } from './contract';
import { LiteLLMRouter } from './litellm/router';

export interface DefaultRouterProps {
  readonly cluster: Cluster;
  /**
   * Name of its Deployment and Service.
   * @default - the id
   */
  readonly name?: string;
  readonly namespace?: string | Namespace;
  /** Store in which replicas of the router share their counters. */
  readonly sessionStore?: ISessionStore;
}

/** How a user writes one, for messages. */
export const ROUTER_EXAMPLE = 'new LiteLLMRouter(…)';

export function defaultRouter(scope: Construct, id: string, props: DefaultRouterProps): IRouter {
  return new LiteLLMRouter(scope, id, props);
}
