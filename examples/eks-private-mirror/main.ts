import { App } from 'cdktf';
import { eksFleet } from './fleet';

const app = new App();
eksFleet(app);
app.synth();
