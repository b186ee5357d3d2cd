/** A question as data: the same as `FleetToPlanProps`, with models, GPUs and engines by their names. What `agent-fleet recommend --spec` reads. */
import { z } from 'zod';
import { defaultEngine } from '../catalog/engines/default-engine';
import { ENGINE_DEFINITIONS } from '../catalog/engines/definitions';
import { Engine } from '../catalog/engines/engine';
import { Gpu } from '../catalog/gpu';
import { Model } from '../catalog/model';
import { closest } from '../core/closest';
import type { Finding } from '../core/finding';
import { FleetSpecError } from '../core/fleet-error';
import { freeText } from '../core/notion';
import { parseProps } from '../core/schema';
import type { FleetToPlanProps } from './fleet-to-plan';
import { questionSchema } from './fleet-to-plan-schema';

const named = freeText('looked up in the catalog').max(500);

/** Its `engines` are ids with or without a release, e.g. `vllm@0.30.0`. */
export const questionFileSchema = questionSchema({ model: named, gpu: named, engine: named, prices: z.undefined() });

type QuestionFile = z.output<typeof questionFileSchema>;

/**
 * The question of a file.
 *
 * @throws FleetSpecError AF-SPEC-001 or -002, also for names that the catalog does not have.
 */
export function readQuestion(data: unknown, path = 'agent-fleet recommend'): FleetToPlanProps {
  const file = parseProps(questionFileSchema, data, { path, className: 'spec' });
  const unknown: Finding[] = [];
  const found = <T>(prop: string, name: string, value: T | undefined, names: readonly string[], list: string): T => {
    if (value === undefined) unknown.push(notFound(path, prop, name, names, list));
    return value as T;
  };
  const model = (prop: string, name: string) => found(prop, name, Model.byId(name), MODELS, 'agent-fleet models');
  const gpu = (prop: string, name: string) => found(prop, name, Gpu.byId(name) ?? Gpu.byProductName(name), GPUS, 'agent-fleet gpus');
  const props = resolved(file, {
    model,
    gpu,
    engine: (prop, name) => found(prop, name, engineNamed(name), ENGINES, 'the names of engines'),
  });
  if (unknown.length > 0) throw new FleetSpecError(unknown);
  return props;
}

const MODELS = Model.all().map(({ id }) => id);
const GPUS = Gpu.all().map(({ id }) => id);
const ENGINES = ENGINE_DEFINITIONS.map(({ id }) => id);

interface Lookup {
  model(prop: string, name: string): Model;
  gpu(prop: string, name: string): Gpu;
  engine(prop: string, name: string): Engine;
}

/** What is not found is noted by the lookups, so that all of it is said at once. */
function resolved({ roles, inventory, engines, prices: _, ...rest }: QuestionFile, { model, gpu, engine }: Lookup): FleetToPlanProps {
  const ofRole = ([name, role]: [string, QuestionFile['roles'][string]]) => {
    const at = `roles.${name}`;
    const models = role.models.map((one, index) =>
      typeof one === 'string' ? model(`${at}.models.${index}`, one) : { ...one, model: model(`${at}.models.${index}.model`, one.model) },
    );
    return [
      name,
      { ...role, models, ...(role.gpus === undefined ? {} : { gpus: role.gpus.map((one, index) => gpu(`${at}.gpus.${index}`, one)) }) },
    ];
  };
  return {
    ...rest,
    roles: Object.fromEntries(Object.entries(roles).map(ofRole)),
    inventory: Object.fromEntries(
      Object.entries(inventory).map(([name, offer]) => [name, { ...offer, gpu: gpu(`inventory.${name}.gpu`, offer.gpu) }]),
    ),
    ...(engines === undefined ? {} : { engines: engines.map((one, index) => engine(`engines.${index}`, one)) }),
  } as FleetToPlanProps;
}

/** `vllm`, or `vllm@0.30.0`. */
function engineNamed(text: string): Engine | undefined {
  const [id = '', version] = text.split('@');
  const definition = ENGINE_DEFINITIONS.find((one) => one.id === id.toLowerCase());
  if (definition === undefined) return undefined;
  return version === undefined && definition.id === defaultEngine().id
    ? defaultEngine()
    : Engine.of(definition, version === undefined ? {} : { version });
}

function notFound(path: string, prop: string, name: string, names: readonly string[], list: string): Finding {
  const near = closest(name, names) ?? names[0] ?? '';
  return {
    code: 'AF-SPEC-001',
    severity: 'error',
    path,
    prop,
    value: name,
    allowed: `a name that \`${list}\` lists`,
    message: `${prop} is ${JSON.stringify(name)}, which the catalog does not have`,
    repairs: [`${prop}: '${near}'`],
  };
}

/** JSON Schema of such a file, for editors. Published as docs/recommend.schema.json. */
export function questionJsonSchema(): Record<string, unknown> {
  const { $schema: _draft, ...schema } = z.toJSONSchema(questionFileSchema, {
    io: 'input',
    reused: 'inline',
    unrepresentable: 'any',
  }) as Record<string, unknown>;
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', title: 'spec of agent-fleet recommend', ...schema };
}
