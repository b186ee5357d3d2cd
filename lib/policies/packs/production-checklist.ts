import { policies } from '../library';
import { ADVISED, BLOCKING, type Pack } from '../pack';

/** Published checklist for fleets in production, in its order: infrastructure (7), autoscaling (5), monitoring (4), cost (3). */
export const PRODUCTION_CHECKLIST: Pack = {
  id: 'productionChecklist',
  title: 'Checklist for production',
  points: [
    { title: 'GPU of each pool suits its latency class', policies: policies('card-suits-class'), severity: ADVISED },
    { title: 'max-num-seqs is 1.5 to 2 times the planned sessions', policies: policies('admission-ratio'), severity: ADVISED },
    { title: 'MCP servers and agents hold no GPU', policies: policies('cpu-pods-without-gpu'), severity: BLOCKING },
    { title: 'A queue lies before background agents', policies: policies('background-queued'), severity: BLOCKING },
    { title: 'Health of every pool is probed', policies: policies('health-probed'), severity: BLOCKING },
    { title: 'Health of the router is asked every 10 to 15 seconds', policies: policies('health-asked-often'), severity: ADVISED },
    { title: 'Two instances of what users wait for', policies: policies('two-instances'), severity: BLOCKING },
    { title: 'Scaling by queue or first token, not by utilization', policies: policies('scales-before-load'), severity: BLOCKING },
    { title: 'Scaling out after 60 seconds of a queue', policies: policies('scale-out-in-time'), severity: ADVISED },
    { title: 'Scaling in after 5 quiet minutes and a cooldown', policies: policies('scale-in-patient'), severity: ADVISED },
    {
      title: 'Pools that users wait for never sleep',
      policies: policies('sleeps-in-background', 'model-always-there'),
      severity: BLOCKING,
    },
    { title: 'Spot for what can be interrupted', policies: policies('spot-interruptible'), severity: BLOCKING },
    {
      title: 'Alert on the first token before its target',
      policies: policies('first-token-alert-in-time', 'fleet-watched'),
      severity: BLOCKING,
    },
    { title: 'Alert at 85 % of the KV cache', policies: policies('kv-cache-alert-in-time', 'fleet-watched'), severity: BLOCKING },
    { title: 'Dashboard with queue and GPUs', policies: policies('queue-shown', 'fleet-watched'), severity: ADVISED },
    { title: 'Cost per hour of every tier', policies: policies('cost-shown-by-tier', 'cost-recorded', 'fleet-watched'), severity: ADVISED },
    { title: 'On-demand only where it is needed', policies: policies('on-demand-needed'), severity: ADVISED },
    { title: 'Spot for background work where it is cheaper', policies: policies('background-on-spot'), severity: ADVISED },
    {
      title: 'Budget by the hour, with alerts',
      policies: policies('budget-given', 'budget-has-prices', 'budget-above-floor'),
      severity: BLOCKING,
    },
  ],
};
