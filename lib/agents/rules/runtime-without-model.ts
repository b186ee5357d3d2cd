/** AF-CPU-005: agents and models are workloads of their own. */
import { serverStartedBy } from '../../catalog/engines/server-programs';
import { type Rule, type Violation, violations } from '../../core/rule';

/** Pods of agents or tools by what they start. */
export interface StartedProgram {
  /** Registry and path of the image; null where Terraform makes it. */
  readonly repository: string | null;
  readonly command: readonly string[];
  readonly args: readonly string[];
  /** Engines with the path of their images, without the registry. */
  readonly engines: readonly { readonly name: string; readonly images: readonly string[] }[];
}

/** What of a program serves models, and the prop that says so. */
interface ModelServer {
  readonly prop: string;
  readonly value: unknown;
  /** Of it, before "agents and model would be one workload". */
  readonly found: string;
}

/** Flags by which servers of models are told to use cards. */
const ON_CARDS = /^--(?:tensor-parallel-size|tp-size|gpu-memory-utilization|mem-fraction-static|n-gpu-layers|cuda-memory-fraction)(?:=|$)/;

/** Engine by its image, or by the words that start it. */
export function modelServerOf({ repository, command, args, engines }: StartedProgram): ModelServer | undefined {
  const engine = engines.find(({ images }) => images.some((image) => repository === image || repository?.endsWith(`/${image}`) === true));
  if (engine !== undefined) return { prop: 'image', value: repository, found: `${repository} is the image of ${engine.name}` };
  const server = serverStartedBy([...command, ...args]);
  if (server === undefined) return undefined;
  const prop = serverStartedBy(args) === undefined ? 'command' : 'args';
  return { prop, value: server.written, found: `${server.written} starts ${server.name}` };
}

function flagOf({ command, args }: StartedProgram): ModelServer | undefined {
  const given = [...command.map((word, index) => ({ word, prop: `command.${index}` })), ...args.map(ofArgs)];
  const flag = given.find(({ word }) => ON_CARDS.test(word));
  return flag && { prop: flag.prop, value: flag.word, found: `the argument ${flag.word.split('=')[0]} loads a model` };
}

const ofArgs = (word: string, index: number) => ({ word, prop: `args.${index}` });

export const runtimeWithoutModel: Rule<StartedProgram> = {
  id: 'runtime-without-model',
  code: 'AF-CPU-005',
  title: 'Pods on CPU nodes start a model server: agents and model in one workload.',
  why: 'Coupled, a GPU idles while sessions grow and CPUs idle while tokens grow, one fault stops both, and no plan counts the memory of the model.',
  fix: 'Serve the model by an InferencePool, and call it through the router.',
  severity: 'error',
  check(program) {
    const server = modelServerOf(program) ?? flagOf(program);
    return violations(server === undefined ? [] : [coupled(server)]);
  },
};

const coupled = ({ prop, value, found }: ModelServer): Violation => ({
  prop,
  value,
  allowed: 'a program without a model of its own',
  message: `${found}: agents and model would be one workload`,
  repairs: ["new InferencePool(stack, 'model', { … }), and services: [router]"],
});
