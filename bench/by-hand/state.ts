/** The network of the state store; its Postgres cluster is one of the custom objects. */
import type { Place } from './namespace';
import { egress, fromNamespace, type Pods, within } from './network';

export const STATE: Pods = { name: 'research-state', labels: { 'cnpg.io/cluster': 'research-state' } };

export function stateNetwork(place: Place): void {
  fromNamespace(place, STATE, 'cnpg-system', '5432');
  fromNamespace(place, STATE, 'cnpg-system', '8000');
  fromNamespace(place, STATE, 'monitoring', '9187');
  within(place, STATE, ['5432', '8000']);
  egress(place, STATE, 'kubernetes-api', ['443', '6443'], []);
}
