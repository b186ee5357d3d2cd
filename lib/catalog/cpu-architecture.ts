/** CPU architectures of nodes, as images and the label `kubernetes.io/arch` call them: what a GPU or an instance type says of its CPU. */
import { own } from '../core/own';
import type { Gpu } from './gpu';
import type { Provenance } from './provenance';

export const CPU_ARCHITECTURES = ['amd64', 'arm64'] as const;

export type CpuArchitecture = (typeof CPU_ARCHITECTURES)[number];

/** Label of every node. */
export const ARCHITECTURE_LABEL = 'kubernetes.io/arch';

/** GPUs that are sold on one board with a Grace CPU, which is an Arm Neoverse V2. */
const BESIDE_GRACE: Readonly<Record<string, CpuArchitecture>> = {
  'gh200-96': 'arm64',
  'gh200-144': 'arm64',
  gb200: 'arm64',
  gb300: 'arm64',
};

/** Undefined where servers with either CPU are sold. */
export const cpuOfGpu = ({ facts: { id, sliceOf } }: Gpu): CpuArchitecture | undefined => own(BESIDE_GRACE, sliceOf?.gpu ?? id);

interface ArmInstances {
  readonly pattern: RegExp;
  readonly provenance: Provenance;
}

const known = (pattern: RegExp, source: string): ArmInstances => ({ pattern, provenance: { source, asOf: '2026-12', evidence: 'known' } });

/** How clouds name their instance types with Arm CPUs. */
const ARM_INSTANCES: readonly ArmInstances[] = [
  known(
    /^[a-z]+\d+g[a-z]*\./,
    'naming of Amazon EC2 instance types: g after the generation stands for Graviton (m7g, c6gn, x2gd, t4g, g5g); a1 was the first',
  ),
  known(/^(?:a1\.|[a-z]\d+e-gb\d+\.)/, 'Amazon EC2: a1 has Graviton CPUs, P6e-GB200 and P6e-GB300 have Grace CPUs'),
  known(/^(?:t2a|c4a|n4a|a4x)-/, 'machine series of Google Compute Engine: T2A, C4A and N4A have Arm CPUs, A4X has GB200 or GB300'),
  known(
    /^Standard_[A-Z]+\d+(?:-\d+)?[a-oq-z]*p[a-z]*_/,
    'naming of Azure sizes: p after the number of vCPUs stands for an Arm CPU (Standard_D4ps_v5)',
  ),
  known(/_GB\d+_/, 'Azure: the ND GB200 and GB300 sizes'),
  known(
    /^(?:VM\.Standard\.A\d|BM\.Standard\.A1\.|BM\.GPU\.GB\d+\.)/,
    'shapes of Oracle Cloud: A1, A2 and A4 have Ampere CPUs, BM.GPU.GB200 and GB300 have Grace CPUs',
  ),
  known(/^cax\d/, 'Hetzner Cloud: CAX servers have Ampere CPUs'),
];

/** Undefined of a type that no such name says anything of: nearly all of them have x86-64 CPUs. */
export const cpuOfInstance = (type: string | undefined): CpuArchitecture | undefined =>
  type !== undefined && ARM_INSTANCES.some(({ pattern }) => pattern.test(type)) ? 'arm64' : undefined;
