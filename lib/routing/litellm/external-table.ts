/** External models by alias: those that a router was made with, and those that roles of fleets brought. */
import { own } from '../../core/own';
import type { ExternalRouteProps } from '../contract';
import type { ExternalModel } from '../external-model';
import { aliasTaken } from './alias-taken';
import type { ExternalModels } from './external-deployment';

export class ExternalTable {
  /** Who asked for which alias. */
  readonly asked: Omit<ExternalRouteProps, 'model'>[] = [];
  private readonly added = new Map<string, ExternalModel>();

  /** @param path of the router */
  constructor(
    private readonly path: string,
    private readonly given: ExternalModels,
  ) {}

  /**
   * @returns false where the alias leads to the model already
   * @throws FleetSpecError when the alias leads to another external model
   */
  add({ model, ...asked }: ExternalRouteProps): boolean {
    const known = own(this.all(), asked.alias);
    if (known !== undefined && known !== model) throw aliasTaken(this.path, asked.alias);
    this.asked.push(asked);
    if (known !== undefined) return false;
    this.added.set(asked.alias, model);
    return true;
  }

  all(): ExternalModels {
    return { ...this.given, ...Object.fromEntries(this.added) };
  }
}
