import { policies } from '../library';
import { ADVISED, BLOCKING, type Pack } from '../pack';

/** Published checklist for fleets in production, in its order: infrastructure, autoscaling, monitoring, cost. */
export const PRODUCTION_CHECKLIST: Pack = {
  id: 'productionChecklist',
  title: 'Checklist for production',
  points: [
    { title: 'GPU of each pool suits its latency class', policies: policies('card-suits-class'), severity: ADVISED },
    { title: 'max-num-seqs is 1.5 to 2 times the planned sessions', policies: policies('admission-ratio'), severity: ADVISED },
    { title: 'A queue lies before background agents', policies: policies('background-queued', 'background-enqueued'), severity: BLOCKING },
    { title: 'Scaling out after 60 seconds of a queue', policies: policies('scale-out-in-time'), severity: ADVISED },
    { title: 'Scaling in after 5 quiet minutes', policies: policies('scale-in-patient'), severity: ADVISED },
    {
      title: 'Pools that users wait for never sleep',
      policies: policies('sleeps-in-background', 'model-always-there'),
      severity: BLOCKING,
    },
    { title: 'Alert on the first token before its target', policies: policies('first-token-alert-in-time'), severity: BLOCKING },
    { title: 'Alert at 85 % of the KV cache', policies: policies('kv-cache-alert-in-time'), severity: BLOCKING },
    { title: 'Dashboard with queue and GPUs', policies: policies('queue-shown'), severity: ADVISED },
    { title: 'Budget by the hour, with alerts', policies: policies('budget-has-prices', 'budget-above-floor'), severity: BLOCKING },
  ],
};
