import { messageOf, PlaygroundFailure } from '../client/failure';
import { cleanOutput } from './clean-output';

/** One sentence for whoever types, with the cure where it is known. `home` is Steward's folder as they named it. */
export function explainFailure(error: unknown, home: string): string {
  const code = error instanceof PlaygroundFailure ? error.code : undefined;
  switch (code ?? 'none') {
    case 'NotStarted':
    case 'NoAnswer':
      return `Steward is not up in ${home}: run \`npm start\` in another terminal.`;
    case 'NotInstalled':
      return 'Steward is not installed in this team: /install adds it, then type connect hmeq.';
    case 'NothingToDo':
      return 'Steward is installed in this team already: type help to hear what it can do.';
    default:
      return cleanOutput(messageOf(error));
  }
}
