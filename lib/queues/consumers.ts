/** Who works on a queue, and what follows from them; asked when the app is synthesized. */
import { lazyText } from '../terraform/engine';
import type { Delivery, QueueConsumer } from './contract';
import { type BoundedDelivery, deliveryOf } from './delivery';

export class Consumers {
  /** Seconds until a task comes again, as text that is made when the stack is written. */
  readonly visibilitySeconds: string;
  /** Tasks at most, as text that is made when the stack is written. */
  readonly maxLength: string;
  private readonly known = new Map<string, QueueConsumer>();

  constructor(private readonly spec: () => BoundedDelivery) {
    this.visibilitySeconds = lazyText(() => String(this.delivery().visibilitySeconds));
    this.maxLength = lazyText(() => String(this.delivery().maxLength));
  }

  add(consumer: QueueConsumer): void {
    this.known.set(consumer.path, consumer);
  }

  delivery(): Delivery {
    return deliveryOf(this.spec(), [...this.known.values()]);
  }
}
