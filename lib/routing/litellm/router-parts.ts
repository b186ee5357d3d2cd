/** What a router is made of: its place on the cluster, where its aliases lead, who its clients are, and what the plan says of it. */
import type { Construct } from 'constructs';
import { PodImages } from '../../platform/pod-images';
import { settleWorkload } from '../../platform/settle-workload';
import { openedFamilies, reachesByName } from '../../security/outside';
import type { Workload } from '../../security/workload';
import { DatabaseUsers } from '../../stores/database-users';
import type { TerraformStack } from '../../terraform/engine';
import { RouterClients } from './client-keys/router-clients';
import { OutsideDemand } from './outside-clients';
import { PlannedRouter } from './planned-router';
import { HEALTH_INTERVAL_SECONDS } from './pod';
import type { RenderedRouter } from './resources';
import type { LiteLLMRouterSpec } from './router-props';
import { type RouterSecrets, routerSecrets } from './router-secrets';
import { RouterSessions } from './router-sessions';
import { RouterTraces } from './router-traces';
import type { RouterView } from './router-view';
import { RoutingTable } from './routing-table';
import { viewOfRouter } from './view-of-router';

export interface RouterParts {
  /** The router. */
  readonly owner: Construct;
  readonly stack: TerraformStack;
  readonly spec: LiteLLMRouterSpec;
  /** Name of the Deployment and the Service. */
  readonly name: string;
  readonly workload: Workload;
  readonly secrets: RouterSecrets;
  readonly table: RoutingTable;
  readonly plan: PlannedRouter;
  readonly clients: RouterClients;
  readonly sessions: RouterSessions;
  readonly traces: RouterTraces;
  /** What clients outside of the app ask of the pools. */
  readonly outside: OutsideDemand;
}

export function routerParts(owner: Construct, id: string, spec: LiteLLMRouterSpec, stack: TerraformStack): RouterParts {
  const { cluster, name = id, namespace, cpuNodePools } = spec;
  const workload = settleWorkload(owner, { stack, cluster, component: 'router', name: spec.name, namespace, cpuNodePools });
  const secrets = routerSecrets(name, spec);
  const table = new RoutingTable(owner.node.path, spec);
  const plan = new PlannedRouter(owner, spec, table);
  const clients = new RouterClients({ owner, stack, name, workload, spec, masterKey: secrets.masterKey, table, plan });
  const sessions = new RouterSessions({ owner, stack, name, spec });
  return {
    owner,
    stack,
    spec,
    name,
    workload,
    secrets,
    table,
    plan,
    clients,
    sessions,
    traces: new RouterTraces(),
    outside: new OutsideDemand(spec.outsideClients, table),
  };
}

/** As its rules and its plan look at it. */
export function viewOf({ owner, spec, name, workload, table, plan, clients, sessions, traces }: RouterParts): RouterView {
  return viewOfRouter({
    name,
    path: owner.node.path,
    cluster: spec.cluster.identity,
    environment: spec.cluster.environment,
    reachesByName: reachesByName(workload),
    opened: openedFamilies(workload),
    healthIntervalSeconds: HEALTH_INTERVAL_SECONDS,
    spec: plan.sized(),
    routes: table.routes,
    externals: table.externals,
    fallbacks: table.allFallbacks(),
    keys: clients.all(),
    modelsOf: (key) => clients.modelsOf(key),
    traces: traces.addresses,
    databaseUsers: spec.database === undefined ? [] : DatabaseUsers.of(owner).beside(spec.database, workload),
    limitsOf: (route) => plan.limitsOf(route),
    isProxied: ({ pool }) => sessions.urlOf(pool) !== undefined,
  });
}

/** As its Kubernetes objects are made of it. */
export function renderedOf({
  owner,
  stack,
  spec,
  name,
  workload,
  secrets,
  table,
  plan,
  clients,
  sessions,
  traces,
}: RouterParts): RenderedRouter {
  return {
    scope: owner,
    partOf: stack.node.id,
    name,
    workload,
    spec,
    ...secrets,
    clientSecrets: () => clients.variables(),
    keyTable: () => clients.rows(),
    images: new PodImages(spec.cluster, workload),
    tracing: () => traces.collector,
    routes: () => table.routes,
    externalModels: () => table.models,
    fallbacks: (when) => table.fallbacks(when),
    limitsOf: (route) => plan.limitsOf(route),
    addressOf: ({ pool }) => sessions.urlOf(pool) ?? pool.url,
    replicas: () => plan.sized().replicas,
  };
}
