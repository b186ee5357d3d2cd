/** A second engine in one folder. `registerEngine(toyAdapter)` is the one line that makes it known. */
import { Engine, type EngineProps } from 'cdktf-agent-fleet';
import { TOY } from './definition';

export { toyAdapter } from './adapter';
export { TOY_SIZING } from './sizing';
export { TOY };

export const toyEngine = (props: EngineProps = {}): Engine => Engine.of(TOY, props);
