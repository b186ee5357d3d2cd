import type { Construct } from 'constructs';
import { changedProps, type ObjectSchema } from '../core/apply-changes';
import type { Cluster } from '../platform/cluster';
import type { Participant } from '../terraform/synthesis/participants';
import { SynthesisRegistry } from '../terraform/synthesis-registry';

/** Evaluates the findings of a store when the app is synthesized, and tries repairs on its props. */
export function registerStore<T extends object>(
  store: Construct & { readonly name: string; readonly cluster: Cluster; readonly spec: T },
  schema: ObjectSchema<T>,
  participant: Pick<Participant, 'findings' | 'plan'>,
): void {
  SynthesisRegistry.of(store).register(store, {
    ...participant,
    cluster: store.cluster,
    changeable: { kind: 'store', name: store.name, changed: (changes) => changedProps(schema, store.spec, changes) },
  });
}
