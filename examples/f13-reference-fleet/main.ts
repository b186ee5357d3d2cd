import { App } from 'cdktf';
import { referenceFleet } from './fleet';

const app = new App();
referenceFleet(app);
app.synth();
