/** AF-CPU-020: a collection takes vectors of one length, that which the embedding model gives. */
import { embeddingSizeOf } from '../../catalog/embedding-sizes';
import { formatInteger } from '../../core/format';
import { type Rule, violations } from '../../core/rule';
import { keepsVectors } from '../../stores/contract';
import type { FleetView } from '../fleet-view';

export const vectorsFitEmbeddings: Rule<FleetView> = {
  id: 'vectors-fit-embeddings',
  code: 'AF-CPU-020',
  title: 'A vector store is made for vectors of another length than the embedding model gives.',
  why: 'Every write to the store would be refused, or every search would be.',
  fix: 'Give the store the dimensions of the model, or embeddings another model.',
  severity: 'error',
  check({ spec: { embeddings, services = [] }, setting }) {
    if (embeddings === undefined) return 'not-applicable';
    const { model } = setting.poolOf(embeddings).spec;
    const size = embeddingSizeOf(model.id);
    const stores = services.flatMap((service, index) => (keepsVectors(service) ? [{ index, dimensions: service.dimensions }] : []));
    const known = stores.filter((store): store is { index: number; dimensions: number } => store.dimensions !== undefined);
    if (size === null || known.length === 0) return 'not-applicable';
    const { dimensions: given, leastDimensions: least } = size;
    const allowed = least === null ? `${given}` : `${least} to ${given}`;
    return violations(
      known
        .filter(({ dimensions }) => dimensions > given || dimensions < (least ?? given))
        .map(({ index, dimensions }) => ({
          prop: `services.${index}.dimensions`,
          value: dimensions,
          allowed,
          message: `the store holds vectors of ${formatInteger(dimensions)} numbers, and ${model.id} gives ${least === null ? '' : 'at most '}${formatInteger(given)}`,
          repairs: [`dimensions: ${given}`],
        })),
    );
  },
};
