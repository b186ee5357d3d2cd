/** AF-ELA-021: what is late, where nobody says when it is due? */
import type { Rule } from '../../core/rule';
import type { ScalingView } from '../scaling-view';
import { firstTokenTarget } from '../signals/first-token';

export const firstTokenKnown: Rule<ScalingView> = {
  id: 'first-token-known',
  code: 'AF-ELA-021',
  title: 'A pool scales on late first tokens, and nothing says when a first token is late.',
  why: 'Nobody waits for a pool of background roles, so a GPU would start for nobody.',
  fix: 'Give a role its latency class, say ttftSeconds, or scale on the queue.',
  severity: 'error',
  check({ signals, spec, target }) {
    if (!signals.includes('latency')) return 'not-applicable';
    if (firstTokenTarget(target, spec) !== null) return 'compliant';
    return [
      {
        prop: 'scaling.ttftSeconds',
        value: 'unknown',
        allowed: 'seconds, where no role on the pool has a latency class with a first-token time',
        message: `no role on ${target.name} waits for a first token, so none is late`,
        repairs: ["latency: 'chat' of a role on the pool", 'scaling.ttftSeconds: the seconds that you want to keep', 'Scaling.queueDepth'],
      },
    ];
  },
};
