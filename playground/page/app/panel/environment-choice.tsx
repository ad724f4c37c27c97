import type { Environment } from '../../wire/overview';
import { alertAtHand } from './alert-at-hand';

/** Which environment is shown; nothing to choose from while only one has anything. */
export function EnvironmentChoice(properties: {
  readonly environments: readonly Environment[];
  readonly shown: string;
  readonly choose: (name: string) => void;
}) {
  const { environments, shown, choose } = properties;
  if (environments.length < 2) return null;
  return (
    <div class="panel-choice" role="group" aria-label="Environment">
      {environments.map((environment) => (
        <button
          key={environment.name}
          aria-pressed={environment.name === shown}
          onClick={() => choose(environment.name)}
        >
          {environment.name}
          <span class="panel-choice-note">{noteOf(environment)}</span>
        </button>
      ))}
    </div>
  );
}

/** What happens behind a button that is not pressed. */
function noteOf(environment: Environment): string {
  const { release, serving } = environment;
  const alert = alertAtHand(environment);
  if (alert !== null) return `alert ${alert.name}`;
  if (release !== null && release.endedAt === null) return `${release.name} under way`;
  return serving === null ? 'nothing' : serving.version;
}
