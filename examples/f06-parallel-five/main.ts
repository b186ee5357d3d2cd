import { App } from 'cdktf';
import { parallelFive } from './fleet';

const app = new App();
parallelFive(app, 5);
app.synth();
