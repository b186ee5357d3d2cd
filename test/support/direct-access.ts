/** A second router: none at all. Agents call one pool directly, by the name under which its engine serves the model. */
import type { FallbackCause, FallbackProps, InferencePool, IRouter, RouteProps, Workload } from 'cdktf-agent-fleet';
import { connect } from '../../lib/security/network-edges';

export class DirectAccess implements IRouter {
  readonly kind = 'router';
  readonly observed = undefined;
  readonly host: string;
  readonly port: number;
  private readonly targets = new Map<string, readonly string[]>();

  constructor(private readonly pool: InferencePool) {
    this.host = pool.host;
    this.port = pool.port;
  }

  addRoute({ pool }: RouteProps): void {
    if (pool !== this.pool) throw new Error('direct access leads to one pool');
  }

  fallback({ alias, to, when }: FallbackProps): void {
    this.targets.set(`${when} ${alias}`, [...new Set([...this.fallbacksOf(alias, when), ...to])]);
  }

  fallbacksOf(alias: string, when: FallbackCause): readonly string[] {
    return this.targets.get(`${when} ${alias}`) ?? [];
  }

  modelOf(): string {
    return this.pool.servedName;
  }

  clientEnv(): Readonly<Record<string, string>> {
    return { OPENAI_BASE_URL: this.pool.url, OPENAI_API_KEY: 'not-needed' };
  }

  admit(client: Workload): void {
    connect(client, this.pool);
  }
}
