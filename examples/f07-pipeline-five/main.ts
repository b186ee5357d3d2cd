import { App } from 'cdktf';
import { pipelineFive } from './fleet';

const app = new App();
pipelineFive(app);
app.synth();
