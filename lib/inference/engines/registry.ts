/** Adapters by engine id: those of the library, and those that users register. */
import { z } from 'zod';
import { registerEngineModel } from '../../capacity/engines/registry';
import type { Engine } from '../../catalog/engines/engine';
import { checkArguments } from '../../core/checked';
import { evaluateRules } from '../../core/evaluate-rules';
import { place } from '../../core/finding';
import { FleetError, FleetSpecError } from '../../core/fleet-error';
import { isDnsLabel } from '../../core/kubernetes/dns-label';
import { freeText, notion } from '../../core/notion';
import { readable } from '../../core/readable';
import { shownValue } from '../../core/shown-value';
import { engineHasAdapter } from '../rules/engine-has-adapter';
import type { EngineAdapter } from './adapter';
import { ollamaAdapter } from './ollama/adapter';
import { rayServeAdapter } from './ray-serve/adapter';
import { sglangAdapter } from './sglang/adapter';
import { teiAdapter } from './tei/adapter';
import { tensorRtLlmAdapter } from './tensorrt-llm/adapter';
import { tgiAdapter } from './tgi/adapter';
import { vllmAdapter } from './vllm/adapter';

const ADAPTERS = new Map<string, EngineAdapter>(
  [vllmAdapter, sglangAdapter, teiAdapter, ollamaAdapter, tgiAdapter, tensorRtLlmAdapter, rayServeAdapter].map((adapter) => [
    adapter.definition.id,
    adapter,
  ]),
);

/**
 * Makes an engine of your own known, once, before the first pool that uses it: `registerEngine(myAdapter)`, then
 * `engine: Engine.of(myAdapter.definition)` on a pool. Registering the same adapter again changes nothing.
 *
 * @throws FleetSpecError AF-SPEC-001 when the adapter lacks a part; AF-SPEC-003 when another adapter has the id already.
 */
export function registerEngine(adapter: EngineAdapter): void {
  checkAdapter(adapter);
  const { id, name } = identityOf(adapter);
  const known = ADAPTERS.get(id);
  if (known !== undefined && known !== adapter) {
    throw new FleetSpecError([
      {
        code: 'AF-SPEC-003',
        severity: 'error',
        path: 'registerEngine',
        prop: 'definition.id',
        value: id,
        allowed: `an id that is not one of ${[...ADAPTERS.keys()].join(', ')}`,
        message: `an adapter of ${known.definition.name} has the engine id "${id}" already`,
        repairs: [`another id for ${name}`],
      },
    ]);
  }
  ADAPTERS.set(id, adapter);
  if (adapter.sizing !== undefined) registerEngineModel(adapter.sizing);
}

/** Parts that every adapter has, with their types; the suite in `cdktf-agent-fleet/testing` looks into them. */
const PARTS: Readonly<Partial<Record<keyof EngineAdapter, string>>> = {
  definition: 'object',
  runAs: 'object',
  weightsFolder: 'string',
  writableFolders: 'function',
  args: 'function',
  env: 'function',
  repositories: 'function',
  download: 'function',
  downloadEnv: 'function',
  drainSeconds: 'number',
  ownedFlags: 'object',
  flagsOfProps: 'object',
  ownedEnvironment: 'object',
  limits: 'function',
};

const definitionSchema = z.looseObject({
  id: notion('the id of an engine', "lower-case letters, digits and dashes, e.g. 'my-engine'", isDnsLabel),
  name: freeText('the name of an engine for people'),
});

function identityOf({ definition }: EngineAdapter): { readonly id: string; readonly name: string } {
  const context = { path: 'registerEngine', className: 'adapter' };
  const identity = readable({ definition }, context, () => ({ id: definition.id, name: definition.name }));
  checkArguments('registerEngine', { definition: definitionSchema }, { definition: identity });
  return identity;
}

function checkAdapter(adapter: EngineAdapter | null | undefined): void {
  const context = { path: 'registerEngine', className: 'adapter' };
  const parts = readable(adapter, context, () =>
    Object.entries(PARTS).map(([part, type]) => [part, type, adapter?.[part as keyof EngineAdapter] as unknown] as const),
  );
  const lacking = parts.filter(([, type, value]) => typeof value !== type || value === null);
  if (lacking.length === 0) return;
  throw new FleetSpecError(
    lacking.map(([part, type, value]) => ({
      code: 'AF-SPEC-001',
      severity: 'error',
      path: 'registerEngine',
      prop: part,
      value: shownValue(value),
      allowed: `${type === 'object' ? 'an' : 'a'} ${type}`,
      message: `${part} of the adapter is missing, or of another type`,
      repairs: [`add ${part}: see EngineAdapter`],
    })),
  );
}

/**
 * The adapter of an engine, for the pool at a path.
 *
 * @throws FleetError AF-ENG-030 when nobody registered one.
 */
export function adapterOf(engine: Engine, path: string): EngineAdapter {
  const adapter = ADAPTERS.get(engine.id);
  const findings = evaluateRules([engineHasAdapter], { engine, registered: [...ADAPTERS.keys()] });
  if (adapter === undefined) throw new FleetError(findings.map((finding) => place(path, finding)));
  return adapter;
}
