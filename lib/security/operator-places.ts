import type { IConstruct } from 'constructs';
import type { OperatorPlace } from './namespace-use';

/** A namespace to which the network is opened for an operator. */
interface Opened extends OperatorPlace {
  readonly namespace: string;
  /** Key of its cluster. */
  readonly cluster: string;
}

const PLACES = Symbol.for('cdktf-agent-fleet.OperatorPlaces');

/** In which namespaces operators run, as props of an app say: no stack of fleets makes one of these. */
export class OperatorPlaces {
  static of(scope: IConstruct): OperatorPlaces {
    const root = scope.node.root as IConstruct & { [PLACES]?: OperatorPlaces };
    root[PLACES] ??= new OperatorPlaces();
    return root[PLACES];
  }

  private readonly places: Opened[] = [];

  add(opened: Opened): void {
    this.places.push(opened);
  }

  within(namespace: string, cluster: string): readonly OperatorPlace[] {
    return this.places.filter((place) => place.namespace === namespace && place.cluster === cluster);
  }
}
