import { trainerExits } from '../domain/ports/trainer';
import { runTrainer } from './run-trainer';

/** The reference trainer behind the trainer contract (domain/ports/trainer.ts). */
function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

void runTrainer(process.env, say).then((end) => {
  say(end);
  process.exitCode = trainerExits[end.result];
});
