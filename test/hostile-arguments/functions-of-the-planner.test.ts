import { askWithHostileArguments } from './ask';
import { PLANNER } from './planner-calls';

askWithHostileArguments(PLANNER);
