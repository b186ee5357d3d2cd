/** Persistent volume claims (structure_persistent_volume_claim.go). */
import { block, quantityMap, text, textSet } from '../field';
import { labelSelector } from './metadata';

export const claimSpec = block({
  access_modes: textSet,
  resources: block({ limits: quantityMap, requests: quantityMap }),
  selector: labelSelector,
  storage_class_name: text(),
  volume_mode: text(),
  volume_name: text(),
});
