import type { PageState } from '../state/page-store';
import { usePart } from '../state/use-part';

/** What does not answer now; silent while everything does. */
export function ConnectionState() {
  const trouble = usePart(troubleOf);
  return (
    <p class="top-state" role="status">
      {trouble !== undefined && <span>{trouble}</span>}
    </p>
  );
}

function troubleOf({ connected, parts, workplace }: PageState): string | undefined {
  if (!connected) return 'Reconnecting… If this stays, look at npm start in its terminal.';
  if (!parts.connector) return 'The channel does not answer; trying again…';
  if (!parts.bot) return `${workplace.bot.name} does not answer now; trying again…`;
  return undefined;
}
