/** The clients of a router: the key of each, what it admits, and which models it is for. */
import type { UnplacedFinding } from '../../../core/finding';
import type { SecretRef } from '../../../core/secret-ref';
import type { Workload } from '../../../security/workload';
import type { ClientLoad, ExpiringKey } from '../../contract';
import { plannedUsdPerDay } from '../costs';
import { budgetedKeyTable } from '../database/key-setup';
import type { PlannedRouter } from '../planned-router';
import type { LiteLLMRouterSpec } from '../router-props';
import type { RoutingTable } from '../routing-table';
import { allowedModels } from './allowed-models';
import { type ClientKey, ClientKeys, type KeyOwner } from './client-keys';
import { keyFindings } from './key-findings';
import { keyTable } from './key-table';

/** The router whose clients they are. */
export interface ClientedRouter extends Omit<KeyOwner, 'isShared' | 'given' | 'outside'> {
  readonly spec: LiteLLMRouterSpec;
  readonly masterKey: SecretRef;
  readonly table: RoutingTable;
  readonly plan: PlannedRouter;
}

export class RouterClients {
  private readonly keys: ClientKeys;

  constructor(private readonly router: ClientedRouter) {
    const { owner, stack, name, workload, spec } = router;
    // One instance counts for itself and for all.
    const isShared = spec.sessionStore !== undefined || spec.replicas === 1;
    this.keys = new ClientKeys({ owner, stack, name, workload, isShared, given: spec.clientKeys, outside: spec.outsideClients });
  }

  /** The key that a client sends. */
  keyFor(client: Workload): SecretRef {
    return this.keys.of(client);
  }

  /** @returns false where it is known already */
  admit(client: Workload): boolean {
    return this.keys.admit(client);
  }

  expect(client: Workload, load: () => ClientLoad): void {
    this.keys.expect(client, load);
  }

  /** Undefined before the client is admitted. */
  of(client: Workload): ClientKey | undefined {
    return this.all().find(({ paths }) => paths.includes(client.owner.node.path));
  }

  all(): readonly ClientKey[] {
    return this.keys.all();
  }

  /** Aliases that a key is for. */
  modelsOf(key: ClientKey): string[] {
    const { table } = this.router;
    return allowedModels(key, table.asked, Object.keys(table.models));
  }

  /** Variables of the router's pods, by which it knows the keys. */
  variables(): Record<string, SecretRef> {
    return this.keys.variables();
  }

  /** Keys that end on a day. */
  expiring(): ExpiringKey[] {
    return this.all().flatMap(({ client, spec: { expires } }) => (expires === undefined ? [] : [{ client, expires }]));
  }

  /** What the check of the keys reads, or the Job that makes them. */
  rows(): string {
    const [clients, modelsOf] = [this.all(), (key: ClientKey) => this.modelsOf(key)];
    return this.router.spec.database === undefined ? keyTable(clients, modelsOf) : budgetedKeyTable(clients, modelsOf);
  }

  findings(): UnplacedFinding[] {
    const { masterKey, spec, table, plan } = this.router;
    const priced = table.routes.map((route) => ({ ...route, planned: plan.limitsOf(route).planned, usdPerDay: plannedUsdPerDay(route) }));
    const router = {
      masterKey: `${masterKey.name}/${masterKey.key}`,
      routes: [...priced, ...table.asked],
      counting: spec.sessionStore === undefined ? plan.sized().replicas : 1,
      teams: spec.teams,
      planDate: spec.cluster.nodes.planDate,
    };
    return keyFindings(this.keys, router, spec.cluster.environment);
  }
}
