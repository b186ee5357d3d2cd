import { readable } from '../../core/readable';
import { throwFactProblems } from '../fact-checks';
import type { EngineDefinition } from './engine-definition';

/** The serving engine of a pool in one release: its image, its metric names, and what it says to the flags a user adds. */
export interface EngineProps {
  /**
   * Release, e.g. `0.31.0`.
   * @default - the release of the engine whose flags this library knows best: 0.30.0 of vLLM, 0.5.23 of SGLang
   */
  readonly version?: string;
  /**
   * Repository of the image with its registry, where you build or mirror your own; the tag follows from `version`.
   * @default - the project's published image
   */
  readonly image?: string;
  /**
   * Digest of the image, `sha256:…`. A tag can be moved, a digest cannot.
   * @default - none: the image is named by its tag
   */
  readonly digest?: string;
}

/** Parts that every engine has, whatever it can: without one of them its pools could not be planned. */
const PARTS: readonly { readonly part: keyof EngineDefinition; readonly rule: 'function' | 'list' | 'record' }[] = [
  { part: 'tagOf', rule: 'function' },
  { part: 'countedArgs', rule: 'function' },
  { part: 'admissionDefaults', rule: 'function' },
  { part: 'utilizationDefault', rule: 'function' },
  { part: 'images', rule: 'list' },
  { part: 'alwaysOwned', rule: 'list' },
  { part: 'flagEffects', rule: 'list' },
  { part: 'variableEffects', rule: 'list' },
  { part: 'retiredEnvironment', rule: 'list' },
  { part: 'flags', rule: 'record' },
  { part: 'metrics', rule: 'record' },
  { part: 'propOfFlag', rule: 'record' },
  { part: 'values', rule: 'record' },
  { part: 'startup', rule: 'record' },
  { part: 'provenance', rule: 'record' },
  { part: 'reservedNames', rule: 'record' },
  { part: 'quantizesAtLoad', rule: 'record' },
  { part: 'modelParsers', rule: 'record' },
];

/**
 * Refuses what is no engine: a definition of a user who writes JavaScript may be anything.
 *
 * @throws FleetSpecError AF-SPEC-001 with every part that is missing or malformed.
 */
export function checkEngineProps(definition: EngineDefinition | null | undefined, props: EngineProps | null): void {
  const context = { path: 'Engine', className: 'Engine' };
  readable({ definition, props }, context, () => checkParts(definition, props));
}

function checkParts(definition: EngineDefinition | null | undefined, props: EngineProps | null): void {
  const { version, digest, image } = props ?? ({ version: null } as unknown as EngineProps);
  const { id, name, defaultVersion, releaseStep } = definition ?? {};
  throwFactProblems(`Engine (${typeof name === 'string' ? name : 'of an unknown kind'})`, [
    { prop: 'definition.id', value: id, rule: 'label' },
    { prop: 'definition.name', value: name, rule: 'text' },
    { prop: 'definition.defaultVersion', value: defaultVersion, rule: 'version' },
    ...(releaseStep === undefined ? [] : [{ prop: 'definition.releaseStep', value: releaseStep, rule: 'release-step' } as const]),
    ...PARTS.map(({ part, rule }) => ({ prop: `definition.${part}`, value: definition?.[part], rule })),
    ...(version === undefined ? [] : [{ prop: 'version', value: version, rule: 'version' } as const]),
    ...(digest === undefined ? [] : [{ prop: 'digest', value: digest, rule: 'digest' } as const]),
    ...(image === undefined ? [] : [{ prop: 'image', value: image, rule: 'repository' } as const]),
  ]);
}
