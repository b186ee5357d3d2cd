import type { DayPlan } from '../capacity/demand/conversations';
import type { RoleDemand } from '../capacity/demand/role-demand';
import type { RoleRequest } from '../capacity/latency/role-latency';
import { once } from '../core/once';
import type { IInferencePool } from '../inference/contract';
import type { PoolView } from '../inference/pool-view';
import { contextOf, type PlacedRole, requestOf } from './role-context';
import { dayOf } from './role-day';
import { loadOf, type RoleLoad } from './role-load';
import type { RoleProps } from './role-props';

/** A role as plain values: its props, its pools, and what follows from both. Each figure is computed once, when it is first read. */
export interface RoleView extends PlacedRole {
  /** Context of a session on the pool of the role, tokens. */
  readonly contextTokens: number;
  /** One request; undefined where it is not given and no conversations tell it. */
  readonly request: RoleRequest | undefined;
  /** The day of a role that is known by its conversations; null for others. */
  readonly day: DayPlan | null;
  /** What must always fit on the pool of the role; null for a role that no workflow has. */
  readonly demand: RoleDemand | null;
  /** The replica as it is planned, with the requests in flight on it. */
  readonly load: RoleLoad;
}

/** What a role cannot know by itself. */
export interface RoleSetting {
  readonly fleet: string;
  /** A pool as it is, or as it would be after a change. */
  poolOf(pool: IInferencePool): PoolView;
  /** What the fleet plans on the pool of the role. */
  demandOf(role: string): RoleDemand | null;
}

export function roleView(name: string, props: RoleProps, { fleet, poolOf, demandOf }: RoleSetting): RoleView {
  const { rollout, contextStrategy } = props;
  const long = contextStrategy?.longPool;
  const placed: PlacedRole = {
    name,
    props,
    pool: poolOf(props.pool),
    furtherPools: (props.furtherPools ?? []).map(poolOf),
    longPool: long === undefined ? null : poolOf(long),
    rollout: rollout === undefined ? null : { pool: poolOf(rollout.to), share: rollout.share },
  };
  const day = once(() => dayOf(fleet, placed));
  const request = once(() => requestOf(placed, day()?.peak.rate));
  const load = once(() => loadOf(placed.pool, request()));
  return {
    ...placed,
    contextTokens: contextOf(placed),
    get request() {
      return request();
    },
    get day() {
      return day();
    },
    get demand() {
      return demandOf(name);
    },
    get load() {
      return load();
    },
  };
}
