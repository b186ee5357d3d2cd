import { Engine, Gpu, judgePool, Model, planDemand, Topology } from 'cdktf-agent-fleet/capacity';

const demands = planDemand({
  fleet: 'research',
  topology: Topology.flat({ agents: ['researcher', 'coder'] }),
  concurrentWorkflows: 20,
  roles: { researcher: { contextTokens: 8_000 }, coder: { contextTokens: 6_000 } },
});
const { verdict, headroom } = judgePool({
  name: 'workers',
  replica: {
    model: Model.LLAMA_3_1_8B_INSTRUCT,
    gpu: Gpu.L40S,
    engine: Engine.vllm(),
    tensorParallel: 1,
    quantization: 'fp8',
    kvCacheDtype: 'fp8',
    gpuMemoryUtilization: 0.9,
    maxContextTokens: 8_192,
  },
  replicas: 1,
  maxReplicas: 1,
  demands,
  pricePerGpuHour: 0.72,
});
console.log(verdict, headroom);
