/** AF-OBS-012: LiteLLM sends its spans to one place. */
import type { Rule } from '../../../core/rule';
import type { RouterView } from '../router-view';

export const tracedOnce: Rule<RouterView> = {
  id: 'traced-once',
  code: 'AF-OBS-012',
  title: 'Fleets that share a router send their spans to different places.',
  why: 'The router has one place for its spans: the traces of the other fleet would end at the router.',
  fix: 'Give the fleets one tracing, or a router each.',
  severity: 'error',
  check({ traces }) {
    if (traces.length === 0) return 'not-applicable';
    if (traces.length === 1) return 'compliant';
    return [
      {
        prop: 'tracing',
        value: traces.join(', '),
        allowed: 'one address',
        message: `fleets want the spans of this router at ${traces.join(' and ')}; it sends them to the first alone`,
        repairs: ['one Tracing in the services of all fleets of the router', 'a router for each fleet'],
      },
    ];
  },
};
