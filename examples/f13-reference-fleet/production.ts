/** The reference fleet as it goes to production: held against the checklist, with what is accepted and by whom. */
import { App } from 'cdktf';
import { acknowledge, applyPack } from 'cdktf-agent-fleet';
import { referenceFleet } from './fleet';

export function referenceFleetInProduction(app: App): void {
  const fleet = referenceFleet(app);
  applyPack(app, 'productionChecklist');
  acknowledge(fleet, {
    rule: 'AF-RTE-003',
    reason: 'one planner of two H100 is what the published fleet has; its users accept a pause of minutes',
    owner: 'research team',
  });
  acknowledge(fleet.stack, {
    rule: 'AF-COST-003',
    reason: 'the GPUs are rented by the month at a fixed price, so an hourly budget has nothing to watch',
    owner: 'research team',
    expires: '2099-12-31',
  });
}

if (require.main === module) {
  const app = new App();
  referenceFleetInProduction(app);
  app.synth();
}
