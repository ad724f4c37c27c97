import type { Database } from '../../database/database';
import { listStaleAlerts, listStaleRetrainings } from '../../database/stale-cards';
import { alertName, retrainingName } from '../../domain/ids';
import type { Instant } from '../../domain/release/release';

export interface StaleCardDependencies {
  readonly database: Database;
  readonly showAlert: (key: { alert: number }) => Promise<unknown>;
  readonly showRetraining: (key: { retraining: number }) => Promise<unknown>;
  /** Told of each card that could not be shown. */
  readonly reportCard: (line: { subject: string; what: string }) => void;
}

/** Shows what the channel has not seen of alerts and retrainings; one that cannot be shown does not keep the others. */
export async function showStaleCards(deps: StaleCardDependencies, before: Instant): Promise<void> {
  for (const alert of await listStaleAlerts(deps.database, before))
    await deps.showAlert({ alert }).catch((error: unknown) => {
      deps.reportCard({ subject: alertName(alert), what: `not shown: ${String(error)}` });
    });
  for (const retraining of await listStaleRetrainings(deps.database, before))
    await deps.showRetraining({ retraining }).catch((error: unknown) => {
      deps.reportCard({ subject: retrainingName(retraining), what: `not shown: ${String(error)}` });
    });
}
