import { App } from 'cdktf';
import { Gpu } from 'cdktf-agent-fleet';
import { smallestFleet } from './fleet';

const app = new App();
smallestFleet(app, { gpu: Gpu.H100_PCIE, sessions: 50, usdPerGpuHour: 2.01 });
app.synth();
