/** AF-CLU-081: images are built for the CPUs of the nodes that run them. */
import type { CpuArchitecture } from '../../catalog/cpu-architecture';
import { parseImage } from '../../core/kubernetes/image-reference';
import type { Rule, Violation } from '../../core/rule';

/** Images of the pods of a workload, beside the nodes that they may go to. */
export interface RunImages {
  /** e.g. `Deployment agents`, `pool planner` */
  readonly workload: string;
  /** By which the user names the image or its nodes. */
  readonly prop: string;
  /** By their published names; null where nobody says what they are built for. */
  readonly images: readonly { readonly image: string; readonly architectures: readonly CpuArchitecture[] | null }[];
  readonly nodes: readonly { readonly name: string; readonly cpuArchitecture: CpuArchitecture }[];
  /** How its pods go to other nodes, or run another image, by the architecture of their nodes. */
  repairs(images: readonly string[], architecture: CpuArchitecture): readonly string[];
}

export const imageBuiltForCpu: Rule<RunImages> = {
  id: 'image-built-for-cpu',
  code: 'AF-CLU-081',
  title: 'An image is not built for the CPUs of nodes that its pods may go to (error), or nobody says whether it is (warning).',
  why: 'The node finds no image for its CPU, or the program ends with "exec format error"; the scheduler looks at neither.',
  fix: 'Take nodes with the CPUs that it is built for, or an image that is built for both, and say so in imageArchitectures of the cluster.',
  severity: ['error', 'warning'],
  check(run) {
    const { images, nodes } = run;
    if (images.length === 0 || nodes.length === 0) return 'not-applicable';
    const found = [...new Set(nodes.map(({ cpuArchitecture }) => cpuArchitecture))].flatMap((architecture) => [
      ...unfit(run, architecture),
      ...(architecture === 'arm64' ? unsaid(run) : []),
    ]);
    return found.length === 0 ? 'compliant' : found;
  },
};

function unfit(run: RunImages, architecture: CpuArchitecture): Violation[] {
  return run.images.flatMap(({ image, architectures }) =>
    architectures === null || architectures.includes(architecture)
      ? []
      : [
          {
            severity: 'error' as const,
            prop: run.prop,
            value: image,
            allowed: `nodes with ${architectures.join(' or ')} CPUs`,
            message: `${image} of ${run.workload} is built for ${architectures.join(' and ')} CPUs, and ${namesWith(run, architecture)} ${architecture}`,
            repairs: run.repairs([image], architecture),
          },
        ],
  );
}

/** Nearly every image is built for x86-64, so only Arm is asked for. */
function unsaid(run: RunImages): Violation[] {
  const unknown = run.images.filter(({ architectures }) => architectures === null).map(({ image }) => image);
  const [first] = unknown;
  if (first === undefined) return [];
  return [
    {
      severity: 'warning',
      uncertain: true,
      prop: run.prop,
      value: first,
      allowed: 'images that are built for arm64 CPUs',
      message: `nobody says whether ${unknown.join(', ')} of ${run.workload} ${unknown.length === 1 ? 'is' : 'are'} built for arm64 CPUs, and ${namesWith(run, 'arm64')} them`,
      repairs: [`imageArchitectures: { '${repositoryOf(first)}': ['amd64', 'arm64'] } of the cluster`, ...run.repairs(unknown, 'arm64')],
    },
  ];
}

const repositoryOf = (image: string): string => parseImage(image)?.repository ?? image;

function namesWith({ nodes }: RunImages, architecture: CpuArchitecture): string {
  const names = [...new Set(nodes.filter(({ cpuArchitecture }) => cpuArchitecture === architecture).map(({ name }) => name))];
  return `${names.join(', ')} ${names.length === 1 ? 'has' : 'have'}`;
}
