import { askWithHostileArguments } from './ask';
import { CLUSTER } from './cluster-calls';
import { FLEET } from './fleet-calls';
import { TESTING } from './testing-calls';

askWithHostileArguments(FLEET, CLUSTER, TESTING);
