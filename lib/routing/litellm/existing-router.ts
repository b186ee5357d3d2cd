/** A LiteLLM that somebody else runs: nothing of it is made or changed. Agents ask it by its own names; its pods may call the pools. */
import { regionOf } from '../../catalog/region';
import { checkMethods } from '../../core/method-arguments';
import { parseProps } from '../../core/schema';
import type { SecretRef } from '../../core/secret-ref';
import { isDeployed } from '../../inference/contract';
import { allowFromNamespace, allowToNamespace } from '../../security/network-edges';
import type { DataPlace } from '../../security/residency/data-place';
import type { Workload } from '../../security/workload';
import type { FallbackCause, FallbackProps, IRouter } from '../contract';
import { FallbackTable } from '../fallback-table';
import { ROUTER_ARGUMENTS } from '../router-arguments';
import { type RouteProps, Routes } from '../routes';
import { type ExistingRouterProps, type ExistingRouterSpec, existingRouterSchema } from './existing-router-props';

const FACTORY = 'LiteLLMRouter.fromExisting';

export class ExistingLiteLLMRouter implements IRouter {
  readonly kind = 'router';
  /** Its Prometheus is the affair of whoever runs it. */
  readonly observed = undefined;
  readonly host: string;
  readonly port: number;
  private readonly spec: ExistingRouterSpec;
  private readonly routes = new Routes(FACTORY);
  private readonly fallbackTable: FallbackTable;

  /** @throws FleetSpecError when a prop is malformed. */
  constructor(props: ExistingRouterProps) {
    this.spec = parseProps(existingRouterSchema, props, { path: FACTORY, className: FACTORY });
    const { hostname, port, protocol } = new URL(this.spec.url);
    this.host = hostname;
    this.port = port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
    const { fallbacks, contextWindowFallbacks, contentPolicyFallbacks } = this.spec;
    this.fallbackTable = new FallbackTable({
      failure: fallbacks,
      'context-window': contextWindowFallbacks,
      'content-policy': contentPolicyFallbacks,
    });
  }

  addRoute(route: RouteProps): void {
    const { pool } = this.routes.add(route);
    if (!isDeployed(pool)) return;
    const { workload, port } = pool.door ?? pool;
    allowFromNamespace(workload, this.spec.namespace, port);
  }

  fallback(fallback: FallbackProps): void {
    this.fallbackTable.add(fallback);
  }

  fallbacksOf(alias: string, when: FallbackCause): readonly string[] {
    return this.fallbackTable.of(alias, when);
  }

  modelOf(alias: string): string {
    return new Map(Object.entries(this.spec.aliases)).get(alias) ?? alias;
  }

  clientEnv(): Readonly<Record<string, string | SecretRef>> {
    const { url, key } = this.spec;
    return { OPENAI_BASE_URL: url, OPENAI_API_BASE: url, OPENAI_API_KEY: key };
  }

  /** What stands behind it is known to who runs it alone. */
  dataPlace(): DataPlace {
    const { region, url } = this.spec;
    return {
      kind: 'router',
      name: url,
      region: region === undefined ? null : regionOf(region),
      repairs: [`region of ${FACTORY}, which says where everything stands that it sends prompts to`],
    };
  }

  admit(client: Workload): void {
    allowToNamespace(client, this.spec.namespace, this.spec.podPort ?? this.port);
  }
}

const { fallback, fallbacksOf, modelOf, admit } = ROUTER_ARGUMENTS as Required<typeof ROUTER_ARGUMENTS>;

checkMethods(ExistingLiteLLMRouter, { fallback, fallbacksOf, modelOf, admit } as typeof ROUTER_ARGUMENTS);
