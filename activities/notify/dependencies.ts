import type { Database } from '../../database/database';
import type { ChatGateway } from '../../domain/ports/chat';
import type { RetrainingDesk } from '../../domain/ports/retraining-desk';
import type { Instant } from '../../domain/release/release';

export interface NotifyDependencies {
  readonly database: Database;
  readonly chat: ChatGateway;
  readonly now: () => Instant;
}

/** An alert says whether a retraining is possible now, and why not. */
export interface MonitoringNotifyDependencies extends NotifyDependencies {
  readonly retrainings: Pick<RetrainingDesk, 'room'>;
}
