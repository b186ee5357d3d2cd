import { askWithHostileArguments } from './ask';
import { FACTORY_MADE } from './made-by-factories';
import { METHODS } from './method-calls';

askWithHostileArguments(METHODS, FACTORY_MADE);
