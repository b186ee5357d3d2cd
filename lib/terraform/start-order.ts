import type { IConstruct } from 'constructs';
import { evaluateRules } from '../core/evaluate-rules';
import { type Finding, place } from '../core/finding';
import { dependency, TerraformStack } from './engine';
import { START_ORDER_RULES } from './rules';
import type { Startable, Waiting } from './startable';
import { SynthesisRegistry } from './synthesis-registry';

/** Two stacks, and for the sake of which resources one is deployed first. */
interface StackWish {
  readonly client: Startable;
  readonly needed: Startable;
}

const ORDER = Symbol.for('cdktf-agent-fleet.StartOrder');

/**
 * Puts clients after what they need: within a stack through `depends_on`, between stacks through the order of the stacks. Terraform then makes what is
 * needed first and destroys it last. Stacks are ordered when the app is synthesized, so that an order which the user gave them holds.
 */
export class StartOrder {
  static of(scope: IConstruct): StartOrder {
    const root = scope.node.root as IConstruct & { [ORDER]?: StartOrder };
    root[ORDER] ??= new StartOrder(scope);
    return root[ORDER];
  }

  private readonly needs = new Map<IConstruct, Set<Startable>>();
  private readonly wishes = new Map<TerraformStack, Map<TerraformStack, StackWish>>();
  /** Resources of which each would wait for the other. */
  private readonly circles: StackWish[] = [];

  private constructor(scope: IConstruct) {
    SynthesisRegistry.of(scope).registerShared('start order', () => this.settle());
  }

  /** A resource is made after others, and destroyed before them. What another App makes is ordered by nobody. */
  put(client: Waiting, needed: readonly Startable[]): void {
    this.putWithin(client, needed);
    const own = TerraformStack.of(client);
    for (const one of needed) {
      const other = TerraformStack.of(one);
      if (other !== own && one.node.root === client.node.root) this.between(own, other, { client, needed: one });
    }
  }

  /** The same of those that are in the stack of the resource; no stack waits for another. */
  putWithin(client: Waiting, needed: readonly Startable[]): void {
    const own = TerraformStack.of(client);
    for (const one of needed) if (one !== client && TerraformStack.of(one) === own) this.within(client, one);
  }

  private within(client: Waiting, needed: Startable): void {
    const known = this.needs.get(client) ?? new Set<Startable>();
    if (known.has(needed)) return;
    if (this.waitsFor(needed, client)) {
      this.circles.push({ client, needed });
      return;
    }
    this.needs.set(client, known.add(needed));
    client.dependsOn = [...(client.dependsOn ?? []), dependency(needed)];
  }

  /** @param seen what was followed already: many clients share their services */
  private waitsFor(one: IConstruct, other: IConstruct, seen = new Set<IConstruct>()): boolean {
    if (seen.has(one)) return false;
    seen.add(one);
    return [...(this.needs.get(one) ?? [])].some((needed) => needed === other || this.waitsFor(needed, other, seen));
  }

  private between(own: TerraformStack, other: TerraformStack, wish: StackWish): void {
    const known = this.wishes.get(own) ?? new Map<TerraformStack, StackWish>();
    this.wishes.set(own, known);
    if (!known.has(other)) known.set(other, wish);
  }

  /** Orders the stacks. @returns what cannot be ordered */
  private settle(): Finding[] {
    const stacks = [...this.wishes].flatMap(([own, wishes]) =>
      [...wishes].map(([other, wish]) => ({ ...wish, stacks: [own.node.id, other.node.id] as const, isKept: order(own, other) })),
    );
    const circles = this.circles.map((wish) => ({ ...wish, stacks: null, isKept: false }));
    return [...stacks, ...circles].flatMap(({ client, needed, ...rest }) =>
      evaluateRules(START_ORDER_RULES, { client: client.node.path, needed: needed.node.path, ...rest }).map((finding) =>
        place(client.node.scope?.node.path ?? client.node.path, finding),
      ),
    );
  }
}

/** False where the other one comes after it already. */
function order(client: TerraformStack, needed: TerraformStack): boolean {
  if (client.dependsOn(needed)) return true;
  if (needed.dependsOn(client)) return false;
  client.addDependency(needed);
  return true;
}
