/** The engine of a line, by any of its usual names. */
import type { EngineModel, Told } from '../capacity/engines/engine-model';
import { engineModelNamed } from '../capacity/engines/registry';
import type { ReplicaEngine } from '../capacity/replica-engine';
import type { SizeRequest } from './size-request';

export const modelOf = ({ engine }: SizeRequest): EngineModel | null => engineModelNamed(engine);

/** Null for an engine without a description, and for a text that is not a release of it. */
export const engineOf = (request: SizeRequest): ReplicaEngine | null => modelOf(request)?.engine(request.engineVersion ?? null) ?? null;

/** Which inputs of an engine the line gives. */
export const toldBy = (request: SizeRequest): Told => ({
  version: request.engineVersion != null,
  sampler: request.sampler != null,
  prefixCaching: request.prefixCaching != null,
  compileCache: request.compileCache ?? null,
});
