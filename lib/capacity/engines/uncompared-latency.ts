import type { EngineLatency } from '../latency/engine-latency';
import { SGLANG_LATENCY } from './sglang/latency';
import { VLLM_LATENCY } from './vllm/latency';

/** No published run of the engine was compared: the figures of vLLM, with the widest band that was seen. */
export const UNCOMPARED_LATENCY: EngineLatency = { ...SGLANG_LATENCY, firstToken: VLLM_LATENCY.firstToken };
