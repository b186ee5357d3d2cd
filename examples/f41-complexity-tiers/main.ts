import { App } from 'cdktf';
import { Gpu } from 'cdktf-agent-fleet';
import { complexityTiers } from './fleet';

const app = new App();
complexityTiers(app, { gpu: Gpu.L40S, replicas: 3 });
app.synth();
