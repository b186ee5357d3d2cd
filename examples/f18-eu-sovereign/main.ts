import { App } from 'cdktf';
import { euSovereign } from './fleet';

const app = new App();
euSovereign(app);
app.synth();
