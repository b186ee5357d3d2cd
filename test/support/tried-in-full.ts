import { recordRead } from '../../lib/core/recorded';
import { SynthesisRegistry } from '../../lib/terraform/synthesis-registry';

const everyConstruct = (construct: object): construct is never => construct !== undefined;

/** Runs with every repair tried on the whole app: whatever reads a spec counts as a reader of all specs, so nothing of it is kept. */
export function triedInFull<T>(run: () => T): T {
  const { specOf } = SynthesisRegistry.prototype;
  SynthesisRegistry.prototype.specOf = function <S>(this: SynthesisRegistry, owner: object, own: S): S {
    for (const construct of this.registered(everyConstruct)) recordRead(construct);
    return specOf.call(this, owner, own) as S;
  };
  try {
    return run();
  } finally {
    SynthesisRegistry.prototype.specOf = specOf;
  }
}
