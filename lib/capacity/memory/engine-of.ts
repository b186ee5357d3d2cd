/** Reads the release out of an engine. Unreleased or unknown versions count as the newest law that is known. */
import type { Engine } from '../../catalog/engine';
import { EngineRelease } from './engine-release';

/** The newest vLLM release whose accounting was read. */
const NEWEST = new EngineRelease(0, 33);

export function releaseOf(engine: Engine): EngineRelease {
  return EngineRelease.parse(engine.version) ?? NEWEST;
}
