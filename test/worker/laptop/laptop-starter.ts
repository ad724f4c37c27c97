import { startLaptop } from '../../../worker/laptop/start-laptop';
import type { portBlock } from '../../../worker/laptop/laptop-ports';

/** A starter that can be killed: `HOME_FOLDER` and `PORTS` (JSON) say what it starts; it prints its lines. */
const home = process.env['HOME_FOLDER'] ?? '';
const ports = JSON.parse(process.env['PORTS'] ?? '{}') as ReturnType<typeof portBlock>;

startLaptop({
  home,
  ports,
  env: process.env,
  only: ['connector'],
  durable: false,
  say: (line) => process.stdout.write(`${line}\n`),
}).then(
  () => process.stdout.write('UP\n'),
  (error: unknown) => {
    process.stdout.write(`${String(error)}\n`);
    process.exit(1);
  },
);
