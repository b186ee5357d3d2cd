/** The Kubernetes objects of a router: configuration, Deployment, Service, disruption budget. */
import type { Construct } from 'constructs';
import { toYaml } from '../../core/yaml';
import { renderDisruptionBudget, renderService } from '../../platform/workload-objects';
import { objectLabels } from '../../security/labels';
import { lazyHash, lazyText, quotedTokens } from '../../terraform/engine';
import { ConfigMapV1, DeploymentV1, ServiceAccountV1 } from '../../terraform/kubernetes';
import type { FallbackCause } from '../contract';
import type { RouteLimits } from '../limits/route-limits';
import type { Route } from '../routes';
import { litellmConfig } from './config';
import { CONFIG_FILE, PORT_NAME, type RenderedRouterPod, ROUTER_PORT, routerPod } from './pod';
import type { Fallbacks, LiteLLMRouterSpec } from './router-props';

/** What the objects of a router are made of. */
export interface RenderedRouter extends RenderedRouterPod {
  /** Construct that the objects become children of. */
  readonly scope: Construct;
  /** Id of the stack. */
  readonly partOf: string;
  /** Fleets add routes and fallbacks after the router was made, so both are asked for when the stack is written. */
  routes(): readonly Route[];
  fallbacks(when: FallbackCause): Fallbacks;
  /** Address under which the router reaches the pool of a route. */
  addressOf(route: Route): string;
  limitsOf(route: Route): RouteLimits;
}

export function renderRouter(router: RenderedRouter): void {
  const meta = metadata(router);
  const dependsOn = [router.workload.namespace.resource];
  // Fleets add routes after the router was made.
  const config = () => toYaml(litellmConfig(specNow(router), router.routes(), router));
  const configMap = new ConfigMapV1(router.scope, 'config', {
    metadata: meta,
    data: { [CONFIG_FILE]: lazyText(() => quotedTokens(config())) },
    dependsOn,
  });
  const account = new ServiceAccountV1(router.scope, 'service-account', { metadata: meta, automountServiceAccountToken: false, dependsOn });
  new DeploymentV1(router.scope, 'deployment', {
    metadata: meta,
    spec: {
      replicas: String(router.spec.replicas),
      selector: { matchLabels: { ...router.workload.selector } },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '1', maxUnavailable: '0' } },
      template: {
        // LiteLLM reads its configuration at the start; a changed hash starts new pods.
        metadata: {
          labels: meta.labels,
          annotations: { 'agent-fleet/config-hash': lazyHash(config) },
        },
        spec: routerPod(router),
      },
    },
    waitForRollout: false,
    dependsOn: [configMap, account],
  });
  const objects = { scope: router.scope, workload: router.workload, metadata: meta };
  renderService(objects, { name: PORT_NAME, port: ROUTER_PORT });
  renderDisruptionBudget(objects, router.spec.replicas);
}

/** As it was asked for, with the fallbacks that fleets added since. */
function specNow(router: RenderedRouter): LiteLLMRouterSpec {
  return {
    ...router.spec,
    fallbacks: writable(router.fallbacks('failure')),
    contextWindowFallbacks: writable(router.fallbacks('context-window')),
  };
}

const writable = (fallbacks: Fallbacks) => Object.fromEntries(Object.entries(fallbacks).map(([alias, targets]) => [alias, [...targets]]));

function metadata(router: RenderedRouter) {
  return {
    name: router.name,
    namespace: router.workload.namespace.name,
    labels: objectLabels(router.name, 'router', router.partOf),
  };
}
