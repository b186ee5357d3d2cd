/** Who works on a queue and who else is let in, and what follows from them; asked when the app is synthesized. */
import type { Workload } from '../security/workload';
import { lazyText } from '../terraform/engine';
import type { Delivery, QueueConsumer } from './contract';
import { type BoundedDelivery, deliveryOf } from './delivery';

export class Consumers {
  /** Seconds until a task comes again, as text that is made when the stack is written. */
  readonly visibilitySeconds: string;
  /** Tasks at most, as text that is made when the stack is written. */
  readonly maxLength: string;
  private readonly known = new Map<string, QueueConsumer>();
  private readonly clients = new Set<string>();

  constructor(private readonly spec: () => BoundedDelivery) {
    this.visibilitySeconds = lazyText(() => String(this.delivery().visibilitySeconds));
    this.maxLength = lazyText(() => String(this.delivery().maxLength));
  }

  add(consumer: QueueConsumer): void {
    this.known.set(consumer.path, consumer);
  }

  /** Notes a program that is let in. */
  admit({ owner }: Workload): void {
    this.clients.add(owner.node.path);
  }

  /** Some program that is let in puts tasks in: one that takes none, or that says it does both. */
  get isFilled(): boolean {
    const takers = [...this.known.values()];
    return takers.some(({ fills }) => fills === true) || [...this.clients].some((path) => !this.known.has(path));
  }

  delivery(): Delivery {
    return deliveryOf(this.spec(), [...this.known.values()]);
  }
}
