import type { DeliverySpec } from '../delivery-props';

/** Whoever runs a queue that exists bounds it. */
export const withoutBound = (spec: Pick<DeliverySpec, 'visibilitySeconds' | 'maxAttempts' | 'variables'>): DeliverySpec => ({
  ...spec,
  maxWaitSeconds: 3600,
});
