import { askWithHostileArguments } from './ask';
import { CAPACITY } from './capacity-calls';
import { ECONOMICS } from './economics-calls';

askWithHostileArguments(CAPACITY, ECONOMICS);
