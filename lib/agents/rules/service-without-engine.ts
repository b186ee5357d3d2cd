/** AF-ENG-072: what serves language models is a pool, whose memory and tokens are computed. */
import type { Rule } from '../../core/rule';
import { modelServerOf, type StartedProgram } from './runtime-without-model';

export const serviceWithoutEngine: Rule<StartedProgram> = {
  id: 'service-without-engine',
  code: 'AF-ENG-072',
  title: 'A GPU service starts a server of language models.',
  why: 'Its KV cache, its tokens and its latency are not planned, no router leads to it, and its flags are not checked.',
  fix: 'Serve the model by an InferencePool; keep the service where the engine runs a model of another kind, and accept this.',
  severity: 'warning',
  check(program) {
    const server = modelServerOf(program);
    if (server === undefined) return 'compliant';
    const { prop, value, found } = server;
    return [
      {
        prop,
        value,
        allowed: 'a program that serves no language model',
        message: `${found}: what it serves is neither sized nor routed`,
        repairs: ["new InferencePool(stack, 'model', { … })"],
      },
    ];
  },
};
