import { policies } from '../library';
import { ADVISED, BLOCKING, type Pack } from '../pack';

/** What a security team asks of a fleet, mapped to the OWASP Top 10 for Agentic Applications (ASI) and that for LLM applications (LLM). */
export const SECURITY: Pack = {
  id: 'security',
  title: 'What a security team asks',
  points: [
    { title: 'Secrets are references', policies: policies('secret-by-reference'), severity: BLOCKING, controls: ['ASI03', 'LLM02:2025'] },
    {
      title: 'No code of model repositories',
      policies: policies('no-remote-code'),
      severity: BLOCKING,
      controls: ['ASI04', 'ASI05', 'LLM03:2025'],
    },
    {
      title: 'Generated code runs in a sandbox',
      policies: policies('code-in-sandbox'),
      severity: BLOCKING,
      controls: ['ASI05', 'LLM05:2025'],
    },
    { title: 'Agents check what others send', policies: policies('messages-validated'), severity: ADVISED, controls: ['ASI07'] },
    { title: 'Images are pinned by digest', policies: policies('images-pinned'), severity: ADVISED, controls: ['ASI04', 'LLM03:2025'] },
    {
      title: 'Egress to named ranges',
      policies: policies('host-has-ranges'),
      severity: ADVISED,
      controls: ['ASI01', 'ASI02', 'LLM02:2025'],
    },
    { title: 'Every step leaves a trace', policies: policies('fleet-traced'), severity: ADVISED, controls: ['ASI09', 'LLM06:2025'] },
    { title: 'Losing a pod does not stop tools', policies: policies('server-survives-loss'), severity: ADVISED, controls: ['ASI08'] },
  ],
};
