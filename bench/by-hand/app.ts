/** The reference fleet as a person would write it with cdktf alone: the same resources, no sizing, no checks, no plan. */
import { type App, TerraformStack } from 'cdktf';
import { agents } from './agents';
import { encoders, planner, workers } from './inference';
import { type Place, researchNamespace } from './namespace';
import { customObjects, dashboard } from './observability';
import { operators } from './operators';
import { providers } from './providers';
import { router } from './router';
import { sessions } from './sessions';
import { stateNetwork } from './state';

export function byHand(app: App): void {
  const platform = new TerraformStack(app, 'platform');
  providers(platform);
  operators(platform);

  const stack = new TerraformStack(app, 'research');
  stack.addDependency(platform);
  providers(stack);
  const place: Place = { stack, namespace: researchNamespace(stack) };
  planner(place);
  workers(place);
  encoders(place);
  sessions(place);
  router(place);
  agents(place);
  stateNetwork(place);
  dashboard(place);
  customObjects(place);
}
