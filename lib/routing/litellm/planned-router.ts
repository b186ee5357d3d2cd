/** What the plan says of a router: how many instances it has, and how much each route admits. Known once every fleet is there. */
import type { Construct } from 'constructs';
import { SynthesisRegistry } from '../../terraform/synthesis-registry';
import { type RouteLimits, routeLimits } from '../limits/route-limits';
import type { Route } from '../routes';
import { instancesFor } from './instance-work';
import type { LiteLLMRouterSpec, SizedRouter } from './router-props';
import type { RoutingTable } from './routing-table';
import { plannedWork } from './view-of-router';

export class PlannedRouter {
  constructor(
    private readonly owner: Construct,
    private readonly spec: LiteLLMRouterSpec,
    private readonly table: RoutingTable,
  ) {}

  /** As it was asked for, with as many instances as the plan needs where nobody says how many. */
  sized(): SizedRouter {
    const registry = SynthesisRegistry.of(this.owner);
    const spec = registry.specOf(this.owner, this.spec);
    const { pools, routes, externals } = this.table;
    const planned = () => plannedWork(routes, externals);
    return { ...spec, replicas: spec.replicas ?? instancesFor(registry.once(pools, planned), spec.resources) };
  }

  /** From the plan of its pool. */
  limitsOf(route: Route): RouteLimits {
    const aliases = this.table.routes.filter(({ pool }) => pool === route.pool).map(({ alias }) => alias);
    const limits = () => routeLimits(route, route.pool.view(), aliases, this.sized());
    return SynthesisRegistry.of(this.owner).once(route, limits);
  }
}
