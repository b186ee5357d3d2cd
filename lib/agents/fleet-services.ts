/** What the agents of a fleet call, each with the prop that names it. */
import { type Finding, place } from '../core/finding';
import type { Environment } from '../core/rule';
import type { IRouter } from '../routing/contract';
import type { IService } from '../security/service';
import type { Workload } from '../security/workload';
import type { AgentFleetSpec } from './agent-fleet-props';
import { LIMITS_VARIABLE } from './agent-limits';
import { ROLES_VARIABLE } from './agent-runtime';
import { MESSAGE_KEY_VARIABLE, MESSAGES_VARIABLE } from './fleet-messages';
import { type WiredService, wired } from './wiring';
import { wiringFindings } from './wiring-findings';

type Asking = Pick<AgentFleetSpec, 'runtime' | 'services' | 'messages'>;

/** What a fleet makes for itself, or is given in place of that. */
interface Parts {
  readonly router: IRouter;
  readonly sessionStore: IService | undefined;
  readonly stateStore: IService | undefined;
}

export function servicesOfFleet({ runtime, services }: Asking, { router, sessionStore, stateStore }: Parts): WiredService[] {
  const parts = Object.entries({ router, sessionStore, stateStore }).flatMap(([prop, service]) =>
    service === undefined ? [] : [{ prop, service }],
  );
  const { consumes } = runtime;
  const work = consumes === undefined || services?.includes(consumes) ? [] : [{ prop: 'runtime.consumes', service: consumes }];
  return [...parts, ...wired(services), ...work];
}

export interface WiredFleet {
  readonly path: string;
  readonly spec: Asking;
  readonly services: readonly WiredService[];
  /** The pods of its agents. */
  readonly client: Workload;
  readonly environment: Environment;
}

export function fleetWiringFindings({ path, spec, services, client, environment }: WiredFleet): Finding[] {
  const ofMessages = spec.messages === undefined ? {} : { [MESSAGES_VARIABLE]: 'messages', [MESSAGE_KEY_VARIABLE]: 'messages.signingKey' };
  const others = { [ROLES_VARIABLE]: 'roles', [LIMITS_VARIABLE]: 'roles', ...ofMessages };
  return wiringFindings({ services, client, others, environment }).map((finding) => place(path, finding));
}
