import type { BoundedDelivery } from '../delivery';
import type { DeliverySpec } from '../delivery-props';

/** Whoever runs a queue that exists bounds its tasks. */
export const withoutBound = (
  spec: Pick<DeliverySpec, 'visibilitySeconds' | 'maxAttempts' | 'variables'>,
  mostVisibilitySeconds?: number,
): BoundedDelivery => ({ ...spec, maxWaitSeconds: 3600, mostVisibilitySeconds });
