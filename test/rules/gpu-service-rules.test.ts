import { GPU_PROGRAM_RULES, GPU_SERVICE_RULES } from '../../lib/agents/rules';
import type { StartedProgram } from '../../lib/agents/rules/runtime-without-model';
import { Gpu } from '../../lib/catalog/gpu';
import { type GpuServiceTerms, gpuServiceView } from '../../lib/inference/gpu-service-view';
import { Cluster, type ClusterProps } from '../../lib/platform/cluster';
import { describeRules } from './cases';

const SHARED: ClusterProps = { nodePools: { shared: { gpu: Gpu.L40S, nodes: 1, sharing: { engines: 2 } } } };
/** Nobody has printed what a program gets of it. */
const UNMEASURED = Gpu.GH200_144GB;

function service(terms: Partial<GpuServiceTerms> = {}, props: ClusterProps = {}) {
  const { nodes } = Cluster.fromKubeconfig({ context: 'a', ...props });
  return gpuServiceView(
    { gpu: Gpu.L40S, gpusPerReplica: 1, memoryGiBPerGpu: 30, ...terms },
    { name: 'images', path: 'app/images', namespace: 'app', nodes, environment: 'production', user: 10_001 },
  );
}

describeRules('tools on GPUs', GPU_SERVICE_RULES, {
  'service-memory-fits': {
    violated: [service({ memoryGiBPerGpu: 46 }), service({ gpu: UNMEASURED })],
    compliant: service({ memoryGiBPerGpu: 44 }),
    notApplicable: service({ memoryGiBPerGpu: undefined }),
  },
  'service-memory-known': {
    violated: [service({ memoryGiBPerGpu: undefined }, SHARED), service({ memoryGiBPerGpu: undefined })],
    compliant: service(),
    notApplicable: 'always',
  },
  'service-part-single': {
    violated: [service({ gpusPerReplica: 2 }, SHARED)],
    compliant: service({}, SHARED),
    notApplicable: service({ gpusPerReplica: 2 }),
  },
});

const ENGINES: StartedProgram['engines'] = [{ name: 'vLLM', images: ['vllm/vllm-openai'] }];
const program = (repository: string | null): StartedProgram => ({ repository, command: [], args: [], engines: ENGINES });

describeRules('what tools on GPUs start', GPU_PROGRAM_RULES, {
  'service-without-engine': {
    violated: [program('mirror.example.com/vllm/vllm-openai')],
    compliant: program('registry.example.com/whisper'),
    notApplicable: 'always',
  },
});
