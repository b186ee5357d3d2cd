/** Pools and tools on GPUs that agents ask and that may sleep, with the queues that the agents are wired to. */
import { isGpuService } from '../inference/cluster-tenants';
import type { IInferencePool } from '../inference/contract';
import type { SleepTerms } from '../inference/scaling-policy';
import { type ITaskQueue, isTaskQueue } from '../queues/contract';
import type { IService } from '../security/service';
import type { FleetView } from './fleet-view';
import { reachedServices } from './reached-services';
import { poolsOfRole } from './role-context';
import type { RoleView } from './role-view';

/** One workload as those see it who ask it. */
export interface AskedSleeper {
  readonly name: string;
  readonly kind: 'pool' | 'tool';
  /** Prop that names it. */
  readonly prop: string;
  /** Undefined where it never sleeps. */
  readonly sleep: SleepTerms | undefined;
  /** What the agents take tasks from or put them into, themselves or through their tools. */
  readonly queues: readonly ITaskQueue[];
  /** Requests that it does not answer go to another pool or model. */
  readonly isAnsweredElsewhere: boolean;
  /** Programs call the agents, and somebody works on the queue: it may be they. */
  readonly mayServeConsumers: boolean;
}

/** Whoever asks, and what else they reach. */
interface Asking {
  readonly services: readonly IService[];
  readonly serves: boolean;
}

type Asked = Pick<AskedSleeper, 'name' | 'kind' | 'prop' | 'sleep' | 'isAnsweredElsewhere'>;

/** What the agents of a fleet ask, each once. */
export function sleepersOfFleet(fleet: FleetView): AskedSleeper[] {
  const { services = [], runtime } = fleet.spec;
  const asking = {
    services: [...services, ...(runtime.consumes === undefined ? [] : [runtime.consumes])],
    serves: runtime.port !== undefined,
  };
  const found = [...fleet.roles.flatMap((role) => poolsAsked(fleet, role)), ...encodersAsked(fleet)];
  const once = [...new Map(found.map((asked) => [asked.name, asked])).values()];
  return [...once.map((asked) => sleeper(asked, asking)), ...toolsAsked(asking)];
}

/** Tools on GPUs that pods ask, themselves or through other tools. */
export const toolsAsked = (asking: Asking): AskedSleeper[] =>
  reachedServices(asking.services)
    .flatMap((service) => (isGpuService(service) ? [service.view()] : []))
    .map(({ name, spec: { scaling } }) =>
      sleeper({ name, kind: 'tool', prop: 'services', sleep: scaling?.sleep, isAnsweredElsewhere: false }, asking),
    );

function poolsAsked({ setting }: FleetView, role: RoleView): Asked[] {
  const pools = poolsOfRole(role);
  const { fallbacks = [] } = setting.passOf?.(role.name) ?? {};
  const isAnsweredElsewhere =
    fallbacks.length > 0 || [role.pool, ...role.furtherPools].some(({ spec }) => spec.scaling?.sleep === undefined);
  return pools.map(({ name, spec: { scaling } }) => ({
    ...{ name, kind: 'pool', prop: `roles.${role.name}.pool`, sleep: scaling?.sleep, isAnsweredElsewhere },
  }));
}

function encodersAsked({ spec, setting }: FleetView): Asked[] {
  return (['embeddings', 'reranker'] as const).flatMap((prop) => {
    const pool = spec[prop] as IInferencePool | undefined;
    if (pool === undefined) return [];
    const {
      name,
      spec: { scaling },
    } = setting.poolOf(pool);
    return [{ name, kind: 'pool', prop, sleep: scaling?.sleep, isAnsweredElsewhere: false }];
  });
}

function sleeper(asked: Asked, { services, serves }: Asking): AskedSleeper {
  const workers = asked.sleep?.tasksOf?.delivery?.().consumers ?? [];
  return { ...asked, queues: reachedServices(services).filter(isTaskQueue), mayServeConsumers: serves && workers.length > 0 };
}
