/** Records how constructs of the providers are made: each class that a program loads from now on tells what it was given. */
import Module from 'node:module';
import type { TerraformElement } from 'cdktf';

/** One `new Class(scope, id, config)`. */
export interface RecordedCall {
  /** What to import the class from. */
  readonly module: string;
  readonly className: string;
  readonly made: TerraformElement;
  readonly config: Readonly<Record<string, unknown>>;
}

type Loader = { _load(request: string, ...rest: unknown[]): unknown };
// biome-ignore lint/suspicious/noExplicitAny: what a class that is extended must look like
type ElementClass = new (...args: any[]) => TerraformElement;

const PROVIDERS = /^@cdktf\/provider-(kubernetes|helm)\/lib\/[a-z0-9-]+$/;

/** Every module of a provider is handed out with recording classes; call it before the program is loaded. */
export function recordCalls(): readonly RecordedCall[] {
  const calls: RecordedCall[] = [];
  const loader = Module as unknown as Loader;
  const load = loader._load;
  const recording = new Map<string, unknown>();
  loader._load = (request, ...rest) => {
    const loaded = load.call(Module, request, ...rest);
    if (!PROVIDERS.test(request)) return loaded;
    if (!recording.has(request)) recording.set(request, recordingModule(request, loaded as Record<string, unknown>, calls));
    return recording.get(request);
  };
  return calls;
}

function recordingModule(module: string, loaded: Readonly<Record<string, unknown>>, calls: RecordedCall[]): Record<string, unknown> {
  const entries = Object.entries(loaded).map(([name, value]) => [
    name,
    isElementClass(value) ? recordingClass(module, name, value, calls) : value,
  ]);
  return Object.fromEntries(entries);
}

/** Resources, data and providers know their type of Terraform; the other classes of a module are parts of their arguments. */
const isElementClass = (value: unknown): value is ElementClass => typeof value === 'function' && 'tfResourceType' in value;

function recordingClass(module: string, className: string, base: ElementClass, calls: RecordedCall[]): ElementClass {
  return class extends base {
    // biome-ignore lint/suspicious/noExplicitAny: passed on as it came
    constructor(...args: any[]) {
      super(...args);
      calls.push({ module, className, made: this, config: args[2] ?? {} });
    }
  };
}
