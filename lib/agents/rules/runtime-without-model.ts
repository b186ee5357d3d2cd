/** AF-CPU-005: agents and models are workloads of their own. */
import type { Rule } from '../../core/rule';

/** Pods of agents or tools by what they start. */
export interface StartedProgram {
  /** Registry and path of the image; null where Terraform makes it. */
  readonly repository: string | null;
  readonly args: readonly string[];
  /** Engines with the path of their images, without the registry. */
  readonly engines: readonly { readonly name: string; readonly images: readonly string[] }[];
}

/** Flags by which servers of models are told to use cards. */
const ON_CARDS = /^--(?:tensor-parallel-size|tp-size|gpu-memory-utilization|mem-fraction-static|n-gpu-layers|cuda-memory-fraction)(?:=|$)/;

/** Engine whose image it is. */
export const engineOf = ({ repository, engines }: Pick<StartedProgram, 'repository' | 'engines'>) =>
  engines.find(({ images }) => images.some((image) => repository === image || repository?.endsWith(`/${image}`) === true));

export const runtimeWithoutModel: Rule<StartedProgram> = {
  id: 'runtime-without-model',
  code: 'AF-CPU-005',
  title: 'Pods on CPU nodes start a model server: agents and model in one workload.',
  why: 'Coupled, a GPU idles while sessions grow and CPUs idle while tokens grow, one fault stops both, and no plan counts the memory of the model.',
  fix: 'Serve the model by an InferencePool, and call it through the router.',
  severity: 'error',
  check({ repository, args, engines }) {
    const engine = engineOf({ repository, engines });
    const flag = args.find((arg) => ON_CARDS.test(arg));
    if (engine === undefined && flag === undefined) return 'compliant';
    const found =
      engine === undefined ? `the argument ${flag?.split('=')[0]} loads a model` : `${repository} is the image of ${engine.name}`;
    return [
      {
        prop: engine === undefined ? `args.${args.indexOf(flag as string)}` : 'image',
        value: engine === undefined ? flag : repository,
        allowed: 'a program without a model of its own',
        message: `${found}: agents and model would be one workload`,
        repairs: ["new InferencePool(stack, 'model', { … }), and services: [router]"],
      },
    ];
  },
};
