/** The Kubernetes objects of a router: configuration, Deployment, Service, disruption budget. */

import type { Construct } from 'constructs';
import { toYaml } from '../../core/yaml';
import { renderDisruptionBudget, renderService } from '../../platform/workload-objects';
import { objectLabels } from '../../security/labels';
import { accountAnnotations } from '../../security/workload-identity';
import { lazyHash, lazyText, quotedTokens } from '../../terraform/engine';
import { ConfigMapV1, DeploymentV1, type DeploymentV1Spec, ServiceAccountV1 } from '../../terraform/kubernetes';
import { setByUs } from '../../terraform/made-objects';
import type { Startable, Waiting } from '../../terraform/startable';
import { SynthesisRegistry } from '../../terraform/synthesis-registry';
import type { FallbackCause } from '../contract';
import type { RouteLimits } from '../limits/route-limits';
import type { Route } from '../routes';
import { KEY_CHECK, KEY_CHECK_FILE, KEY_TABLE_FILE } from './client-keys/key-check';
import { litellmConfig } from './config';
import { KEY_SETUP, KEY_SETUP_FILE, TEAM_TABLE_FILE, teamTable } from './database/key-setup';
import { REQUEST_CHECK_FILE, REQUEST_CHECK_PROGRAM } from './database/request-check';
import { keysJob, migrationJob, type RouterSetup } from './database/setup-jobs';
import { FEWEST_INSTANCES } from './instance-work';
import { CONFIG_FILE, PORT_NAME, type RenderedRouterPod, routerPod } from './pod';
import { ROUTER_PORT } from './pod-folders';
import type { Fallbacks, LiteLLMRouterSpec } from './router-props';
import { HOLD_FILE, HOLD_PROGRAM, HOLD_TABLE_FILE, heldAliases, wakeSeconds } from './sleeping-pools';

/** What the objects of a router are made of. */
export interface RenderedRouter extends RenderedRouterPod {
  /** Construct that the objects become children of. */
  readonly scope: Construct;
  /** Id of the stack. */
  readonly partOf: string;
  /** Fleets add fallbacks after the router was made, so they are asked for when the stack is written. */
  fallbacks(when: FallbackCause): Fallbacks;
  /** Its clients with what they may ask for, as the check of their keys reads it. */
  keyTable(): string;
  /** Address under which the router reaches the pool of a route. */
  addressOf(route: Route): string;
  limitsOf(route: Route): RouteLimits;
  /** Instances; fleets say what they ask after the router was made. */
  replicas(): number;
}

/** What waits for the services of a router, what its clients wait for, and what writes its pods anew for a client that came later. */
export interface RouterObjects {
  readonly deployment: DeploymentV1;
  /** The Job that ends before pods of the release start; undefined without a database. */
  readonly migration: Waiting | undefined;
  readonly resources: readonly Startable[];
  renderPods(): void;
}

export function renderRouter(router: RenderedRouter): RouterObjects {
  const meta = metadata(router);
  const dependsOn = [router.workload.namespace.resource];
  // Fleets add routes after the router was made.
  const written = () => toYaml(litellmConfig(specNow(router), router.routes(), router));
  const config = () => SynthesisRegistry.of(router.scope).once(written, written);
  const files = () => ({
    [CONFIG_FILE]: lazyText(() => quotedTokens(config())),
    [KEY_TABLE_FILE]: lazyText(() => router.keyTable()),
    ...programs(router),
    ...(maySleep(router) ? { [HOLD_FILE]: HOLD_PROGRAM, [HOLD_TABLE_FILE]: lazyText(() => holdTable(router)) } : {}),
  });
  const configMap = new ConfigMapV1(router.scope, 'config', { metadata: meta, data: files(), dependsOn });
  const account = new ServiceAccountV1(router.scope, 'service-account', {
    metadata: { ...meta, ...accountAnnotations(router.spec.identity) },
    automountServiceAccountToken: false,
    dependsOn,
  });
  const spec = () => deploymentSpec(router, () => [config(), ...readAtStart(router)].join('\n'));
  const setup = setupOf(router);
  const migration = setup === undefined ? undefined : migrationJob(setup);
  const deployment = new DeploymentV1(router.scope, 'deployment', {
    metadata: meta,
    spec: spec(),
    waitForRollout: false,
    dependsOn: [configMap, account, ...(migration === undefined ? [] : [migration])],
  });
  const objects = { scope: router.scope, workload: router.workload, metadata: meta };
  const service = renderService(objects, { name: PORT_NAME, port: ROUTER_PORT });
  renderDisruptionBudget(objects, router.spec.replicas ?? FEWEST_INSTANCES);
  const keys = setup === undefined ? undefined : keysJob(setup, [configMap, deployment]);
  const renderPods = () => {
    setByUs(configMap, () => {
      configMap.data = files();
    });
    setByUs(deployment, () => deployment.putSpec(spec()));
    keys?.render();
  };
  return { deployment, migration, resources: [deployment, service, ...(keys === undefined ? [] : [keys.made])], renderPods };
}

/** Jobs that make the tables and keys in its database; undefined where it has none. */
function setupOf(router: RenderedRouter): RouterSetup | undefined {
  const { database, teams } = router.spec;
  if (database === undefined) return undefined;
  return { ...router, database, tables: () => [KEY_SETUP, teamTable(teams), router.keyTable()].join('\n') };
}

/** Files beside the configuration: who checks keys, or who makes them. */
const programs = ({ spec: { database, teams } }: RenderedRouter): Record<string, string> =>
  database === undefined
    ? { [KEY_CHECK_FILE]: KEY_CHECK }
    : { [REQUEST_CHECK_FILE]: REQUEST_CHECK_PROGRAM, [KEY_SETUP_FILE]: KEY_SETUP, [TEAM_TABLE_FILE]: teamTable(teams) };

const maySleep = (router: RenderedRouter): boolean => router.routes().some(({ pool }) => wakeSeconds(pool) !== null);

const holdTable = (router: RenderedRouter): string =>
  JSON.stringify(
    heldAliases(specNow(router), router.routes(), (route) => router.addressOf(route)),
    null,
    2,
  );

/** Other keys are other variables of the pods; what they may ask for is read again when it changes, and with a database start no new pods either. */
const readAtStart = (router: RenderedRouter): string[] => [
  ...(router.spec.database === undefined ? [KEY_CHECK] : [REQUEST_CHECK_PROGRAM]),
  ...(maySleep(router) ? [HOLD_PROGRAM, holdTable(router)] : []),
];

/** @param read what LiteLLM reads at its start alone: a changed hash starts new pods */
function deploymentSpec(router: RenderedRouter, read: () => string): DeploymentV1Spec {
  return {
    replicas: lazyText(() => String(router.replicas())),
    selector: { matchLabels: { ...router.workload.selector } },
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '1', maxUnavailable: '0' } },
    template: {
      metadata: {
        labels: { ...metadata(router).labels, ...router.spec.identity?.podLabels },
        annotations: { 'agent-fleet/config-hash': lazyHash(read) },
      },
      spec: routerPod(router),
    },
  };
}

/** As it was asked for, with the fallbacks that fleets added since. */
function specNow(router: RenderedRouter): LiteLLMRouterSpec {
  return {
    ...router.spec,
    externalModels: { ...router.externalModels() },
    fallbacks: writable(router.fallbacks('failure')),
    contextWindowFallbacks: writable(router.fallbacks('context-window')),
    contentPolicyFallbacks: writable(router.fallbacks('content-policy')),
  };
}

const writable = (fallbacks: Fallbacks) => Object.fromEntries(Object.entries(fallbacks).map(([alias, targets]) => [alias, [...targets]]));

function metadata(router: RenderedRouter) {
  return {
    name: router.name,
    namespace: router.workload.namespace.name,
    labels: objectLabels(router.name, 'router', router.partOf, router.workload),
  };
}
