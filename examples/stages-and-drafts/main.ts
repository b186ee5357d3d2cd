import { App } from 'cdktf';
import { stagesAndDrafts } from './fleet';

const app = new App();
stagesAndDrafts(app);
app.synth();
